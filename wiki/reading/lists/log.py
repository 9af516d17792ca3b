"""The log: every deed that is not an edit."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from wiki.models import LogEntry
from wiki.permissions import Editor
from wiki.reading.lists.lines import cursor, read_cursor
from wiki.reading.visibility import as_seen, author_seen, deed_seen, entries_seen, told_to
from wiki.text.titles import Title

TYPES = (
    "create",
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
    "import",
    "thanks",
    "suggestion",
    "massmessage",
)
ANYBODY = Editor()


def log_types(viewer: Editor) -> tuple[str, ...]:
    """The logs that the viewer may read."""
    return (*TYPES, *told_to(viewer))


def log(
    *,
    type_: str = "",
    user: str = "",
    title: Title | None = None,
    before: str = "",
    limit: int = 50,
    ids: Collection[int] | None = None,
    viewer: Editor = ANYBODY,
) -> tuple[tuple[LogEntry, ...], str | None]:
    """Log entries, newest first, as the viewer may see them, and the cursor of the next screen; one query.

    Under the name of a user, and under a title, only those stand of which the viewer may know it. `ids`: of
    these alone. Raises BadCursor.
    """
    entries = LogEntry.objects.filter(entries_seen(viewer))
    if ids is not None:
        entries = entries.filter(pk__in=ids)
    if type_:
        entries = entries.filter(type=type_)
    if user:
        entries = entries.filter(author_seen(viewer), user_text=user)
    if title is not None:
        entries = entries.filter(deed_seen(viewer), namespace=title.namespace, title=title.name)
    if before:
        moment, id_ = read_cursor(before)
        entries = entries.filter(Q(timestamp__lt=moment) | Q(timestamp=moment, id__lt=id_))
    found = list(entries.order_by("-timestamp", "-id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return tuple(as_seen(found[:limit], viewer)), cursor(last) if last else None
