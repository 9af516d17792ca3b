"""Renders a page: Markdown and wiki links to safe HTML, neutral about other pages and about the reader.

`render_now` works in this process and may take long on hostile text; the site goes through
`wiki.text.html.pool`, which gives it a time limit and falls back on `source_page`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from wiki.text.html.colour import colour_links
from wiki.text.html.pool import render_page
from wiki.text.html.rendered import (
    FieldKind,
    RenderedField,
    RenderedPage,
    RenderedSection,
    SeeAlso,
)
from wiki.text.html.safe_html import clean_blocks, clean_inline, clean_label
from wiki.text.infobox import picture_name, values
from wiki.text.markup.page import Part, drop_page_markdown, page_markdown
from wiki.text.markup.targets import Targets
from wiki.text.numbering import holder_of_notes, numbered
from wiki.text.parts.rows import FieldText, LinkText, PageText, SectionText
from wiki.text.titles import Title
from wiki.text.wikilink import read_redirect

__all__ = [
    "RenderedField",
    "RenderedPage",
    "RenderedSection",
    "SeeAlso",
    "colour_links",
    "render_now",
    "render_page",
    "source_page",
]


def render_now(page: PageText, anchors: Sequence[str], *, title: Title) -> RenderedPage:
    """Render a page in this process. `anchors` goes with `page.sections` ("" for the lead).

    All parts are rendered in one run: notes, abbreviations and addresses defined anywhere hold everywhere.
    May raise RecursionError or take long on text made for it.
    """
    lead, redirect = _without_redirect(page.sections)
    try:
        pieces = page_markdown().render(list(_parts(page, lead)), title)
    except BaseException:
        drop_page_markdown()
        raise
    html = iter(pieces.html)
    caption = _caption(page)
    caption_html = clean_label(next(html))
    fields = tuple(_field(row, html) for row in page.fields if row.kind == "field")
    targets = Targets()
    targets.reset(title)
    sections = _sections(page.sections, anchors, html, clean_blocks(pieces.notes), targets)
    if redirect and (resolved := targets.resolve(redirect)):
        targets.note(resolved[0])
    links = tuple(dict.fromkeys((*pieces.links, *targets.links)))
    files = tuple(dict.fromkeys((*(field.file for field in fields if field.file), *pieces.files)))
    warnings = tuple(warning.message for warning in page.warnings)
    return RenderedPage(
        caption,
        caption_html,
        fields,
        sections,
        links,
        pieces.categories,
        files,
        redirect,
        warnings,
    )


def source_page(page: PageText, anchors: Sequence[str], *, title: Title) -> RenderedPage:
    """Return the page as source, escaped and marked `failed`: for text that could not be rendered in time."""
    fields = tuple(
        RenderedField(row.key, "text", (escape(row.value),)) for row in page.fields if row.kind == "field"
    )
    sections = tuple(
        RenderedSection(
            section.level,
            escape(section.title),
            section.title,
            number,
            anchor,
            f'<pre class="source">{escape(source)}</pre>' if (source := _source_of(section)) else "",
        )
        for section, number, anchor in numbered(page.sections, anchors)
    )
    caption = _caption(page)
    return RenderedPage(caption, escape(caption), fields, sections, failed=True)


def _source_of(section: SectionText) -> str:
    rows = "".join(link.source for link in section.links or ())
    return (rows + section.body).strip("\r\n")


def _without_redirect(sections: Sequence[SectionText]) -> tuple[str, str | None]:
    """The first body without the line that redirects, and where that leads. A subtree may have no lead."""
    body = sections[0].body if sections else ""
    link = None if sections and sections[0].level else read_redirect(body)
    if link is None or link.title is None:
        return body, None
    target = f"{link.title.full}#{link.fragment}" if link.fragment else link.title.full
    return body[body.index("]]") + 2 :], target


def _caption(page: PageText) -> str:
    return next((row.value for row in page.fields if row.kind == "caption"), "")


def _parts(page: PageText, lead: str) -> Iterator[Part]:
    """What is rendered, in the order in which `_field` and `_sections` take it back."""
    yield Part("label", _caption(page))
    for row in page.fields:
        if row.kind == "field":
            for value in _shown_values(row)[1]:
                yield Part("value", value)
    for index, section in enumerate(page.sections):
        yield Part("label", section.title)
        for link in section.links or ():
            yield Part("label", link.label or link.target)
            yield Part("value", link.note)
        yield Part("body", section.body if index else lead)


def _shown_values(row: FieldText) -> tuple[FieldKind, list[str]]:
    """How a field is shown, and the values that are rendered for it."""
    if not row.value.strip():
        return "empty", []
    if picture_name(row.value):
        return "picture", []
    found = [value for value in values(row.value) if value.strip()]
    if not found:
        return "junk", []
    return ("list" if len(found) > 1 else "text"), found


def _field(row: FieldText, html: Iterator[str]) -> RenderedField:
    kind, found = _shown_values(row)
    if kind == "junk":
        return RenderedField(row.key, kind, (escape(row.value.strip()),))
    shown = tuple(clean_inline(next(html)) for _ in found)
    return RenderedField(row.key, kind, shown, picture_name(row.value) if kind == "picture" else "")


def _sections(
    sections: Sequence[SectionText], anchors: Sequence[str], html: Iterator[str], notes: str, targets: Targets
) -> tuple[RenderedSection, ...]:
    holder = holder_of_notes(sections)
    rendered: list[RenderedSection] = []
    for section, number, anchor in numbered(sections, anchors):
        title_html = clean_label(next(html))
        see_also = None
        if section.links is not None:
            see_also = tuple(_see_also(link, html, targets) for link in section.links)
        body = clean_blocks(next(html))
        if len(rendered) == holder:
            body += notes
        rendered.append(
            RenderedSection(section.level, title_html, section.title, number, anchor, body, see_also)
        )
    return tuple(rendered)


def _see_also(link: LinkText, html: Iterator[str], targets: Targets) -> SeeAlso:
    label, note = clean_label(next(html)), clean_inline(next(html))
    resolved = targets.resolve(link.target) if link.target else None
    if resolved:
        targets.note(resolved[0])
    if link.note[:1].isspace():
        note = f" {note}"
    return SeeAlso(resolved[0].full if resolved else None, resolved[1] if resolved else "", label, note)
