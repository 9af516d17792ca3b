"""The log: every deed that is not an edit."""

from __future__ import annotations

from django.db.models import Q

from wiki.models import LogEntry
from wiki.reading.lines import cursor, read_cursor
from wiki.text.titles import Title

TYPES = ("delete", "move", "protect", "block", "rights", "newusers", "patrol", "upload")


def log(
    *,
    type_: str = "",
    user: str = "",
    title: Title | None = None,
    before: str = "",
    limit: int = 50,
    id_: int | None = None,
) -> tuple[tuple[LogEntry, ...], str | None]:
    """Log entries, newest first, and the cursor of the next screen; one query. Raises BadCursor."""
    entries = LogEntry.objects.all()
    if id_ is not None:
        entries = entries.filter(pk=id_)
    if type_:
        entries = entries.filter(type=type_)
    if user:
        entries = entries.filter(user_text=user)
    if title is not None:
        entries = entries.filter(namespace=title.namespace, title=title.name)
    if before:
        moment, id_ = read_cursor(before)
        entries = entries.filter(Q(timestamp__lt=moment) | Q(timestamp=moment, id__lt=id_))
    found = list(entries.order_by("-timestamp", "-id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return tuple(found[:limit]), cursor(last) if last else None
