"""What waits for those who look after the wiki, queue by queue: how much, since when, and what came lately.

A queue is one entry of QUEUES; the desk shows them in this order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Manager, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models import FilterHit, LogEntry, Report, Revision, Suggestion
from wiki.models.suggestion import OPEN
from wiki.permissions import Editor, allows, may_patrol, sees_filter_hits, sees_reports
from wiki.reading.lists.tally import counted

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MOST = 100  # of what waits no more is counted
DAYS = 14  # that are drawn
A_DAY = 500  # of what came on one day no more is counted


@dataclass(frozen=True, slots=True)
class Queue:
    """`rows` are all that ever came; an index has to give them by `time`, and those that `wait` too.

    Without `wait` nothing of it is ever done with: then what came in the last 24 hours is told. `place` is
    the view and its arguments where the queue is worked off.
    """

    name: str
    label: StrPromise
    rows: Manager[Any] | QuerySet[Any]
    time: str
    wait: Q | None
    place: tuple[str, ...]
    query: str = ""
    told: Callable[[Editor], bool] = lambda viewer: True


def patrols(viewer: Editor) -> bool:
    """Whether what waits to be patrolled is the viewer's to work off."""
    return allows(may_patrol, viewer)


QUEUES = (
    Queue(
        "unpatrolled", _("Changes that nobody has patrolled"), Revision.objects, "timestamp",
        Q(unpatrolled=True), ("admin:queue",), "", patrols,
    ),
    Queue(
        "new_pages", _("New pages that nobody has patrolled"), Revision.objects.filter(number=1), "timestamp",
        Q(unpatrolled=True), ("special", "NewPages"), "", patrols,
    ),
    Queue(
        "suggestions", _("Edits suggested or held back"), Suggestion.objects, "created", Q(state=OPEN),
        ("special", "Suggestions"),
    ),
    Queue(
        "reports", _("Reports by readers"), Report.objects, "created", Q(state=OPEN),
        ("admin:wiki_report_changelist",), "", sees_reports,
    ),
    Queue(
        "filter_hits", _("Edits caught by filters"), FilterHit.objects, "timestamp", None,
        ("admin:wiki_filterhit_changelist",), "", sees_filter_hits,
    ),
    Queue(
        "accounts", _("New accounts"), LogEntry.objects.filter(type="newusers"), "timestamp", None,
        ("special", "Log"), "type=newusers",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Came:
    """What came on a day (UTC), and how much of it waits still."""

    date: date
    came: int
    waits: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue as it stands. `count` goes up to MOST, then `more` says that there is more."""

    queue: Queue
    count: int
    more: bool
    oldest: datetime | None
    days: tuple[Came, ...]


def waiting(viewer: Editor) -> list[Waiting]:
    """The queues that the viewer may know of, as they stand.

    One query for each in which something waits, and one for all the counts, none of which goes on for ever.
    """
    now = timezone.now()
    told = [queue for queue in QUEUES if queue.told(viewer)]
    counts = iter(counted(*(part for queue in told for part in _counts(queue, now))))
    return [_as_it_stands(queue, now, [next(counts) for _ in _counts(queue, now)]) for queue in told]


def _days(now: datetime) -> list[datetime]:
    """When each of the last DAYS began, the oldest first."""
    today = datetime.combine(now.astimezone(UTC).date(), datetime.min.time(), UTC)
    return [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]


def _counts(queue: Queue, now: datetime) -> list[tuple[QuerySet[Any], int]]:
    """What has to be counted for a queue: of each day what came and what waits; else the last 24 hours."""
    rows = queue.rows.all()
    spans = [
        rows.filter(**{f"{queue.time}__gte": day, f"{queue.time}__lt": day + timedelta(days=1)})
        for day in _days(now)
    ]
    if queue.wait is None:
        lately = rows.filter(**{f"{queue.time}__gte": now - timedelta(days=1)})
        return [*((span, A_DAY) for span in spans), (lately, MOST + 1)]
    return [(span, A_DAY) for span in (*spans, *(span.filter(queue.wait) for span in spans))]


def _as_it_stands(queue: Queue, now: datetime, counts: list[int]) -> Waiting:
    if queue.wait is None:
        *came, count = counts
        oldest, waits = None, [0] * DAYS
    else:
        came, waits = counts[:DAYS], counts[DAYS:]
        rows = queue.rows.filter(queue.wait).order_by(queue.time, "pk")
        moments = list(rows.values_list(queue.time, flat=True)[: MOST + 1])
        count, oldest = len(moments), moments[0] if moments else None
    days = (Came(day.date(), *both) for day, *both in zip(_days(now), came, waits, strict=True))
    return Waiting(queue, min(count, MOST), count > MOST, oldest, tuple(days))
