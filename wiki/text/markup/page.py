"""One run of Python-Markdown over all parts of a page, each in an element of its own: none swallows another.

Definitions (notes, abbreviations, addresses) are shared by the parts; borders need no marks in the text.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.def_list import DefListExtension
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor

from wiki.text.markup.blocks import add_block_processors
from wiki.text.markup.footnotes import FootnoteProcessor, number_notes
from wiki.text.markup.inline import add_inline_processors
from wiki.text.markup.scan import Definitions, Scan, plain
from wiki.text.markup.serialize import inner_html
from wiki.text.markup.targets import Targets
from wiki.text.markup.tidy import tidy
from wiki.text.markup.wiki_links import WikiLinkProcessor
from wiki.text.titles import Title

MAX_ABBREVIATIONS = 200  # each is looked for at each word of the page


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of source: a `body` of blocks, an inline `value`, or a `label` in which links are no links."""

    kind: Literal["body", "value", "label"]
    text: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """The HTML of each part, in order and not yet cleaned, the list of notes, and what the parts refer to."""

    html: list[str]
    notes: str
    links: tuple[tuple[int, str], ...]
    categories: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


class PageMarkdown:
    """A parser kept for many pages, one after the other; not to be shared between threads."""

    def __init__(self) -> None:
        self._found = Definitions()
        self._targets = Targets()
        self._md = Markdown(extensions=[DefListExtension()])
        add_block_processors(self._md, self._found)
        add_inline_processors(self._md, self._targets)
        self._md.inlinePatterns.register(FootnoteProcessor(self._md, self._found), "footnote", 175)
        self._md.inlinePatterns.register(WikiLinkProcessor(self._md, self._targets), "wiki_link", 172)
        self._inline = InlineProcessor(self._md)
        # It asks for pattern number i once for each text; the registry it would ask is slower than a list.
        self._inline.inlinePatterns = list(self._md.inlinePatterns)  # type: ignore[assignment]
        self._md.treeprocessors.register(self._inline, "inline", 20)

    def render(self, parts: Sequence[Part], title: Title) -> Pieces:
        """Return the HTML of all parts of the page called `title`. Nothing is kept from the page before."""
        self._reset(title)
        root = Element("div")
        elements = [self._parse(root, part) for part in parts]
        notes = {name: self._note(root, text) for name, text in self._found.footnotes.items()}
        self._inline.run(root)
        self._abbreviate(root)
        UnescapeTreeprocessor(self._md).run(root)
        listed = number_notes(elements, notes)
        categories: dict[str, str] = {}
        for part, element in zip(parts, elements, strict=True):
            categories |= {name: key for name, key in tidy(element, inline=part.kind != "body") if name}
        if listed is not None:
            tidy(listed, inline=False)
            holder = Element("div")
            holder.append(listed)
        return Pieces(
            [inner_html(element) for element in elements],
            inner_html(holder) if listed is not None else "",
            tuple(self._targets.links),
            tuple(categories.items()),
            tuple(self._targets.files),
        )

    def _reset(self, title: Title) -> None:
        self._md.reset()
        self._md.parser.state.clear()
        self._md.references = self._found.references
        for kept in (
            self._found.fences,
            self._found.references,
            self._found.footnotes,
            self._found.abbreviations,
        ):
            kept.clear()
        self._targets.reset(title)

    def _parse(self, root: Element, part: Part) -> Element:
        if part.kind == "body":
            element = SubElement(root, "div")
            self._md.parser.parseChunk(element, Scan(part.text, self._found).text)
        else:
            element = SubElement(root, part.kind)
            element.text = " ".join(plain(part.text).split())
        return element

    def _note(self, root: Element, text: str) -> Element:
        element = SubElement(root, "div")
        self._md.parser.parseChunk(element, text)
        return element

    def _abbreviate(self, root: Element) -> None:
        meanings = dict(list(self._found.abbreviations.items())[:MAX_ABBREVIATIONS])
        if meanings:
            AbbrTreeprocessor(self._md, meanings).run(root)


_kept = threading.local()


def page_markdown() -> PageMarkdown:
    """Return this thread's parser. A parser shared by threads mixes their pages."""
    parser: PageMarkdown | None = getattr(_kept, "parser", None)
    if parser is None:
        parser = _kept.parser = PageMarkdown()
    return parser


def drop_page_markdown() -> None:
    """Throw this thread's parser away: one that raised half-way may keep pieces of that page."""
    _kept.parser = None
