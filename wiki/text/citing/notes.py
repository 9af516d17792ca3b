"""What is wrong with the notes of a page: a mark without a note, a note without a mark, the same twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from wiki.text.links import scan
from wiki.text.parts.paragraphs import CodeSpans, paragraphs
from wiki.text.parts.rows import PageText

Flaw = Literal["undefined", "unused", "empty", "twice", "same"]
_MARK = re.compile(r"(?<!\\)\[\^([^\]\[\s]{1,100})\](?!:)")
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\[\s]{1,100})\]:", re.MULTILINE)
_RUN = re.compile("`+")
MOST = 50  # flaws that are told


@dataclass(frozen=True, slots=True)
class NoteFlaw:
    """A note called `name` that is referred to but not there, there but not referred to, empty, there
    twice, or says the `same` as the note called `other` (or names the same address).
    """

    flaw: Flaw
    name: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it is defined: its name, and what it says on one line."""

    name: str
    said: str


def notes_of(page: PageText) -> tuple[Note, ...]:
    """Every note that the page defines, in the order of the text. Linear."""
    return tuple(found for found in _found(page) if isinstance(found, Note))


def check_notes(page: PageText) -> tuple[NoteFlaw, ...]:
    """What is wrong with the notes of a page; marks in its infobox count, code does not. Linear."""
    found = list(_found(page))
    marks = dict.fromkeys(one for one in found if isinstance(one, str))
    notes: dict[str, Note] = {}
    said: dict[str, str] = {}
    addresses: dict[str, str] = {}
    flaws: list[NoteFlaw] = []
    for note in found:
        if not isinstance(note, Note):
            continue
        if note.name in notes:
            flaws.append(NoteFlaw("twice", note.name))
            continue
        notes[note.name] = note
        address = next((one[1] for one in scan(note.said) if isinstance(one, tuple) and one[0] == "url"), "")
        other = said.setdefault(note.said, note.name) if note.said else note.name
        if other == note.name and address:
            other = addresses.setdefault(address, note.name)
        if other != note.name:
            flaws.append(NoteFlaw("same", note.name, other))
        if not note.said:
            flaws.append(NoteFlaw("empty", note.name))
        elif note.name not in marks:
            flaws.append(NoteFlaw("unused", note.name))
    flaws += [NoteFlaw("undefined", name) for name in marks if name not in notes]
    return tuple(flaws[:MOST])


def _found(page: PageText) -> Iterator[str | Note]:
    """Names that are referred to, and notes, as they come."""
    for row in page.fields:
        yield from _MARK.findall(_without_code(row.value))
    for section in page.sections:
        for piece, counts in paragraphs(section.source):
            if counts and "[^" in piece:
                yield from _in_piece(_without_code(piece))


def _in_piece(piece: str) -> Iterator[str | Note]:
    starts = [found.start() for found in _NOTE.finditer(piece)]
    yield from _MARK.findall(piece[: starts[0]] if starts else piece)
    for start, end in pairwise([*starts, len(piece)]):
        head, _mark, said = piece[start:end].partition("]:")
        yield Note(head.lstrip(" ")[2:], " ".join(said.split()))
        yield from _MARK.findall(said)


def _without_code(piece: str) -> str:
    spans, parts, done = CodeSpans(piece), [], 0
    for run in _RUN.finditer(piece):
        if run.start() < done:
            continue
        parts.append(piece[done : run.start()])
        done = spans.end(run.start(), run.end())
        parts.append("`" if done > run.end() else run[0])
    return "".join(parts) + piece[done:]
