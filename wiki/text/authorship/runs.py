"""Spans of a text by who wrote them, and how they are kept in a few bytes.

A run is (revision id, length): so many characters (code points) of the text were first written by that
revision. The runs of a text cover it from start to end. White space goes with the word before it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

Run = tuple[int, int]
Runs = tuple[Run, ...]

NEW = -1  # in place of a revision: the one that is being saved
UNKNOWN = 0  # the text was stored before authorship was, and has not been worked out since


def joined(runs: Iterable[Run]) -> Runs:
    """The same spans with neighbours of one revision as one run, empty runs left out."""
    found: list[Run] = []
    for revision, length in runs:
        if not length:
            continue
        if found and found[-1][0] == revision:
            found[-1] = (revision, found[-1][1] + length)
        else:
            found.append((revision, length))
    return tuple(found)


def named(runs: Iterable[Run], revision: int) -> Runs:
    """The runs with this revision's id in place of NEW."""
    return joined((revision if one == NEW else one, length) for one, length in runs)


def length_of(runs: Iterable[Run]) -> int:
    """How many characters the runs cover."""
    return sum(length for _, length in runs)


class Ruler:
    """Finds runs by place: cuts a stretch out in logarithmic time."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self._ends = list(accumulate(length for _, length in runs))

    def cut(self, start: int, end: int) -> list[Run]:
        """The runs from character `start` to `end`."""
        if start >= end:
            return []
        first, last = bisect_right(self._ends, start), bisect_left(self._ends, end)
        found = list(self._runs[first : last + 1])
        if not found:
            return []
        begins = self._ends[first] - self._runs[first][1]
        found[0] = (found[0][0], found[0][1] - (start - begins))
        found[-1] = (found[-1][0], found[-1][1] - (self._ends[min(last, len(self._ends) - 1)] - end))
        return found

    def at(self, place: int) -> int:
        """The revision that wrote the character at `place`."""
        return self._runs[bisect_right(self._ends, place)][0]


def pack(runs: Sequence[Run]) -> bytes:
    """The runs in few bytes: the revisions in order, each as its distance from the one before, then for
    each run which of them (left out where there is but one) and its length; all as variable-length numbers.
    """
    revisions = sorted({revision for revision, _ in runs})
    out = bytearray()
    _put(out, len(revisions))
    last = 0
    for revision in revisions:
        _put(out, revision - last)
        last = revision
    place = {revision: n for n, revision in enumerate(revisions)}
    for revision, length in runs:
        if len(revisions) > 1:
            _put(out, place[revision])
        _put(out, length)
    return bytes(out)


def unpack(packed: bytes) -> Runs:
    """What `pack` was given. Raises ValueError for anything else."""
    numbers = _numbers(packed)
    if not numbers or len(numbers) <= numbers[0]:
        raise ValueError("not packed runs")
    count = numbers[0]
    revisions = list(accumulate(numbers[1 : count + 1]))
    rest = numbers[count + 1 :]
    if count <= 1:
        return tuple((revisions[0], length) for length in rest) if count else ()
    if len(rest) % 2 or max(rest[::2], default=0) >= count:
        raise ValueError("not packed runs")
    return tuple((revisions[which], length) for which, length in zip(rest[::2], rest[1::2], strict=True))


def _put(out: bytearray, number: int) -> None:
    """Seven bits a byte, the lowest first; the eighth says that more follow (LEB128)."""
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)


def _numbers(packed: bytes) -> list[int]:
    found: list[int] = []
    number = shift = 0
    for byte in packed:
        number |= (byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
            continue
        found.append(number)
        number = shift = 0
    if shift:
        raise ValueError("not packed runs")
    return found
