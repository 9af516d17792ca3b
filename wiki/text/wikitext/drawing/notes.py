"""Notes (`<ref>`): numbered by group in the order of the page, and listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from wiki.text.wikitext.drawing.strips import BLOCK

MAX_BACK_LINKS = 50  # a note referred to more often links back to its first places only
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class Note:
    """A note: its number on the page and in its group, how often it is referred to, and what it says."""

    number: int
    label: str
    places: int = 0
    html: str = ""


class Notes:
    """The notes of one page."""

    def __init__(self) -> None:
        self._groups: dict[str, dict[str, Note]] = {}
        self._count = 0
        self.listed: set[str] = set()

    def refer(self, name: str, group: str, html: str | None) -> str:
        """Note one reference, with what it says if it says so here; return its HTML."""
        note = self._note(name, group)
        note.html = note.html or html or ""
        note.places += 1
        return (
            f'<sup id="cite_ref-{note.number}-{note.places}" class="reference">'
            f'<a href="#cite_note-{note.number}">[{escape(note.label)}]</a></sup>'
        )

    def define(self, name: str, group: str, html: str) -> None:
        """Note what is said in the list itself; it is listed only if it is referred to."""
        note = self._note(name, group)
        note.html = note.html or html

    def _note(self, name: str, group: str) -> Note:
        notes = self._groups.setdefault(group, {})
        key = name or f"\0{self._count}"
        if key not in notes:
            self._count += 1
            notes[key] = Note(self._count, _label(group, len(notes) + 1))
        return notes[key]

    def list_of(self, group: str) -> str:
        """The list of a group's notes as HTML."""
        items = "".join(_item(note) for note in self._groups.get(group, {}).values() if note.places)
        return f'<ol class="references">{items}</ol>' if items else ""

    def left(self) -> Iterator[str]:
        """The groups that the page lists nowhere."""
        yield from (group for group in self._groups if group not in self.listed)


def _label(group: str, number: int) -> str:
    if group == "lower-alpha":
        letters = ""
        while number:
            number, last = divmod(number - 1, 26)
            letters = _LETTERS[last] + letters
        return letters
    return f"{group} {number}" if group else str(number)


def _item(note: Note) -> str:
    if note.places == 1:
        back = f'<a href="#cite_ref-{note.number}-1">↑</a>'
    else:
        places = range(1, min(note.places, MAX_BACK_LINKS) + 1)
        back = "↑ " + " ".join(f'<a href="#cite_ref-{note.number}-{place}">{place}</a>' for place in places)
    tag = "div" if BLOCK.search(note.html) or "<p>" in note.html or "<ul>" in note.html else "span"
    return (
        f'<li id="cite_note-{note.number}"><span class="mw-cite-backlink">{back}</span> '
        f'<{tag} class="reference-text">{note.html}</{tag}></li>\n'
    )
