"""Positions of rows: gapped integers, so that an insertion or a move touches one row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

GAP = 1 << 40  # between rows that were put side by side: they stand on its multiples
STEP = 1 << 20  # between rows put one after the other at one place: room for a million of them


def kept_in_place(positions: Sequence[int | None]) -> set[int]:
    """Indexes of a longest strictly increasing run of positions (None: has none yet)."""
    tails: list[int] = []  # smallest last position of a run of each length …
    ends: list[int] = []  # … and the index it stands at
    before: dict[int, int] = {}
    for index, position in enumerate(positions):
        if position is None:
            continue
        length = bisect_left(tails, position)
        if length == len(tails):
            tails.append(position)
            ends.append(index)
        else:
            tails[length], ends[length] = position, index
        if length:
            before[index] = ends[length - 1]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before.get(last)
    return kept


def may_stay(positions: Sequence[int | None]) -> set[int]:
    """Indexes that are in at least one longest increasing run: what need not have moved.

    Where two neighbours trade places either may have moved, so both may have stayed.
    """
    there = [(index, position) for index, position in enumerate(positions) if position is not None]
    ending = _run_lengths([position for _, position in there])
    starting = _run_lengths([-position for _, position in reversed(there)])[::-1]
    longest = max(ending, default=0)
    return {
        index
        for (index, _), before, after in zip(there, ending, starting, strict=True)
        if before + after - 1 == longest
    }


def _run_lengths(positions: Sequence[int]) -> list[int]:
    """For each position, the length of the longest increasing run that ends with it."""
    tails: list[int] = []
    lengths = []
    for position in positions:
        length = bisect_left(tails, position)
        tails[length : length + 1] = [position]
        lengths.append(length + 1)
    return lengths


def new_positions(current: Sequence[int | None]) -> list[int]:
    """Positions that are in order, moving as few rows as can be.

    `current` holds each row's position in the wanted order, None for a new row. Where no room is left
    between two rows the whole list is numbered anew.
    """
    kept = kept_in_place(current)
    result: list[int] = []
    index, count = 0, len(current)
    while index < count:
        position = current[index] if index in kept else None
        if position is not None:
            result.append(position)
            index += 1
            continue
        end = index
        while end < count and end not in kept:
            end += 1
        fresh = _between(result[-1] if result else None, current[end] if end < count else None, end - index)
        if fresh is None:
            return [GAP * n for n in range(1, count + 1)]
        result += fresh
        index = end
    return result


def _between(low: int | None, high: int | None, count: int) -> list[int] | None:
    """`count` positions between two neighbours (None: open end), or None if there is no room.

    A neighbour off the multiples of GAP was put in before: what comes beside it goes on in small steps,
    so that rows added one by one at one place do not halve the room each time.
    """
    if high is None:
        return [(low or 0) + GAP * n for n in range(1, count + 1)]
    if low is None:
        return [high - GAP * n for n in range(count, 0, -1)]
    step = (high - low) // (count + 1)
    if not step:
        return None
    if low % GAP and not high % GAP:
        return [low + min(step, STEP) * n for n in range(1, count + 1)]
    if high % GAP and not low % GAP:
        return [high - min(step, STEP) * n for n in range(count, 0, -1)]
    return [low + step * n for n in range(1, count + 1)]
