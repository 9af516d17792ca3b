"""Finds quoted words in a page's HTML and marks them, across links, emphasis and paragraphs."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from html import unescape
from itertools import accumulate, groupby
from typing import NamedTuple

LONGEST = 1000  # characters that can be quoted
_TOKEN = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*+)?[^<>]*>|&[#\w]{1,32};|\s+|[^\s<&]+|.", re.DOTALL)
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u|var|wbr"
)
_ALIKE = str.maketrans("‘’‚‛′“”„‟″«»‐‑‒–—―−", '\'\'\'\'\'"""""""-------')


class Shown(NamedTuple):
    """A piece of text as a reader sees it, and where it stands in the source; between blocks: nowhere."""

    text: str
    piece: int
    start: int
    end: int


def mark_quote(pieces: Sequence[str], words: str, nth: int = 1) -> list[str] | None:
    """The pieces of safe HTML with the words marked where they stand for the `nth` time; None if they do not.

    White space counts as one blank, and a new block as white space. If the words do not stand there exactly,
    capitals, quotation marks and dashes make no difference, and then blanks neither. Fewer times than `nth`:
    the last. The marks are `mark` elements of class "quote", the first with the id "quote". Linear.
    """
    shown = list(_shown(pieces))
    for turn in (str, _alike, _bare):
        if letters := _found(shown, turn(" ".join(words.split())), turn, nth):
            return _marked(pieces, letters)
    return None


def _shown(pieces: Sequence[str]) -> Iterator[Shown]:
    """The text of the pieces; every run of white space is one blank."""
    blank = True
    for number, piece in enumerate(pieces):
        if not blank:
            yield Shown(" ", number, 0, 0)
            blank = True
        for token in _TOKEN.finditer(piece):
            text, start = token[0], token.start()
            if text[0] == "<" and len(text) > 1:
                gap = not _INLINE.fullmatch((token[1] or "").lstrip("/").lower())
                end = start
            else:
                text = unescape(text) if text[0] == "&" else text
                gap, end = text.isspace(), token.end()
            if gap and not blank:
                yield Shown(" ", number, start, end)
            elif not gap and end > start:
                yield Shown(text, number, start, end)
            blank = gap or (blank and end == start)


def _found(shown: Sequence[Shown], wanted: str, turn: Callable[[str], str], nth: int) -> list[Shown]:
    """The single characters that are the wanted words, when both are turned into what is compared."""
    if not wanted.strip():
        return []
    turned = [turn(one.text) for one in shown]
    whole = "".join(turned)
    start = -1
    for _ in range(nth):
        further = whole.find(wanted, start + 1)
        if further < 0:
            break
        start = further
    if start < 0:
        return []
    begins = [0, *accumulate(map(len, turned))]
    first, last = bisect_right(begins, start) - 1, bisect_right(begins, start + len(wanted) - 1)
    place, end = begins[first], start + len(wanted)
    letters = []
    for letter in _letters(shown[first:last]):
        length = len(turn(letter.text))
        if place + length > start and place < end:
            letters.append(letter)
        place += length
    return letters


def _letters(shown: Iterable[Shown]) -> Iterator[Shown]:
    """Each character by itself; what one entity writes stands where the entity does."""
    for text, piece, start, end in shown:
        literal = end - start == len(text)
        for place, char in enumerate(text):
            at = (start + place, start + place + 1) if literal else (start, end)
            yield Shown(char, piece, *at)


def _alike(text: str) -> str:
    text = text.translate(_ALIKE)
    return text.lower() if text.isascii() else "".join(map(_folded, text))


@lru_cache(10_000)
def _folded(char: str) -> str:
    return unicodedata.normalize("NFKC", char).casefold()


def _bare(text: str) -> str:
    return "".join(_alike(text).split())


def _marked(pieces: Sequence[str], letters: Iterable[Shown]) -> list[str]:
    """The pieces with a mark around each run of these letters that no tag interrupts."""
    result = list(pieces)
    runs = [(piece, *run) for piece, some in groupby(letters, lambda one: one.piece) for run in _runs(some)]
    for place, (number, start, end) in reversed(list(enumerate(runs))):
        name = ' id="quote"' if place == 0 else ""
        html = result[number]
        result[number] = f'{html[:start]}<mark class="quote"{name}>{html[start:end]}</mark>{html[end:]}'
    return result


def _runs(letters: Iterable[Shown]) -> Iterator[tuple[int, int]]:
    """From where to where the letters stand without a gap; white space at the ends stays outside."""
    start = end = reach = before = -1
    for letter in letters:
        if letter.text == " ":
            reach = letter.end if letter.start == reach else -1
            continue
        if start >= 0 and letter.start not in (reach, before):  # one entity may write two characters
            yield start, end
            start = -1
        start = letter.start if start < 0 else start
        end = reach = letter.end
        before = letter.start
    if start >= 0:
        yield start, end
