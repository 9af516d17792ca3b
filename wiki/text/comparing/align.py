"""Finding what two sequences have in common: the one primitive under comparing and merging."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import pygit2
from pygit2.enums import DiffOption
from rapidfuzz.distance import Indel

# Above this many cells rapidfuzz's exact table costs more than 10 ms, and libgit2's heuristics take over.
_EXACT_CELLS = 16_000_000
_FLAGS = DiffOption.PATIENCE | DiffOption.FORCE_TEXT
_SURROGATE, _SURROGATES = 0xD800, 0x800


class Edit(NamedTuple):
    """The items `a_start:a_end` of one sequence stand as `b_start:b_end` in the other."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


def patience_edits(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Edit]:
    """The places where `b` differs from `a`, in order, none touching the next; by patience diff.

    Made for lines: what is unique on both sides is matched first, so that blank lines do not mislead. Linear
    for texts that have much in common, and bounded by heuristics where they have not.
    """
    numbers: dict[Hashable, int] = {}
    patch = pygit2.Patch.create_from(
        _numbered(a, numbers), _numbered(b, numbers), flag=_FLAGS, context_lines=0, interhunk_lines=0
    )
    found: list[Edit] = []
    for hunk in patch.hunks:
        # libgit2 numbers a side that has lines by the first of them, one without by the line before.
        start = hunk.old_start - bool(hunk.old_lines)
        to = hunk.new_start - bool(hunk.new_lines)
        found.append(Edit(start, start + hunk.old_lines, to, to + hunk.new_lines))
    return found


def exact_edits(a: Sequence[str], b: Sequence[str]) -> list[Edit]:
    """Like `patience_edits`, but with the fewest items changed: made for words. Long ones go by patience."""
    if len(a) * len(b) > _EXACT_CELLS:
        return patience_edits(a, b)
    found: list[Edit] = []
    for code in Indel.opcodes(a, b):
        if code.tag == "equal":
            continue
        if found and found[-1].a_end == code.src_start and found[-1].b_end == code.dest_start:
            found[-1] = Edit(found[-1].a_start, code.src_end, found[-1].b_start, code.dest_end)
        else:
            found.append(Edit(code.src_start, code.src_end, code.dest_start, code.dest_end))
    return found


def as_string(items: Sequence[Hashable], numbers: dict[Hashable, int]) -> str:
    """One character for each item, equal for equal items: what rapidfuzz compares fastest.

    `numbers` is filled on the way, and makes the strings of several calls comparable.
    """
    codes = [numbers.setdefault(item, len(numbers)) for item in items]
    return "".join([chr(code if code < _SURROGATE else code + _SURROGATES) for code in codes])


def _numbered(items: Sequence[Hashable], numbers: dict[Hashable, int]) -> bytes:
    """One line for each item, equal for equal items: safe from line ends and NULs in them."""
    return "".join([f"{numbers.setdefault(item, len(numbers))}\n" for item in items]).encode()
