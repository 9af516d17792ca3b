"""Pairing the parts of an older text with those of a newer one: by what is equal, then by the best score."""

import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from wiki.text.merging.likeness import Grams, Shelf, alike, alike_words, grams, in_order
from wiki.text.parts.lines import separator
from wiki.text.titles import fold

LONG_ENOUGH = 40  # characters by which a text is known without its heading
_NEAR = 6  # how many neighbours in order, in title and in words are looked at
_CROWD = 3000  # parts from which fewer are
_ENOUGH = 0.35  # score from which two parts are the same
_ENOUGH_DELETED = 0.5
_SOLE_TITLE = 0.11  # more, where no other part has the title

_folded = lru_cache(maxsize=2048)(fold)  # the same headings come again with each revision


@dataclass(slots=True)
class Part:
    """A section as it is compared: without separators, line ends and normal form alike."""

    index: int
    level: int
    title: str
    path: tuple[str, ...]
    text: str
    _grams: Grams | None = field(default=None)

    @property
    def grams(self) -> Grams:
        """Words and word pairs of the text, made when first asked for."""
        if self._grams is None:
            self._grams = grams(self.text)
        return self._grams


def make_part(index: int, level: int, title: str, source: str, path: tuple[str, ...]) -> Part:
    """A part of a section's source; its text is the source without the heading line."""
    text = source[len(separator(source)) :].replace("\r\n", "\n").replace("\r", "\n")
    if level:
        text = text.partition("\n")[2]
    names = tuple(_folded(name) for name in path)
    return Part(index, level, _folded(title), names, unicodedata.normalize("NFC", text).strip(" \t\n"))


def pair_living(old: Sequence[Part], new: Sequence[Part]) -> dict[int, int]:
    """For each new part that continues an old one, by their indexes. A lead continues only a lead."""
    found: dict[int, int] = {}
    leads = [part.index for part in old if not part.level]
    for part, lead in zip((part for part in new if not part.level), leads, strict=False):
        found[part.index] = lead
    _pair_ends(old, new, found)
    for key in (_path_and_text, _title_and_text, _long_text):
        _pair_equal(_rest(old, found.values()), _rest(new, found), key, found)
    _pair_best(_rest(old, found.values()), _rest(new, found), found, _Places(found, len(old)), _ENOUGH)
    return found


def pair_deleted(gone: Sequence[Part], new: Sequence[Part]) -> dict[int, int]:
    """`pair_living` for parts that had been deleted; of equal ones the last deleted is taken."""
    found: dict[int, int] = {}
    for key in (_path_and_text, _title_and_text, _long_text):
        _pair_equal(_rest(gone, found.values()), _rest(new, found), key, found, last=True)
    _pair_best(_rest(gone, found.values()), _rest(new, found), found, None, _ENOUGH_DELETED)
    return found


def _rest(parts: Iterable[Part], taken: Iterable[int]) -> list[Part]:
    indexes = set(taken)
    return [part for part in parts if part.level and part.index not in indexes]


def _pair_ends(old: Sequence[Part], new: Sequence[Part], found: dict[int, int]) -> None:
    """Pair what is the same in the same order from the beginning and from the end."""
    taken = set(found.values())
    for step in (1, -1):
        for one, two in zip(old[::step], new[::step], strict=False):
            if one.index in taken or two.index in found:
                if found.get(two.index) != one.index:
                    break
                continue
            if _path_and_text(one) != _path_and_text(two):
                break
            found[two.index] = one.index
            taken.add(one.index)


def _path_and_text(part: Part) -> Hashable:
    return part.level, part.path, part.text


def _title_and_text(part: Part) -> Hashable:
    return part.title, part.text


def _long_text(part: Part) -> Hashable:
    return part.text if len(part.text) >= LONG_ENOUGH else None


def _pair_equal(
    old: Sequence[Part],
    new: Sequence[Part],
    key: Callable[[Part], Hashable],
    found: dict[int, int],
    *,
    last: bool = False,
) -> None:
    """Pair what has the same key in order, where there are equally many; with `last`, the last of the old."""
    if not old or not new:
        return
    groups: defaultdict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, parts in enumerate((old, new)):
        for part in parts:
            if (value := key(part)) is not None:
                groups[value][side].append(part.index)
    for before, after in groups.values():
        if last or len(before) == len(after):
            found.update(zip(after, before[-len(after) :] if after else (), strict=False))


class _Places:
    """Where in the old order a new part would stand, judged by those around it that are paired."""

    def __init__(self, found: dict[int, int], length: int) -> None:
        self._anchors = in_order(sorted(found.items()))
        self._length = length

    def gaps(self, new: Iterable[Part]) -> Iterator[tuple[Part, int, int]]:
        """Each new part with the old indexes before and behind it."""
        anchors, position, before = self._anchors, 0, -1
        for part in new:
            while position < len(anchors) and anchors[position][0] < part.index:
                before = anchors[position][1]
                position += 1
            behind = anchors[position][1] if position < len(anchors) else self._length
            yield part, before, behind


def _pair_best(
    old: Sequence[Part], new: Sequence[Part], found: dict[int, int], places: _Places | None, enough: float
) -> None:
    """Pair by score, the best first, what scores enough."""
    if not old or not new:
        return
    most = _NEAR if len(old) + len(new) < _CROWD else 1
    by_index = {part.index: part for part in old}
    by_title: defaultdict[str, list[int]] = defaultdict(list)
    for part in old:
        by_title[part.title].append(part.index)
    news = Counter(part.title for part in new)
    sole = {title for title, count in news.items() if count == len(by_title.get(title, ())) == 1}
    indexes = sorted(by_index)
    few = places is not None and len(old) <= most  # then all of them are near
    shelf: Shelf | None = None
    scores: list[tuple[float, int, int, int]] = []
    gaps = places.gaps(new) if places else ((part, -2, -2) for part in new)
    for part, before, behind in gaps:
        near = set(indexes if few else _closest(by_title.get(part.title, ()), before, most))
        near.update(_closest(indexes, before, most) if places else ())
        if len(near) < len(old):
            shelf = shelf or Shelf({one.index: one.grams for one in old}, [one.grams for one in new])
            near.update(shelf.nearest(part.grams, most))
        for index in near:
            score = _score(by_index[index], part, in_place=before < index < behind)
            if part.title in sole and by_index[index].title == part.title:
                score += _SOLE_TITLE
            if score >= enough:
                scores.append((-score, abs(index - before), part.index, index))
    taken = set(found.values())
    for _, _, after, before in sorted(scores):
        if after not in found and before not in taken:
            found[after] = before
            taken.add(before)


def _closest(indexes: Sequence[int], place: int, most: int) -> Sequence[int]:
    """The `most` of ascending indexes on each side of a place."""
    middle = bisect_right(indexes, place)
    return indexes[max(0, middle - most) : middle + most]


def _score(old: Part, new: Part, *, in_place: bool) -> float:
    """How likely one is the other, from 0 to 1."""
    title = 1.0 if old.title == new.title else 0.8 * alike_words(old.title, new.title)
    path = old.path[:-1] == new.path[:-1]
    return 0.55 * alike(old.grams, new.grams) + 0.25 * title + 0.1 * path + 0.1 * in_place
