"""The log: every deed that is not an edit."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from wiki.models import LogEntry
from wiki.permissions import Editor, sees_hidden
from wiki.reading.lists.lines import cursor, read_cursor
from wiki.reading.visibility import author_seen
from wiki.text.titles import Title

TYPES = (
    "delete",
    "move",
    "protect",
    "block",
    "rights",
    "newusers",
    "renameuser",
    "patrol",
    "rollback",
    "upload",
    "thanks",
)
ANYBODY = Editor()


def log(
    *,
    type_: str = "",
    user: str = "",
    title: Title | None = None,
    before: str = "",
    limit: int = 50,
    id_: int | None = None,
    viewer: Editor = ANYBODY,
) -> tuple[tuple[LogEntry, ...], str | None]:
    """Log entries, newest first, as the viewer may see them, and the cursor of the next screen; one query.

    Under the name of a user only those stand that the viewer may know to be his. Raises BadCursor.
    """
    entries = LogEntry.objects.all()
    if id_ is not None:
        entries = entries.filter(pk=id_)
    if type_:
        entries = entries.filter(type=type_)
    if user:
        entries = entries.filter(author_seen(viewer), user_text=user)
    if title is not None:
        entries = entries.filter(namespace=title.namespace, title=title.name)
    if before:
        moment, id_ = read_cursor(before)
        entries = entries.filter(Q(timestamp__lt=moment) | Q(timestamp=moment, id__lt=id_))
    found = list(entries.order_by("-timestamp", "-id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return tuple(as_seen(found[:limit], viewer)), cursor(last) if last else None


def as_seen(entries: Iterable[LogEntry], viewer: Editor) -> list[LogEntry]:
    """The entries, with nothing in the place of a name or a comment that is hidden from the viewer."""
    found = list(entries)
    for entry in found:
        hidden = not sees_hidden(viewer, suppressed=entry.suppressed)
        if entry.user_hidden and hidden:
            entry.user, entry.user_text = None, ""
        if entry.comment_hidden and hidden:
            entry.comment = ""
    return found
