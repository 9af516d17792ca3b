"""Going through a list by the key of its rows, forwards and back; never by offset."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from wiki.reading.lists.lines import MOMENT, BadCursor

T = TypeVar("T")
LONGEST = 600  # characters of a place in a list
Found = Mapping[str, Any] | Model


def number(text: str) -> int:
    """A whole number of a place in a list. Raises BadCursor."""
    if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) < 19):
        raise BadCursor(text)
    return int(text)


def moment(text: str) -> datetime:
    """A time of a place in a list. Raises BadCursor."""
    try:
        return datetime.strptime(text, MOMENT).replace(tzinfo=UTC)
    except ValueError:
        raise BadCursor(text) from None


def key_bytes(text: str) -> bytes:
    """A sort key of a place in a list."""
    return text.encode()


@dataclass(frozen=True, slots=True)
class Key:
    """A column that a list is ordered by, and how its value is read back from an address."""

    name: str
    read: Callable[[str], Any] = str
    down: bool = False

    def words(self, row: Found) -> str:
        """The row's value as an address has it."""
        value = getattr(row, self.name) if isinstance(row, Model) else row[self.name]
        if isinstance(value, datetime):
            return f"{value:{MOMENT}}"
        return bytes(value).decode(errors="ignore") if isinstance(value, bytes | memoryview) else str(value)


@dataclass(frozen=True, slots=True)
class Screen(Generic[T]):
    """One screen of a list. `before` and `after` are the places where the neighbouring ones begin, if any."""

    rows: tuple[T, ...] = ()
    before: str | None = None
    after: str | None = None


def place_of(keys: Sequence[Key], row: Found) -> str:
    """Where a row stands in a list that is ordered by these keys; what is free text comes last."""
    return "|".join(key.words(row) for key in keys)


def read_place(keys: Sequence[Key], text: str) -> tuple[Any, ...]:
    """The values of a place that a list gave out. Raises BadCursor."""
    parts = text.split("|", len(keys) - 1)
    if len(parts) != len(keys) or len(text) > LONGEST or "\0" in text:
        raise BadCursor(text)
    return tuple(key.read(part) for key, part in zip(keys, parts, strict=True))


def keyed(
    rows: QuerySet[Any, Any],
    keys: Sequence[Key],
    make: Callable[[Any], T],
    *,
    limit: int,
    after: str = "",
    before: str = "",
    start: Q | None = None,
) -> Screen[T]:
    """The rows after a place, or the last ones before it; one query. `rows` are values() with all keys, or
    model instances.

    `start` narrows the first screen to where the reader wants to begin; then a second query tells whether
    anything stands before it. Raises BadCursor.
    """
    backwards = bool(before)
    asked = (
        rows.filter(_beyond(keys, read_place(keys, before or after), backwards)) if before or after else rows
    )
    if start is not None and not (before or after):
        asked = asked.filter(start)
    order = [("-" if key.down != backwards else "") + key.name for key in keys]
    found = list(asked.order_by(*order)[: limit + 1])
    more = len(found) > limit
    found = found[:limit][::-1] if backwards else found[:limit]
    if not found:
        return Screen((), None, None)
    first, last = place_of(keys, found[0]), place_of(keys, found[-1])
    if start is not None and not (before or after):
        earlier = rows.filter(_beyond(keys, read_place(keys, first), True)).exists()
    else:
        earlier = more if backwards else bool(after)
    return Screen(tuple(map(make, found)), first if earlier else None, last if more or backwards else None)


def _beyond(keys: Sequence[Key], place: Sequence[Any], backwards: bool) -> Q:
    """Rows after the place (backwards: before it), as the keys order them."""
    either, equal = Q(), Q()
    for key, value in zip(keys, place, strict=True):
        side = "lt" if key.down != backwards else "gt"
        either |= equal & Q(**{f"{key.name}__{side}": value})
        equal &= Q(**{key.name: value})
    side = "lte" if keys[0].down != backwards else "gte"
    return Q(**{f"{keys[0].name}__{side}": place[0]}) & either  # said once more for the index
