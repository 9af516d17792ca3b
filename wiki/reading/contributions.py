"""The edits of one author, or of all addresses of a range."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from wiki.models import Revision, RevisionTag
from wiki.permissions import Editor
from wiki.reading.lists.lines import Lines, cursor, lines, read_cursor, screen
from wiki.reading.visibility import author_seen
from wiki.text.names import IpRange

DEFAULT_LIMIT = 50
MOST = 10_000  # edits are counted no further


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which edits a list shows: of a namespace, from `since` until before `until`, with a tag."""

    namespace: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    tag: str = ""
    only_new: bool = False
    only_latest: bool = False
    hide_minor: bool = False


def edits_of(author: str | IpRange, *, viewer: Editor) -> QuerySet[Revision]:
    """Edits by the account or address named `author`, or from a range of addresses, that the viewer may know
    to be his. An index gives them by time (of a range: all of it, then sorted).
    """
    revisions = Revision.objects.filter(withheld=False, page__deleted=False)
    if isinstance(author, IpRange):
        revisions = revisions.filter(author_ip__range=(author.first, author.last))
    else:
        revisions = revisions.filter(author_text=author)
    return revisions.filter(author_seen(viewer))


def number_of_edits(author: str | IpRange, *, viewer: Editor) -> int:
    """How many edits `edits_of` has; MOST stands for "that many or more". One query."""
    return edits_of(author, viewer=viewer).order_by()[:MOST].count()


def contributions(
    author: str | IpRange,
    *,
    viewer: Editor,
    limit: int = DEFAULT_LIMIT,
    wanted: Wanted | None = None,
    older: str = "",
    newer: str = "",
) -> Lines:
    """Edits of an author, newest first; 2 queries.

    Edits whose author is hidden from the viewer are left out. `older` and `newer` are cursors.
    Raises BadCursor.
    """
    revisions = _narrowed(edits_of(author, viewer=viewer), author, wanted or Wanted())
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


def _narrowed(revisions: QuerySet[Revision], author: str | IpRange, wanted: Wanted) -> QuerySet[Revision]:
    if wanted.namespace is not None:
        revisions = revisions.filter(page__namespace=wanted.namespace)
    if wanted.since is not None:
        revisions = revisions.filter(timestamp__gte=wanted.since)
    if wanted.until is not None:
        revisions = revisions.filter(timestamp__lt=wanted.until)
    if wanted.tag:
        tagged = RevisionTag.objects.filter(tag=wanted.tag)
        if isinstance(author, str):
            tagged = tagged.filter(author_text=author)
        revisions = revisions.filter(pk__in=tagged.values("revision_id"))
    if wanted.only_new:
        revisions = revisions.filter(number=1)
    if wanted.only_latest:
        revisions = revisions.filter(page__latest=F("pk"))
    return revisions.filter(minor=False) if wanted.hide_minor else revisions
