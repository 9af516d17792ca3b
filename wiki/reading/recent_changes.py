"""All new edits and other deeds, of every page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils import timezone

from wiki.models import LogEntry, Revision, RevisionTag
from wiki.permissions import Editor
from wiki.reading.lists.lines import MOMENT, Lines, RevisionLine, cursor, lines, read_cursor, screen
from wiki.reading.visibility import as_seen, author_seen, deed_seen, entries_seen

Hidable = Literal["registered", "anonymous", "mine", "bots", "minor", "patrolled"]
DEFAULT_LIMIT, DEFAULT_DAYS = 50, 7
DEFAULT_HIDE: tuple[Hidable, ...] = ("bots",)
LOG = "|log"  # in the cursor of a list that ended with an entry of the log
LAST = 2**63 - 1  # no id is greater
TEMPORARY = "~"  # begins the names of temporary accounts, and no other
EVERYTHING = Q()


@dataclass(frozen=True, slots=True)
class Activity:
    """One screen of edits and deeds, newest first; `older` is the cursor of the next one, if any."""

    rows: tuple[RevisionLine | LogEntry, ...]
    older: str | None = None


def recent_changes(
    *,
    viewer: Editor,
    limit: int = DEFAULT_LIMIT,
    days: int = DEFAULT_DAYS,
    hide: Collection[Hidable] = DEFAULT_HIDE,
    namespace: int | None = None,
    namespaces: Collection[int] | None = None,
    tag: str = "",
    before: str = "",
    since: datetime | None = None,
    among: Q = EVERYTHING,
) -> Lines:
    """The newest edits first, `limit` at a time, back to `days` ago (or to `since`).

    `namespaces` narrows to several of them, `among` to what it says. `before` is the cursor that the screen
    before gave as `older`.
    What `hide` leaves out goes by the author, so an edit whose author is hidden from the viewer is never left
    out: it stands beside those of accounts and those of addresses, as nobody's.
    Raises BadCursor. A constant number of queries, whatever the wiki's size.
    """
    oldest = since or timezone.now() - timedelta(days=days)
    revisions = Revision.objects.filter(among, timestamp__gte=oldest, withheld=False, page__deleted=False)
    if namespace is not None:
        revisions = revisions.filter(page__namespace=namespace)
    if namespaces is not None:
        revisions = revisions.filter(page__namespace__in=namespaces)
    if tag:
        tagged = RevisionTag.objects.filter(tag=tag, timestamp__gte=oldest)
        revisions = revisions.filter(pk__in=tagged.values("revision_id"))
    for what in hide:
        revisions = revisions.exclude(_hidden(what, viewer) & author_seen(viewer))
    if before:
        time, id_ = read_cursor(before)
        revisions = revisions.filter(
            Q(timestamp__lt=time) | Q(timestamp=time, id__lt=id_), timestamp__lte=time
        )
    found = list(revisions.select_related("page").order_by("-timestamp", "-id")[: limit + 1])
    rows, more = screen(found, limit, upwards=False)
    return Lines(lines(rows, viewer=viewer), cursor(rows[-1]) if more else None)


def _hidden(what: Hidable, viewer: Editor) -> Q:
    if what == "registered":
        return Q(author__isnull=False) & ~Q(author_text__startswith=TEMPORARY)
    if what == "anonymous":
        return Q(author_ip__isnull=False) | Q(author_text__startswith=TEMPORARY)
    if what == "mine":
        mine = Q(author_text=viewer.name, author_ip__isnull=False)
        return Q(author=viewer.author) if viewer.author else mine
    if what == "patrolled":
        return Q(unpatrolled=False)
    return Q(bot=True) if what == "bots" else Q(minor=True)


def recent_activity(
    *,
    viewer: Editor,
    limit: int = DEFAULT_LIMIT,
    days: int = DEFAULT_DAYS,
    hide: Collection[Hidable] = DEFAULT_HIDE,
    namespaces: Collection[int] | None = None,
    tag: str = "",
    before: str = "",
    since: datetime | None = None,
    edits_among: Q = EVERYTHING,
    deeds_among: Q | None = EVERYTHING,
) -> Activity:
    """`recent_changes` with the log's entries among them, in order of time; of one second the log's first.

    `edits_among` and `deeds_among` narrow to what they say; None: no deeds.
    What asks about titles has to ask for `deed_seen` too.
    One query more; none where a tag is asked for, which no entry of the log has.
    """
    time, id_, in_log = _place(before)
    edits = recent_changes(
        viewer=viewer, limit=limit, days=days, hide=hide, namespaces=namespaces, tag=tag, since=since,
        before=f"{time:{MOMENT}}|{LAST if in_log else id_}" if time else "", among=edits_among,
    )  # fmt: skip
    if tag or deeds_among is None:
        return Activity(edits.rows, edits.older)
    oldest = since or timezone.now() - timedelta(days=days)
    entries = _log(viewer, hide, namespaces, oldest).filter(deeds_among)
    if time:
        earlier = Q(timestamp__lt=time) | Q(timestamp=time, id__lt=id_) if in_log else Q(timestamp__lt=time)
        entries = entries.filter(earlier, timestamp__lte=time)
    rows: list[RevisionLine | LogEntry] = [
        *edits.rows, *as_seen(entries.order_by("-timestamp", "-id")[: limit + 1], viewer),
    ]  # fmt: skip
    rows.sort(key=_order, reverse=True)
    shown = tuple(rows[:limit])
    more = len(rows) > limit or edits.older is not None
    return Activity(shown, _cursor(shown[-1]) if more else None)


def _log(
    viewer: Editor, hide: Collection[Hidable], namespaces: Collection[int] | None, oldest: datetime
) -> QuerySet[LogEntry]:
    entries = LogEntry.objects.filter(entries_seen(viewer), timestamp__gte=oldest)
    if namespaces is not None:
        entries = entries.filter(deed_seen(viewer), namespace__in=namespaces)
    seen = author_seen(viewer)
    if "registered" in hide:
        entries = entries.exclude(Q(user__isnull=False) & ~Q(user_text__startswith=TEMPORARY) & seen)
    if "anonymous" in hide:
        entries = entries.exclude((Q(user=None) | Q(user_text__startswith=TEMPORARY)) & seen)
    if "mine" in hide and viewer.author:
        entries = entries.exclude(Q(user=viewer.author) & seen)
    return entries


def _place(before: str) -> tuple[datetime | None, int, bool]:
    """Time and id of a cursor, and whether it stands in the log. Raises BadCursor."""
    if not before:
        return None, 0, False
    plain = before.replace(LOG, "|", 1)
    return *read_cursor(plain), plain != before


def _order(row: RevisionLine | LogEntry) -> tuple[datetime, bool, int]:
    return (row.timestamp, True, row.pk) if isinstance(row, LogEntry) else (row.timestamp, False, row.id)


def _cursor(row: RevisionLine | LogEntry) -> str:
    place = f"{LOG}{row.pk}" if isinstance(row, LogEntry) else f"|{row.id}"
    return f"{row.timestamp:{MOMENT}}{place}"
