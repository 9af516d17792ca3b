"""What is indexed of a page: passages of words, small enough that an edit writes few of them anew.

A page has one passage of its own (title and infobox) and at least one for every section; long sections have
several. The title's words stand in each of them, so that words of the title and of the text find it together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from wiki.search.plain import pieces, plain_text
from wiki.search.words import words
from wiki.text.content import values_of
from wiki.text.parts.rows import FieldText, SectionText

# Words of their own for what can be asked for apart. None of these signs can stand in a word.
TITLE, NAME, HEADING, CATEGORY, FIELD = "§", "¶", "†", "‡", "¤"
JOIN, OF = "·", "¦"
PAGE = 0  # stands for a section's id in the page's own passage
_MARKS = 100_000  # characters of one passage's marks: PostgreSQL limits what it indexes at once


@dataclass(frozen=True, slots=True)
class Passage:
    """Words in order, by where they stand. `section` is PAGE or an id, `piece` counts from 0 in it."""

    section: int
    piece: int
    title: tuple[str, ...]
    heading: tuple[str, ...]
    body: tuple[str, ...]
    category: tuple[str, ...]
    marks: tuple[str, ...]


class Shown(NamedTuple):
    """What readers see of a section: its heading, what stands below it as one line, its categories."""

    heading: str
    text: str
    categories: tuple[str, ...]


def page_passages(title: str, fields: Iterable[FieldText]) -> Iterator[Passage]:
    """The page's own passages: its title (without prefix) and what its infobox says."""
    fields = tuple(fields)
    named = tuple(words(title))
    marks = [TITLE + word for word in named]
    marks.append(whole_name(title))
    marks += _field_marks(fields)
    for piece, text in enumerate(pieces(infobox_text(fields))):
        yield Passage(PAGE, piece, named, (), tuple(words(text)), (), () if piece else tuple(marks))


def section_passages(id_: int, title: str, shown: Shown) -> Iterator[Passage]:
    """The passages of one section of the page `title`."""
    named, heading = tuple(words(title)), tuple(words(shown.heading))
    filed = tuple(word for name in shown.categories for word in words(name))
    marks = [HEADING + word for word in heading] + [category_mark(name) for name in shown.categories]
    for piece, part in enumerate(pieces(shown.text)):
        first = not piece
        yield Passage(
            id_, piece, named, heading, tuple(words(part)), filed if first else (),
            tuple(_bounded(marks)) if first else (),
        )  # fmt: skip


def shown_of(section: SectionText) -> Shown:
    """What readers see of a section."""
    categories: list[str] = []
    listed = "".join(link.source for link in section.links or ())
    text = plain_text(f"{listed}\n{section.body}" if listed else section.body, categories)
    return Shown(plain_text(section.title), text, tuple(categories))


def infobox_text(fields: Iterable[FieldText]) -> str:
    """The infobox as one line."""
    rows = [f"{row.key}: {', '.join(values_of(row))}" for row in fields if row.kind == "field"]
    caption = next((row.value for row in fields if row.kind == "caption"), "")
    return plain_text(" · ".join(filter(None, [caption, *rows])))


def whole_name(title: str) -> str:
    """The mark of a title as a whole: equal for titles that differ only in what does not count."""
    return NAME + JOIN.join(words(title))[:200]


def category_mark(name: str) -> str:
    """The mark of membership in a category."""
    return CATEGORY + JOIN.join(words(name))[:200]


def field_mark(key: str, word: str = "") -> str:
    """The mark of an infobox that has this key, or this word as part of its value."""
    name = JOIN.join(words(key))[:100]
    return f"{FIELD}{name}{OF}{word}" if word else FIELD + name


def _field_marks(fields: Iterable[FieldText]) -> list[str]:
    marks = []
    for row in fields:
        if row.kind == "field":
            marks.append(key := field_mark(row.key))
            for value in values_of(row):
                marks += [f"{key}{OF}{word}" for word in words(plain_text(value))[:20]]
    return list(_bounded(marks))


def _bounded(marks: list[str]) -> Iterator[str]:
    size = 0
    for mark in marks:
        size += len(mark)
        if size > _MARKS:
            return
        yield mark
