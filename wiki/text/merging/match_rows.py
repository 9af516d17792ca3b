"""Which existing infobox row and which existing See also row each row of a new text continues."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from wiki.text.merging.likeness import alike_words, in_order
from wiki.text.parts.rows import FieldText, LinkText
from wiki.text.titles import fold

Row = TypeVar("Row", FieldText, LinkText)
_ALIKE = 0.6  # likeness of keys or values from which two rows in the same place are one
_GAP = 20  # rows between two paired ones that are compared each with each


def match_fields(known: Sequence[tuple[int, FieldText]], new: Sequence[FieldText]) -> list[int | None]:
    """For each new infobox row the id of the one it continues, or None.

    Caption and end continue caption and end. A field continues one of the same key and value, else of the
    same key in order, else of the same value, else a like one in the same place. Linear but for sorting.
    """
    keys: tuple[Callable[[FieldText], Hashable], ...] = (
        lambda row: (row.kind, row.key, row.value),
        lambda row: (row.kind, fold(row.key)),
        lambda row: row.value if row.kind == "field" and row.value.strip("| \t\n") else None,
    )
    return _match(known, new, keys, lambda row: (row.key, row.value) if row.kind == "field" else ("", ""))


def match_links(known: Sequence[tuple[int, LinkText]], new: Sequence[LinkText]) -> list[int | None]:
    """For each new See also row the id of the one it continues, or None: same line, same target, like one."""
    keys: tuple[Callable[[LinkText], Hashable], ...] = (
        lambda row: row.source.strip(),
        lambda row: fold(row.target) or None,
        lambda row: row.note.strip() or None,
    )
    return _match(known, new, keys, lambda row: (row.target, row.label or row.note))


def _match(
    known: Sequence[tuple[int, Row]],
    new: Sequence[Row],
    keys: Sequence[Callable[[Row], Hashable]],
    names: Callable[[Row], tuple[str, str]],
) -> list[int | None]:
    old = [row for _, row in known]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for key in keys:
        _pair_equal(old, new, key, names, found, taken)
    for before, after in _gaps(len(old), len(new), found):
        _pair_alike(
            [index for index in before if index not in taken],
            [index for index in after if index not in found],
            lambda one, two: max(map(alike_words, names(old[one]), names(new[two]))),
            found,
        )
    return [known[found[index]][0] if index in found else None for index in range(len(new))]


def _pair_equal(
    old: Sequence[Row],
    new: Sequence[Row],
    key: Callable[[Row], Hashable],
    names: Callable[[Row], tuple[str, str]],
    found: dict[int, int],
    taken: set[int],
) -> None:
    """Pair rows of the same key: in order, or the more like ones first where they are not equally many."""
    groups: defaultdict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index, row in enumerate(old):
        if index not in taken and (value := key(row)) is not None:
            groups[value][0].append(index)
    for index, row in enumerate(new):
        if index not in found and (value := key(row)) is not None:
            groups[value][1].append(index)
    for before, after in groups.values():
        if len(before) != len(after) and len(before) + len(after) <= _GAP:
            likeness = lambda one, two: alike_words(names(old[one])[1], names(new[two])[1])  # noqa: E731
            _pair_alike(before, after, likeness, found, enough=0.0)
        else:
            found.update(zip(after, before, strict=False))
    taken.update(found.values())


def _gaps(olds: int, news: int, found: dict[int, int]) -> list[tuple[range, range]]:
    """The runs of old and new rows between pairs that stand in the same order."""
    gaps: list[tuple[range, range]] = []
    before = after = 0
    for new, old in in_order(sorted(found.items())):
        gaps.append((range(before, old), range(after, new)))
        before, after = old + 1, new + 1
    return [*gaps, (range(before, olds), range(after, news))]


def _pair_alike(
    before: Sequence[int],
    after: Sequence[int],
    likeness: Callable[[int, int], float],
    found: dict[int, int],
    *,
    enough: float = _ALIKE,
) -> None:
    """Pair the most like ones first, if they are few enough to compare."""
    if not before or not after or len(before) + len(after) > _GAP:
        return
    scores = sorted(
        (-likeness(one, two), abs(place - rank), two, one)
        for place, one in enumerate(before)
        for rank, two in enumerate(after)
    )
    used: set[int] = set()
    for score, _, two, one in scores:
        if -score >= enough and two not in found and one not in used:
            found[two] = one
            used.add(one)
