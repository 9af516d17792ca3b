"""Concurrent edits made from real histories: three revisions in a row become a base and two edits of it.

Of revisions n, n+1 and n+2 of a page, n is the base and n+1 is what A saved. B is what the author of n+2
would have written on n: the change from n+1 to n+2, put into n. What is wanted of a merge of A and B is then
n+2 itself, to the byte.

The change is put in as a patch of words, found by difflib (of lines, then of the words, single blanks and
signs in changed lines). It is put in only where there is no doubt about the place: each stretch that it
replaces, with the three nearest words on either side of it (or the end of the text, where fewer are left),
must be one that A left as it was: the context that patches ask for, of words where they have lines. A stretch
that could be cut in several ways (the second of two equal words was put in, or the first) counts with all
places at which it could be; so do A's. If one stretch of a change is in doubt, the three revisions make no
pair. Nothing of the wiki's own comparing or merging has part in this.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import iterparse

# Words, single white space and single signs: what a patch takes out and puts in.
_TOKEN = re.compile(r"\w+|\s|[^\w\s]")
CONTEXT = 3  # words
# Above so many pairs of words a changed place is taken as a whole.
_MOST_CELLS = 4_000_000


class Pair(NamedTuple):
    """Two edits of one base, and what both of them make of it."""

    name: str
    base: str
    a: str
    b: str
    both: str


class Stretch(NamedTuple):
    """`old` of one sequence became `new` of another; it could have stood `before` or `after` tokens aside."""

    old: tuple[int, int]
    new: tuple[int, int]
    before: int
    after: int


def histories(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Title and texts of each page of a MediaWiki dump, oldest first; the file is read as a stream.

    The texts are as a form would have posted them: without white space at the end.
    """
    with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as file:
        title, texts = "", list[str]()
        for _, element in iterparse(file):
            tag = element.tag.rpartition("}")[2]
            if tag == "title":
                title = element.text or ""
            elif tag == "text":
                texts.append((element.text or "").rstrip())
            elif tag == "revision":
                element.clear()
            elif tag == "page":
                yield title, texts
                texts = []
                element.clear()


def pairs(path: Path, context: int = CONTEXT) -> Iterator[Pair]:
    """All pairs that the histories of a dump give, with so many words of context."""
    for title, texts in histories(path):
        for number, (base, a, both) in enumerate(zip(texts, texts[1:], texts[2:], strict=False), 1):
            b = transplanted(base, a, both, context)
            if b is not None:
                yield Pair(f"{title}, revision {number}", base, a, b, both)


def transplanted(base: str, a: str, both: str, context: int = CONTEXT) -> str | None:
    """`base` with the change from `a` to `both`; None if it is none, or its place is in doubt."""
    if base == a or a == both:
        return None
    old, middle, new = (_TOKEN.findall(text) for text in (base, a, both))
    first, second = stretches(old, middle), stretches(middle, new)
    theirs = [(one.new[0] - one.before, one.new[1] + one.after) for one in first]
    found: list[str] = []
    at = 0
    for one in second:
        start, end = _with_words_around(middle, one.old[0] - one.before, one.old[1] + one.after, context)
        if any(_meet((start, end), other) for other in theirs):
            return None
        shift = sum((was[1] - was[0]) - (now[1] - now[0]) for was, now, *_ in first if now[1] <= start)
        found += old[at : one.old[0] + shift] + new[slice(*one.new)]
        at = one.old[1] + shift
    text = "".join(found + old[at:])
    return None if text == base else text


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    if other[0] == other[1]:
        return one[0] < other[0] < one[1]
    return one[0] < other[1] and other[0] < one[1]


def _with_words_around(tokens: Sequence[str], start: int, end: int, words: int) -> tuple[int, int]:
    """The stretch with the words next to it on either side; past the end of the text if there are fewer."""
    left = right = words
    while left and start >= 0:
        start -= 1
        left -= start >= 0 and tokens[start].isalnum()
    while right and end <= len(tokens):
        end += 1
        right -= end <= len(tokens) and tokens[end - 1].isalnum()
    return start, end


def stretches(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    """Where `new` differs from `old`, in order: by lines, and by tokens within lines that changed."""
    lines = _lines(old), _lines(new)
    ends = _ends(lines[0]), _ends(lines[1])
    found: list[Stretch] = []
    for tag, i, j, k, m in SequenceMatcher(None, *lines, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        a, b, c, d = ends[0][i], ends[0][j], ends[1][k], ends[1][m]
        if tag == "replace" and (b - a) * (d - c) <= _MOST_CELLS:
            inner = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_opcodes()
            places = [(a + p, a + q, c + r, c + s) for what, p, q, r, s in inner if what != "equal"]
        else:
            places = [(a, b, c, d)]
        found += [_stretch(old, new, *place) for place in places]
    return found


def _lines(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    found, line = [], list[str]()
    for token in tokens:
        line.append(token)
        if token == "\n":
            found.append(tuple(line))
            line = []
    return [*found, tuple(line)] if line else found


def _ends(lines: Sequence[tuple[str, ...]]) -> list[int]:
    found = [0]
    for line in lines:
        found.append(found[-1] + len(line))
    return found


def _stretch(old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int) -> Stretch:
    """A stretch with how far it could be moved: only what is put in or taken out alone can be."""
    if a < b and c < d:
        return Stretch((a, b), (c, d), 0, 0)
    tokens, start, end = (old, a, b) if a < b else (new, c, d)
    before = after = 0
    while start - before > 0 and tokens[start - before - 1] == tokens[end - before - 1]:
        before += 1
    while end + after < len(tokens) and tokens[start + after] == tokens[end + after]:
        after += 1
    return Stretch((a, b), (c, d), before, after)
