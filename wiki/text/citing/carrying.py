"""Notes that go from one page to another with the text that refers to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from wiki.text.parts.paragraphs import CodeSpans, paragraphs

_NAMED = re.compile(r"(?<!\\)\[\^([^\]\[\s]{1,100})\]")
_RUN = re.compile("`+")


class _Place(NamedTuple):
    """Where a note is named: from `start` to `end` stands its name; `is_note` where it is defined."""

    start: int
    end: int
    name: str
    is_note: bool


class Defined(NamedTuple):
    """A note as it stands in a text, from `start` to `end`."""

    name: str
    start: int
    end: int
    source: str


def marks_in(text: str, *, without: Collection[str] = ()) -> set[str]:
    """The notes that a text refers to, code left out, and what the notes `without` say. Linear."""
    if without:
        kept, at = [], 0
        for note in defined_in(text):
            if note.name in without:
                kept.append(text[at : note.start])
                at = note.end
        text = "".join([*kept, text[at:]])
    return {place.name for place in _places(text) if not place.is_note}


def defined_in(text: str) -> list[Defined]:
    """The notes that a text defines, with their indented paragraphs, in order. Linear."""
    notes = [place for place in _places(text) if place.is_note]
    if not notes:
        return []
    found: list[Defined] = []
    at, n, opened = 0, 0, False
    for piece, _counts in paragraphs(text):
        end, first = at + len(piece), n
        while n < len(notes) and notes[n].start < end:
            found.append(Defined(notes[n].name, notes[n].start - 2, end, ""))
            n += 1
        for one in range(len(found) - (n - first), len(found) - 1):
            found[one] = found[one]._replace(end=found[one + 1].start)
        goes_on = opened and (not piece.strip() or piece.startswith(("    ", "\t")))
        if n == first and goes_on and piece.strip():
            found[-1] = found[-1]._replace(end=end)
        opened, at = n > first or goes_on, end
    return [note._replace(source=text[note.start : note.end].strip()) for note in found]


def without_notes(text: str, names: Collection[str]) -> str:
    """The text without these notes, and without the empty lines that would be left before them."""
    kept, at = [], 0
    for note in defined_in(text):
        if note.name in names:
            kept.append(text[at : note.start])
            at = note.end
            while text.startswith(("\r", "\n"), at):
                at += 1
    kept.append(text[at:])
    return "".join(kept) if kept[-1].strip() or len(kept) == 1 else "".join(kept).rstrip()


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with other names for its notes, where they are named and where they are defined."""
    parts, at = [], 0
    for place in _places(text):
        if place.name in names:
            parts += [text[at : place.start], names[place.name]]
            at = place.end
    return "".join([*parts, text[at:]])


def free_name(name: str, taken: Collection[str]) -> str:
    """A name like this one that is not taken: the next number, or one with a number behind it."""
    stem, first = (
        ("", int(name) + 1) if name.isascii() and name.isdigit() and len(name) < 9 else (f"{name}-", 2)
    )
    return next(one for n in range(first, first + len(taken) + 1) if (one := f"{stem}{n}") not in taken)


def said(source: str) -> str:
    """What a note says, its name aside, on one line."""
    return " ".join(source.partition("]:")[2].split())


def _places(text: str) -> Iterator[_Place]:
    """Where notes are named, code left out, in order. Linear."""
    if "[^" not in text:
        return
    at = 0
    for piece, counts in paragraphs(text):
        if counts and "[^" in piece:
            code = _code(piece)
            start, end = next(code, (len(piece), len(piece)))
            for found in _NAMED.finditer(piece):
                while end <= found.start() < len(piece) and start < len(piece):
                    start, end = next(code, (len(piece), len(piece)))
                if found.start() < start:
                    yield _Place(at + found.start(1), at + found.end(1), found[1], _is_note(piece, found))
        at += len(piece)


def _is_note(piece: str, found: re.Match[str]) -> bool:
    """Whether a note is defined here: first on its line, with a colon behind it."""
    before = piece[max(0, found.start() - 4) : found.start()]
    indent = before.rpartition("\n")[2]
    begins = not indent.strip(" ") and (len(indent) <= 3 or "\n" in before)
    return begins and piece.startswith(":", found.end())


def _code(piece: str) -> Iterator[tuple[int, int]]:
    """The code spans of a paragraph, in order."""
    spans, done = CodeSpans(piece), 0
    for run in _RUN.finditer(piece):
        if run.start() >= done and (end := spans.end(run.start(), run.end())) > run.end():
            yield run.start(), end
            done = end
