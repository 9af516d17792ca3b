"""What happened to a page over time, in figures: for the pictures of change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from wiki.models import Page, Revision
from wiki.permissions import Editor, sees_hidden
from wiki.reading.reports.kept import kept
from wiki.text.drawing.charts import thinned
from wiki.text.names import is_temporary_name

WINDOW = 5000  # revisions that are looked at: the newest
DAYS = 90
POINTS = 240  # of the line that tells a page's size


class Day(NamedTuple):
    """A day (UTC) and how many edits were made on it."""

    date: date
    edits: int


class Size(NamedTuple):
    """From when on the page had how many bytes."""

    since: datetime
    bytes: int


class Share(NamedTuple):
    """An author and how many edits are his; without a name those whose author is hidden."""

    name: str
    is_account: bool
    edits: int


class Seen(NamedTuple):
    """One revision of the window. `author` is empty where it is hidden from the viewer."""

    number: int
    timestamp: datetime
    size: int
    author: str
    is_account: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """The newest revisions (at most WINDOW) in figures. `whole`: there are no older ones.

    `days` are the last DAYS, `shares` all authors by number of edits, `authors` how many they are;
    `recent_edits` and `recent_authors` count the last DAYS. `sizes` tells of the whole history.
    """

    seen: int
    whole: bool
    days: tuple[Day, ...]
    sizes: tuple[Size, ...]
    shares: tuple[Share, ...]
    authors: int
    recent_edits: int
    recent_authors: int


def window(page: Page, *, viewer: Editor) -> list[Seen]:
    """The page's newest revisions, at most WINDOW of them, oldest first; one query."""
    revisions = Revision.objects.filter(page=page, number__gt=page.number - WINDOW, withheld=False)
    rows = revisions.order_by("number").values_list(
        "number", "timestamp", "size", "author_text", "author_id", "user_hidden", "suppressed"
    )
    sees = {suppressed: sees_hidden(viewer, suppressed=suppressed) for suppressed in (False, True)}
    return [
        Seen(number, time, size, "", False)
        if hidden and not sees[suppressed]
        else Seen(number, time, size, author, author_id is not None and not is_temporary_name(author))
        for number, time, size, author, author_id, hidden, suppressed in rows
    ]


def page_activity(page: Page, seen: list[Seen], *, now: datetime | None = None) -> Activity:
    """The figures of a page's `window`. No query; one for a page of more than WINDOW revisions."""
    today = (now or timezone.now()).astimezone(UTC).date()
    since = today - timedelta(days=DAYS - 1)
    recent = [one for one in seen if one.timestamp.date() >= since]
    edits = Counter((one.author, one.is_account) for one in seen)
    whole = page.number <= WINDOW
    sizes = [(one.timestamp, one.size) for one in seen] if whole else _sampled(page)
    return Activity(
        seen=len(seen),
        whole=whole,
        days=by_day((one.timestamp for one in recent), today=today),
        sizes=_thin(sizes),
        shares=tuple(Share(name, account, count) for (name, account), count in edits.most_common()),
        authors=len(edits),
        recent_edits=len(recent),
        recent_authors=len({one.author for one in recent}),
    )


def by_day(moments: Iterable[datetime], *, today: date, days: int = DAYS) -> tuple[Day, ...]:
    """How many of the moments fall on each of the last `days` days, the oldest first, `today` the last."""
    counted = Counter(moment.astimezone(UTC).date() for moment in moments)
    dates = (today - timedelta(days=back) for back in range(days - 1, -1, -1))
    return tuple(Day(one, counted[one]) for one in dates)


def _sampled(page: Page) -> list[tuple[datetime, int]]:
    """Time and size of POINTS revisions, evenly by number; one index look-up each."""
    numbers = {1 + place * (page.number - 1) // (POINTS - 1) for place in range(POINTS)}
    found = Revision.objects.filter(page=page, number__in=numbers, withheld=False).order_by("number")
    return list(found.values_list("timestamp", "size"))


def _thin(sizes: list[tuple[datetime, int]]) -> tuple[Size, ...]:
    """The sizes in order of time (imported clocks may run backwards), as many as a drawing can show."""
    points = sorted((time.timestamp(), size) for time, size in sizes)
    return tuple(Size(datetime.fromtimestamp(at, UTC), int(size)) for at, size in thinned(points, POINTS))


# ---- One author, the whole wiki ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DailyEdits:
    """Edits on each of the last days. `whole`: none were left out because there are too many."""

    days: tuple[Day, ...]
    edits: int
    whole: bool


def daily_edits(revisions: QuerySet[Revision], *, days: int = DAYS, most: int = WINDOW) -> DailyEdits:
    """How many of the `revisions`, which an index has to give by time, were made each day; one query.

    At most `most` of them, the newest, are looked at.
    """
    today = timezone.now().date()
    since = datetime.combine(today - timedelta(days=days - 1), datetime.min.time(), UTC)
    found = revisions.filter(timestamp__gte=since).order_by("-timestamp", "-id")
    moments = list(found.values_list("timestamp", flat=True)[: most + 1])
    told = by_day(moments[:most], today=today, days=days)
    return DailyEdits(told, len(moments[:most]), len(moments) <= most)


@dataclass(frozen=True, slots=True)
class WikiEdits:
    """The newest edits of the whole wiki: on each day, and by author (hidden ones without a name)."""

    daily: DailyEdits
    shares: tuple[Share, ...]


def wiki_edits(*, days: int = 30, most: int = 20_000) -> WikiEdits:
    """Edits of the last `days`, at most `most` of them, the newest; one query. For a while after it took
    long they are kept, unless somebody hides something.
    """
    return kept("wiki-edits", lambda: _wiki_edits(days, most))


def _wiki_edits(days: int, most: int) -> WikiEdits:
    today = timezone.now().date()
    since = datetime.combine(today - timedelta(days=days - 1), datetime.min.time(), UTC)
    edits = Revision.objects.filter(timestamp__gte=since, withheld=False, page__deleted=False)
    rows = edits.order_by("-timestamp", "-id").values_list(
        "timestamp", "author_text", "author_id", "user_hidden"
    )
    found = list(rows[: most + 1])
    newest = found[:most]
    told = by_day((moment for moment, *_ in newest), today=today, days=days)
    authors = Counter(
        ("", False) if hidden else (name, account is not None) for _, name, account, hidden in newest
    )
    shares = tuple(Share(name, account, count) for (name, account), count in authors.most_common())
    return WikiEdits(DailyEdits(told, len(newest), len(found) <= most), shares)
