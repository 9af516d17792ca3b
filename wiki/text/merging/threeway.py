"""Two versions of one sequence laid over their common base: which places one side changed, and which both."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from wiki.text.comparing.align import Edit

Who = Literal["none", "mine", "theirs", "both"]


class Place(NamedTuple):
    """A stretch of the base with what stands for it on each side, and who changed it."""

    who: Who
    base: tuple[int, int]
    mine: tuple[int, int]
    theirs: tuple[int, int]
    only_deleted: bool = False


class _Group:
    """Edits of both sides that cannot be told apart."""

    def __init__(self, edit: Edit, side: int) -> None:
        self.start, self.end = edit.a_start, edit.a_end
        self.edits: tuple[list[Edit], list[Edit]] = ([], [])
        self.edits[side].append(edit)

    def add(self, edit: Edit, side: int) -> None:
        self.end = max(self.end, edit.a_end)
        self.edits[side].append(edit)

    def holds_last(self, edit: Edit | None, side: int) -> bool:
        return edit is not None and self.edits[side][-1:] == [edit]

    def only_deleted(self) -> bool:
        """True if neither side put in anything and each item was deleted by one of them or both."""
        at = self.start
        for edit in sorted(self.edits[0] + self.edits[1]):
            if edit.b_end > edit.b_start or edit.a_start > at:
                return False
            at = max(at, edit.a_end)
        return True


Meets = Callable[[Edit, Edit], bool]


def lay_over(length: int, mine: Sequence[Edit], theirs: Sequence[Edit], meets: Meets) -> list[Place]:
    """The whole base of `length` items as places in order.

    `mine` and `theirs` are edits of the base in order. `meets(one, other)` says whether an edit of mine and
    one of theirs are so close that they are one place of both.
    """
    places: list[Place] = []
    at, shifts = 0, [0, 0]
    for group in _groups(mine, theirs, meets):
        if group.start > at:
            places.append(_place("none", at, group.start, shifts, shifts))
        before = list(shifts)
        for side, edits in enumerate(group.edits):
            shifts[side] += sum(edit.b_end - edit.b_start - (edit.a_end - edit.a_start) for edit in edits)
        who: Who = "both" if all(group.edits) else "mine" if group.edits[0] else "theirs"
        place = _place(who, group.start, group.end, before, shifts)
        places.append(place._replace(only_deleted=group.only_deleted()))
        at = group.end
    if length > at:
        places.append(_place("none", at, length, shifts, shifts))
    return places


def _groups(mine: Sequence[Edit], theirs: Sequence[Edit], meets: Meets) -> list[_Group]:
    rows = sorted([(edit, 0) for edit in mine] + [(edit, 1) for edit in theirs])
    groups: list[_Group] = []
    last: list[Edit | None] = [None, None]
    for edit, side in rows:
        other = last[1 - side]
        open_group = groups[-1] if groups else None
        if open_group and (
            edit.a_start < open_group.end
            or (
                other
                and open_group.holds_last(other, 1 - side)
                and meets(*((other, edit) if side else (edit, other)))
            )
        ):
            open_group.add(edit, side)
        else:
            groups.append(_Group(edit, side))
        last[side] = edit
    return groups


def _place(who: Who, start: int, end: int, before: Sequence[int], after: Sequence[int]) -> Place:
    mine = start + before[0], end + after[0]
    theirs = start + before[1], end + after[1]
    return Place(who, (start, end), mine, theirs)
