"""Revisions as list rows: what history, recent changes and contributions are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db.models import Q

from wiki.models import LogEntry, Revision
from wiki.permissions import Editor
from wiki.reading.lists.accounts import named
from wiki.reading.visibility import sees_author, sees_summary, sees_text
from wiki.text.comparing.changes import Change
from wiki.text.titles import Title

MOMENT = "%Y-%m-%dT%H:%M:%SZ"  # in a cursor


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revision as this viewer may see it: hidden parts are empty and marked.

    Only accounts can mark an edit as minor or be a bot; where the author is hidden, neither is told.
    """

    id: int
    number: int
    page_id: int
    page_title: Title
    timestamp: datetime
    author: str
    author_is_account: bool
    author_hidden: bool
    minor: bool
    bot: bool
    size: int
    delta: int
    summary: str
    summary_hidden: bool
    text_hidden: bool
    tags: tuple[str, ...]
    changes: tuple[Change, ...]
    is_latest: bool
    parent_id: int | None
    withheld: frozenset[str] = frozenset()
    """What readers do not see and this viewer does: "text", "author", "summary"."""
    accepter: str = ""  # who let it in, where that was not the author
    left_out: bool = False
    """Whether it was left out when its page was undeleted in part."""
    unpatrolled: bool = False
    """Whether it waits to be patrolled; told to those who may patrol it."""

    @property
    def new(self) -> bool:
        """Whether this revision created the page."""
        return self.number == 1

    @property
    def parent_number(self) -> int | None:
        """Number of the revision before, if there is one."""
        return self.number - 1 or None


@dataclass(frozen=True, slots=True)
class Lines:
    """One screen of a list, newest first; `older` and `newer` are cursors to the next screens, if any."""

    rows: tuple[RevisionLine, ...]
    older: str | None = None
    newer: str | None = None


def line(revision: Revision, *, viewer: Editor) -> RevisionLine:
    """One revision; its page has to be loaded with it."""
    page = revision.page
    text_hidden = not sees_text(viewer, revision)
    author_hidden = not sees_author(viewer, revision)
    summary_hidden = not sees_summary(viewer, revision)
    changes = () if text_hidden else tuple(Change.from_json(change) for change in revision.changes)
    return RevisionLine(
        id=revision.pk,
        number=revision.number,
        page_id=page.pk,
        page_title=page.name,
        timestamp=revision.timestamp,
        author="" if author_hidden else revision.author_text,
        author_is_account=named(revision) and not author_hidden,
        author_hidden=author_hidden,
        minor=revision.minor and not author_hidden,
        bot=revision.bot and not author_hidden,
        size=revision.size,
        delta=revision.delta,
        summary="" if summary_hidden else revision.summary,
        summary_hidden=summary_hidden,
        text_hidden=text_hidden,
        tags=tuple(revision.tags),
        changes=changes,
        is_latest=revision.number == page.number,
        parent_id=revision.parent_id,
        withheld=frozenset(
            name
            for name, hidden, seen in (
                ("text", revision.text_hidden, not text_hidden),
                ("author", revision.user_hidden, not author_hidden),
                ("summary", revision.summary_hidden, not summary_hidden),
            )
            if (hidden or revision.withheld) and seen
        ),
        accepter="" if author_hidden else revision.accepter,
        left_out=revision.withheld,
        unpatrolled=revision.unpatrolled and "patrol" in viewer.rights,
    )


def lines(revisions: Iterable[Revision], *, viewer: Editor) -> tuple[RevisionLine, ...]:
    """Rows for a list. Where a change tells an old value, and the revision that value came from is hidden
    from the viewer, the value is left out; that costs one query for the whole list.
    """
    rows = [line(revision, viewer=viewer) for revision in revisions]
    told = {(row.page_id, change.old_rev or 0) for row in rows for change in row.changes if change.old_rev}
    hidden = hidden_texts(told, viewer)
    return tuple(_without(row, hidden) for row in rows) if hidden else tuple(rows)


def hidden_texts(told: set[tuple[int, int]], viewer: Editor) -> set[tuple[int, int]]:
    """Those of the (page, number of a revision) pairs whose text the viewer may not see; one query."""
    if not told:
        return set()
    by_page: dict[int, list[int]] = {}
    for page_id, number in told:
        by_page.setdefault(page_id, []).append(number)
    match = Q()
    for page_id, numbers in by_page.items():
        match |= Q(page_id=page_id, number__in=numbers)
    found = Revision.objects.filter(match & (Q(text_hidden=True) | Q(withheld=True))).only(
        "page_id", "number", "text_hidden", "suppressed", "withheld"
    )
    return {(r.page_id, r.number) for r in found if not sees_text(viewer, r)}


def _without(row: RevisionLine, hidden: set[tuple[int, int]]) -> RevisionLine:
    changes = tuple(
        change.withhold() if (row.page_id, change.old_rev) in hidden else change for change in row.changes
    )
    return replace(row, changes=changes)


def cursor(revision: Revision | LogEntry) -> str:
    """Where a list across pages goes on: "timestamp|id", as (timestamp, id) orders it."""
    return f"{revision.timestamp:{MOMENT}}|{revision.pk}"


class BadCursor(ValueError):
    """The cursor is not one that a list gave out."""


def read_cursor(text: str) -> tuple[datetime, int]:
    """Timestamp and id of a cursor. Raises BadCursor."""
    moment, _, id_ = text.partition("|")
    try:
        time = datetime.strptime(moment, MOMENT).replace(tzinfo=UTC)
    except ValueError:
        raise BadCursor(text) from None
    if not (id_.isascii() and id_.isdigit() and len(id_) < 20):
        raise BadCursor(text)
    return time, int(id_)


def screen(found: Sequence[Revision], limit: int, *, upwards: bool) -> tuple[list[Revision], bool]:
    """Cuts a look-ahead row off; says whether there was one. `upwards`: rows came oldest first."""
    more = len(found) > limit
    rows = list(found[:limit])
    return (rows[::-1] if upwards else rows), more
