"""How alike two texts are, and which of many are like one: by the words and pairs of words they share."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise

_WORD = re.compile(r"\w+")
_LONG_WORD = 20  # longer ones are of scripts that write no blanks: cut into pairs of letters
_RARE = 12  # what is found in more texts than this tells nothing
_KEPT = 16_000  # characters of a text whose grams are remembered …
_KEPT_LINE = 300  # … and of a line
_EMPTY = 0.4  # how alike two empty texts are

Grams = frozenset[str | tuple[str, str]]


def grams(text: str) -> Grams:
    """The words of a text and each two that follow one another."""
    return _remembered(text) if len(text) <= _KEPT else _grams(text)


def _grams(text: str) -> Grams:
    words = list(chain.from_iterable(map(_words_of, text.split("\n"))))
    return frozenset(words).union(pairwise(words))


def _words_of(line: str) -> Sequence[str]:
    return _words(line) if len(line) <= _KEPT_LINE else _read_words(line)


def _read_words(line: str) -> Sequence[str]:
    words = _WORD.findall(line.casefold())
    if words and max(map(len, words)) > _LONG_WORD:
        words = [part for word in words for part in _parted(word)]
    return words


def _parted(word: str) -> list[str]:
    return [word] if len(word) <= _LONG_WORD else [word[n : n + 2] for n in range(len(word) - 1)]


# Most sections of a page are the same in its next revision, and most lines of the others.
_remembered = lru_cache(maxsize=128)(_grams)
_words = lru_cache(maxsize=512)(_read_words)


def alike(one: Grams, two: Grams) -> float:
    """From 0, nothing in common, to 1, the same words in the same pairs."""
    if not one and not two:
        return _EMPTY
    return 2 * len(one & two) / (len(one) + len(two))


def held(part: Grams, whole: Grams) -> float:
    """The share of `part` that is found in `whole`, from 0 to 1."""
    return len(part & whole) / len(part) if part else 0.0


def alike_words(one: str, two: str) -> float:
    """How alike two short texts are, by pairs of letters; from 0, as where one is empty, to 1."""
    first, second = one.casefold()[:200], two.casefold()[:200]
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    pairs, others = _letter_pairs(first), _letter_pairs(second)
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0


@lru_cache(maxsize=1024)
def _letter_pairs(text: str) -> frozenset[str]:
    return frozenset(text[n : n + 2] for n in range(len(text) - 1))


class Shelf:
    """Many texts, found again by the rare words that they share with another one, which is among `wanted`."""

    def __init__(self, texts: Mapping[int, Grams], wanted: Iterable[Grams]) -> None:
        self._few = texts if len(texts) <= _RARE else None  # among which every word is rare
        if self._few is None:
            self._hold(texts, wanted)

    def _hold(self, texts: Mapping[int, Grams], wanted: Iterable[Grams]) -> None:
        asked: Grams = frozenset().union(*wanted)
        self._holders: defaultdict[str | tuple[str, str], list[int]] = defaultdict(list)
        for index, text in texts.items():
            for gram in text & asked:
                self._holders[gram].append(index)
        common = [gram for gram, found in self._holders.items() if len(found) > _RARE]
        self._rare: Grams = frozenset(self._holders).difference(common)

    def nearest(self, text: Grams, most: int) -> list[int]:
        """The texts that share the most rare words with `text`, the best first."""
        hits = self._hits(text) if self._few is None else _shared(self._few, text)
        return [index for index, _ in sorted(hits.items(), key=lambda hit: (-hit[1], hit[0]))[:most]]

    def _hits(self, text: Grams) -> Mapping[int, int]:
        return Counter(chain.from_iterable(map(self._holders.__getitem__, self._rare & text)))


def _shared(texts: Mapping[int, Grams], text: Grams) -> Mapping[int, int]:
    counts = ((index, len(one & text)) for index, one in texts.items())
    return {index: count for index, count in counts if count}


def in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs in which the second numbers grow like the first, by which they are ordered."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int] = []
    for index, (_, value) in enumerate(pairs):
        length = bisect_left(ends, value)
        previous.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        at[length : length + 1] = [index]
    kept: list[tuple[int, int]] = []
    index = at[-1] if at else -1
    while index >= 0:
        kept.append(pairs[index])
        index = previous[index]
    return kept[::-1]
