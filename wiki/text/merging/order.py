"""Merging two new orders of the same rows."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def merge_list(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> list[T]:
    """The order of rows that two editors changed from `base`, `theirs` being the one already saved.

    The ids in each sequence are unique. The result holds the rows of `theirs` and those that `mine` put in,
    without those that `mine` deleted. Moves of either side are kept; a row moved by both stands where `mine`
    put it; of rows put in at the same place theirs come first. If one side changed nothing, the other's order
    stands.
    """
    if list(mine) == list(theirs):
        return list(theirs)
    old, live, wanted = set(base), set(theirs), set(mine)
    mine_stayed, theirs_stayed = _stayed(base, mine), _stayed(base, theirs)
    settled = [row for row in theirs if row not in old or row in mine_stayed]
    placed = set(settled)
    theirs_here = {row for row in settled if row not in wanted or row not in theirs_stayed}
    following: dict[T | None, T | None] = dict(zip([None, *settled], [*settled, None], strict=True))
    before: T | None = None
    for row in mine:
        if row not in placed:
            if row in old and row not in live:
                continue
            after = before
            while (other := following[after]) is not None and other in theirs_here:
                after = other
            following[row], following[after] = following[after], row
        before = row
    return _chain(following)


def _stayed(base: Sequence[T], new: Sequence[T]) -> set[T]:
    """The rows that need not have moved: a longest run, with gaps, that is in the same order in both."""
    position = {row: at for at, row in enumerate(base)}
    common = [row for row in new if row in position]
    ends: list[int] = []
    end_rows: list[T] = []
    previous: dict[T, T | None] = {}
    for row in common:
        at = bisect_left(ends, position[row])
        previous[row] = end_rows[at - 1] if at else None
        ends[at : at + 1] = [position[row]]
        end_rows[at : at + 1] = [row]
    found: set[T] = set()
    row_or_none = end_rows[-1] if end_rows else None
    while row_or_none is not None:
        found.add(row_or_none)
        row_or_none = previous[row_or_none]
    return found


def _chain(following: dict[T | None, T | None]) -> list[T]:
    found: list[T] = []
    row = following[None]
    while row is not None:
        found.append(row)
        row = following[row]
    return found
