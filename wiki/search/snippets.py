"""The place of a text that shows best why it was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from wiki.search.query import Term
from wiki.search.words import UNSPACED, words

LENGTH = 260  # characters, more or less
_BEFORE = 60
_READ = 20_000  # characters that are looked through
_WORD = re.compile(rf"[^\s{UNSPACED}]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")
Piece = tuple[str, bool]  # text, and whether it is one of the words looked for


@lru_cache(maxsize=32_768)
def _words(written: str) -> tuple[str, ...]:
    return tuple(words(written))


def snippet(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """Some words of a plain text around as many different ones of those looked for as stand together.

    Without any of them, the text's beginning.
    """
    text = text[:_READ]
    found = sorted(_places(text, terms))
    start = _best(found)
    begin = max(0, start - _BEFORE)
    if begin:
        begin = text.find(" ", begin, start) + 1 or begin
    end = min(len(text), begin + LENGTH)
    if end < len(text):
        end = (
            max(text.rfind(" ", begin + LENGTH // 2, end), begin)
            if " " in text[begin + LENGTH // 2 : end]
            else end
        )
    pieces: list[Piece] = [("… ", False)] if begin else []
    at = begin
    for first, last, _ in found:
        if first < at or last > end:
            continue
        pieces += [(text[at:first], False)] if first > at else []
        if pieces and pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + text[first:last], True)
        else:
            pieces.append((text[first:last], True))
        at = last
    pieces.append((text[at:end] + (" …" if end < len(text) else ""), False))
    return tuple(piece for piece in pieces if piece[0])


def has_hit(pieces: Iterable[Piece]) -> bool:
    """Whether a snippet shows one of the words looked for."""
    return any(hit for _, hit in pieces)


def _places(text: str, terms: Sequence[Term]) -> set[tuple[int, int, str]]:
    wanted = {word for term in terms for word in term.words}
    begins = tuple(term.words[-1] for term in terms if term.prefix)
    places = set()
    for match in _WORD.finditer(text):
        for word in _words(match[0]):
            if word in wanted or (begins and word.startswith(begins)):
                places.add((match.start(), match.end(), word))
                break
    for word in wanted:
        if _UNSPACED.match(word):
            places |= {(match.start(), match.end(), word) for match in re.finditer(re.escape(word), text)}
    return places


def _best(found: Sequence[tuple[int, int, str]]) -> int:
    """Where the stretch begins in which most of the words stand; the first of those that are equally good."""
    best = start = 0
    for at, (first, _, _) in enumerate(found[:400]):
        near = {word for begin, _, word in found[at : at + 40] if begin < first + LENGTH - _BEFORE}
        if len(near) > best:
            best, start = len(near), first
    return start
