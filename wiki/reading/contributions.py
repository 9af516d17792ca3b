"""The edits of one author."""

from __future__ import annotations

from django.db.models import F, Q

from wiki.models import Revision
from wiki.permissions import Editor, sees_hidden
from wiki.reading.lines import Lines, cursor, lines, read_cursor, screen

DEFAULT_LIMIT = 50


def contributions(
    author: str,
    *,
    viewer: Editor,
    limit: int = DEFAULT_LIMIT,
    namespace: int | None = None,
    older: str = "",
    newer: str = "",
    only_new: bool = False,
    only_latest: bool = False,
    hide_minor: bool = False,
) -> Lines:
    """Edits by the account or address named `author`, newest first; 2 queries.

    Edits whose author is hidden from the viewer are left out. `older` and `newer` are cursors.
    Raises BadCursor.
    """
    revisions = Revision.objects.filter(author_text=author, withheld=False, page__deleted=False)
    if not sees_hidden(viewer, suppressed=False):
        revisions = revisions.filter(user_hidden=False)
    elif not sees_hidden(viewer, suppressed=True):
        revisions = revisions.exclude(user_hidden=True, suppressed=True)
    if namespace is not None:
        revisions = revisions.filter(page__namespace=namespace)
    if only_new:
        revisions = revisions.filter(number=1)
    if only_latest:
        revisions = revisions.filter(page__latest=F("pk"))
    if hide_minor:
        revisions = revisions.filter(minor=False)
    if newer:
        time, id_ = read_cursor(newer)
        revisions = revisions.filter(Q(timestamp__gt=time) | Q(timestamp=time, id__gt=id_))
    elif older:
        time, id_ = read_cursor(older)
        revisions = revisions.filter(Q(timestamp__lt=time) | Q(timestamp=time, id__lt=id_))
    order = ("timestamp", "id") if newer else ("-timestamp", "-id")
    found = list(revisions.select_related("page").order_by(*order)[: limit + 1])
    rows, more = screen(found, limit, upwards=bool(newer))
    to_older = cursor(rows[-1]) if rows and (more or newer) else None
    to_newer = cursor(rows[0]) if rows and (more if newer else bool(older)) else None
    return Lines(lines(rows, viewer=viewer), to_older, to_newer)
