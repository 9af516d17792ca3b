"""Footnotes: `[^name]` in the text, `[^name]: note` anywhere; numbered in the order of the first references.

Ids and classes are MediaWiki's (`cite_ref-1-1`, `cite_note-1`): made of numbers alone, they are unique on the
page and hold nothing that an author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from wiki.text.markup.inline import Handled, Inline
from wiki.text.markup.scan import Definitions

if TYPE_CHECKING:
    from markdown import Markdown

_REFERENCE = r"\[\^([^\]\[\s]{1,100})\]"
MAX_BACK_LINKS = 50  # a note referred to more often links back to its first places only


class FootnoteProcessor(Inline):
    """Leaves a `sup` that holds the note's name; its number is known only when the whole page is a tree."""

    ANCESTOR_EXCLUDES = ("a", "label")

    def __init__(self, md: Markdown, found: Definitions) -> None:
        super().__init__(_REFERENCE, md)
        self._found = found

    def read(self, m: re.Match[str], data: str) -> Handled:
        if m.group(1) not in self._found.footnotes:
            return None, None, None
        return Element("sup", {"note": m.group(1)}), m.start(), m.end()


def number_notes(parts: Iterable[Element], notes: dict[str, Element]) -> Element | None:
    """Number the references in `parts` in order of the text; return the list of notes, None without any.

    `notes` holds the parsed text of each note by name. Notes that nothing refers to come last, so that no
    text is lost; references within notes count after those of the text.
    """
    order: dict[str, int] = {}
    places: dict[str, int] = {}
    queue: list[str] = []

    def number(part: Element) -> None:
        for mark in part.iter("sup"):
            name = mark.attrib.pop("note", None)
            if name is None:
                continue
            if name not in order:
                order[name] = len(order) + 1
                queue.append(name)
            places[name] = places.get(name, 0) + 1
            mark.set("id", f"cite_ref-{order[name]}-{places[name]}")
            mark.set("class", "reference")
            SubElement(mark, "a", {"href": f"#cite_note-{order[name]}"}).text = AtomicString(
                f"[{order[name]}]"
            )

    for part in parts:
        number(part)
    _drain(queue, number, notes)
    for name in notes:
        if name not in order:
            order[name] = len(order) + 1
            number(notes[name])
            _drain(queue, number, notes)
    if not order:
        return None
    box = Element("ol", {"class": "references"})
    for name, note in order.items():
        box.append(_item(notes[name], note, places.get(name, 0)))
    return box


def _drain(queue: list[str], number: Callable[[Element], None], notes: dict[str, Element]) -> None:
    # The queue grows while the notes in it are read: a note may be the first to refer to another.
    for name in queue:
        number(notes[name])
    queue.clear()


def _item(note: Element, number: int, places: int) -> Element:
    item = Element("li", {"id": f"cite_note-{number}"})
    if places:
        back = SubElement(item, "span", {"class": "mw-cite-backlink"})
        if places == 1:
            SubElement(back, "a", {"href": f"#cite_ref-{number}-1"}).text = AtomicString("↑")
        else:
            back.text = AtomicString("↑")
            for place in range(1, min(places, MAX_BACK_LINKS) + 1):
                link = SubElement(back, "a", {"href": f"#cite_ref-{number}-{place}"})
                link.text = AtomicString(str(place))
                link.tail = AtomicString(" ")
        back.tail = AtomicString(" ")
    text = SubElement(item, "div", {"class": "reference-text"})
    only = note[0] if len(note) == 1 else None
    if only is not None and only.tag == "p":
        text.tag = "span"
        note = only
    text.text = note.text
    text.extend(list(note))
    return item
