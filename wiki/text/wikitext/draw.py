"""Draws a wikitext page: the same safe HTML by section and field as Markdown gives.

`draw_now` works in this process and may take long on hostile text; the site goes through
`wiki.text.html.pool`, which gives it a time limit and falls back on the page's source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wiki.text.html.rendered import (
    FieldKind,
    RenderedField,
    RenderedPage,
    RenderedSection,
    SeeAlso,
)
from wiki.text.html.safe_html import clean_blocks, clean_inline, clean_label
from wiki.text.numbering import holder_of_notes, numbered
from wiki.text.parts.rows import FieldText, LinkText, PageText, SectionText
from wiki.text.titles import Title
from wiki.text.wikitext.drawing.expand import Expander
from wiki.text.wikitext.drawing.given import Given
from wiki.text.wikitext.drawing.lines import blocks
from wiki.text.wikitext.drawing.nodes import Nodes
from wiki.text.wikitext.drawing.notes import Notes
from wiki.text.wikitext.drawing.strips import Strips, without_signs
from wiki.text.wikitext.drawing.transclusion import shown
from wiki.text.wikitext.drawing.values import file_of, values
from wiki.text.wikitext.infobox import caption_parts
from wiki.text.wikitext.links import read_redirect, redirect_in_words, without_redirect

_LIST_OF_NOTES = re.compile(r"\x7fnotes:([^\x7f]{0,200}+)\x7f")
_NAMES = (
    "name",
    "title",
    "box_title",
    "nombre",
    "название",
    "имя",
    "назва",
    "nom",
    "nome",
    "名前",
    "nosaukums",
)
"""Keys whose value names the subject: the caption of the box."""


def draw_now(
    page: PageText,
    anchors: Sequence[str],
    *,
    title: Title,
    given: Given | None = None,
) -> RenderedPage:
    """Draw a page in this process. `anchors` goes with `page.sections` ("" for the lead).

    Raises TooMuch; may raise RecursionError or take long on text made for it.
    """
    return _Drawing(page, title, given or Given()).page(anchors)


class _Drawing:
    """One page being drawn."""

    def __init__(self, page: PageText, title: Title, given: Given) -> None:
        self._page, self._given, self._title = page, given, title
        self._strips, self._notes = Strips(), Notes()
        self._expander = Expander(given, title, self._strips)
        self._nodes = Nodes(given, title, self._strips, self._notes)

    def page(self, anchors: Sequence[str]) -> RenderedPage:
        """All parts, in the order of the page, so that notes are numbered by it."""
        caption, before = self._caption()
        caption_html = clean_label(self._line(caption))
        top = f"{self._blocks(before, hatnotes=True)}\n" if before.strip() else ""
        fields = tuple(self._field(row) for row in self._page.fields if row.kind == "field")
        redirect, lead = self._redirect()
        drawn = [
            self._section(section, lead if not index and not section.level else section.body)
            for index, section in enumerate(self._page.sections)
        ]
        if drawn:
            drawn[0] = (drawn[0][0], top + drawn[0][1], drawn[0][2])
            holder = holder_of_notes(self._page.sections)
            rest = "".join(f"\x7fnotes:{group}\x7f" for group in self._notes.left())
            drawn[holder] = (drawn[holder][0], drawn[holder][1] + rest, drawn[holder][2])
        sections = tuple(
            RenderedSection(section.level, head, section.title, number, anchor, self._clean(body), links)
            for (section, number, anchor), (head, body, links) in zip(
                numbered(self._page.sections, anchors), drawn, strict=True
            )
        )
        targets = self._nodes.targets
        files = dict.fromkeys((*(field.file for field in fields if field.file), *targets.files))
        sort = self._expander.sort
        return RenderedPage(
            self._strips.plain(caption),
            caption_html,
            fields,
            sections,
            tuple(targets.links),
            tuple((name, key or sort) for name, key in self._nodes.categories.items()),
            tuple(files),
            redirect,
            tuple(warning.message for warning in self._page.warnings),
        )

    def _caption(self) -> tuple[str, str]:
        """What the infobox is called (what its subject is called), and what stands before it."""
        first = self._page.fields[0] if self._page.fields else None
        if first is None:
            return "", ""
        before, _ = caption_parts(first.source)
        said = {
            row.key.casefold(): row.value for row in self._page.fields if row.kind == "field" and row.value
        }
        name = next((said[key] for key in _NAMES if key in said), "")
        plain = name and not set(name) & set("{[<|")
        return (name if plain else self._title.name), before

    def _expanded(self, text: str) -> str:
        return self._expander.expand(shown(without_signs(text)))

    def _blocks(self, text: str, *, hatnotes: bool = False) -> str:
        return blocks(self._nodes.parse(self._expanded(text)), hatnotes=hatnotes)

    def _line(self, text: str) -> str:
        return self._strips.put_back(self._nodes.inline(self._expanded(text)))

    def _clean(self, html: str) -> str:
        """The finished HTML of a body: pieces and lists of notes put in, cleaned."""
        html = self._strips.put_back(html)
        while _LIST_OF_NOTES.search(html):
            html = _LIST_OF_NOTES.sub(lambda mark: self._listed(mark[1]), html, count=1)
        return clean_blocks(html)

    def _listed(self, group: str) -> str:
        listed = self._strips.put_back(self._notes.list_of(group))
        return _LIST_OF_NOTES.sub("", listed)

    def _redirect(self) -> tuple[str | None, str]:
        first = self._page.sections[0] if self._page.sections else SectionText()
        if first.level or self._page.fields:
            return None, first.body
        link = read_redirect(first.body, self._given.site)
        if link is None or link.title is None:
            return None, redirect_in_words(first.body, self._given.site)
        self._nodes.targets.note(link.title)
        target = f"{link.title.full}#{link.fragment}" if link.fragment else link.title.full
        return target, without_redirect(first.body, self._given.site)

    def _section(self, section: SectionText, body: str) -> tuple[str, str, tuple[SeeAlso, ...] | None]:
        head = clean_label(self._line(section.title)) if section.level else ""
        links = None if section.links is None else tuple(self._see_also(link) for link in section.links)
        return head, self._blocks(body, hatnotes=True), links

    def _see_also(self, link: LinkText) -> SeeAlso:
        found = self._given.site.link(link.target) if link.target else None
        label = clean_label(self._line(link.label or link.target))
        note = clean_inline(self._line(link.note))
        note = f" {note}" if link.note[:1].isspace() else note
        if found is None or found.title is None:
            return SeeAlso(None, "", label, note)
        self._nodes.targets.note(found.title)
        return SeeAlso(found.title.full, found.fragment, label, note)

    def _field(self, row: FieldText) -> RenderedField:
        kind, found, file = self._shown(row.value)
        return RenderedField(row.key, kind, tuple(clean_inline(self._line(one)) for one in found), file)

    def _shown(self, value: str) -> tuple[FieldKind, list[str], str]:
        name = file_of(value, self._given.site)
        if name:
            return "picture", [], name
        found = values(value)
        if not found:
            return "empty", [], ""
        return ("list" if len(found) > 1 else "text"), found, ""
