"""The states of a page in order: the first, the last, and those around one; mementos, as RFC 7089 has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, Min, Q, QuerySet, Subquery

from wiki.models import Page, Revision
from wiki.permissions import Editor
from wiki.reading.as_of.pages import held
from wiki.reading.visibility import text_seen
from wiki.text.titles import Title

_COLUMNS = ("pk", "number", "timestamp")


@dataclass(frozen=True, slots=True)
class Memento:
    """A revision whose text the viewer may read."""

    id: int
    number: int
    timestamp: datetime


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The states before and after another; None where there is none."""

    first: Memento | None = None
    previous: Memento | None = None
    next: Memento | None = None
    last: Memento | None = None


def seen_states(page: Page, viewer: Editor) -> QuerySet[Revision]:
    """The revisions of a page that the viewer may read."""
    return Revision.objects.filter(text_seen(viewer), page=page, withheld=False)


def states_around(
    page: Page, number: int, began: datetime, until: datetime | None = None, *, viewer: Editor
) -> Neighbours:
    """The states around revision `number`, which has the time `began` and is looked at as of `until`.

    Those before and after are of another second, so that a step in time is a step in the history. One query.
    """
    seen = seen_states(page, viewer)
    wanted = {
        "first": seen.order_by("number"),
        "previous": seen.filter(number__lt=number, timestamp__lt=began).order_by("-number"),
        "next": seen.filter(number__gt=number, timestamp__gt=until or began).order_by("number"),
        "last": seen.order_by("-number"),
    }
    either = Q()
    for one in wanted.values():
        either |= Q(pk=Subquery(one.values("pk")[:1]))
    rows = Revision.objects.filter(either).order_by("number").values_list(*_COLUMNS)
    found = [Memento(*row) for row in rows]
    before = [one for one in found if one.number < number and one.timestamp < began]
    after = [one for one in found if one.number > number and one.timestamp > (until or began)]
    return Neighbours(
        found[0] if found else None,
        before[-1] if before else None,
        after[0] if after else None,
        found[-1] if found else None,
    )


def state_at(page: Page, moment: datetime, *, viewer: Editor) -> Memento | None:
    """The state that stood at a moment; of moments before the first, the first. 1 or 2 queries."""
    seen = seen_states(page, viewer)
    rows = seen.filter(timestamp__lte=moment).order_by("-number").values_list(*_COLUMNS)
    row = rows.first() or seen.order_by("number").values_list(*_COLUMNS).first()
    return Memento(*row) if row else None


def state_until(page: Page, number: int, *, viewer: Editor) -> Memento | None:
    """The state that revision `number` made, or the last one before it that may be read; one query."""
    rows = seen_states(page, viewer).filter(number__lte=number).order_by("-number")
    row = rows.values_list(*_COLUMNS).first()
    return Memento(*row) if row else None


def states_between(page: Page, first: int, last: int, *, viewer: Editor) -> list[Memento]:
    """The states of the numbers from `first` to `last`, oldest first, also where a clock once ran backwards;
    one query.
    """
    rows = seen_states(page, viewer).filter(number__gte=first, number__lte=last)
    return [Memento(*row) for row in rows.order_by("timestamp", "number").values_list(*_COLUMNS)]


def titles_at(page: Page, moments: Iterable[datetime]) -> dict[datetime, Title]:
    """The titles that the page had at these moments; one query."""
    wanted = list(moments)
    either = Q()
    for moment in wanted:
        either |= held(moment)
    rows = Page.history.filter(either, id=page.pk, deleted=False) if wanted else Page.history.none()
    found = {}
    for row in rows:
        for moment in wanted:
            if row.valid_from <= moment and (row.valid_to is None or moment < row.valid_to):
                found[moment] = Title(row.namespace, row.title)
    return found


def spans(page: Page, size: int, *, viewer: Editor) -> dict[int, tuple[datetime, datetime]]:
    """The earliest and the latest time in each part of so many revisions, counted from 1; one query.

    Parts of which the viewer may read nothing are left out.
    """
    parts = seen_states(page, viewer).values(part=(F("number") + (size - 1)) / size)
    told = parts.annotate(earliest=Min("timestamp"), latest=Max("timestamp"))
    return {row["part"]: (row["earliest"], row["latest"]) for row in told}
