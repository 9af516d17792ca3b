"""Content models: how the source of a page is cut into rows, and how rows are read and written.

Every revision names its model. What keeps, merges, compares and shows rows asks here, and need not know
which model it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from wiki.text import infobox, links, see_also, source
from wiki.text.citing import field_sources
from wiki.text.links import Links
from wiki.text.parts import single
from wiki.text.parts.rows import FieldText, LinkText, PageText, SectionText
from wiki.text.sections import read_fence
from wiki.text.sections import read_heading as read_markdown_heading
from wiki.text.wikitext import field_sources as wikitext_field_sources
from wiki.text.wikitext import headings as wikitext_headings
from wiki.text.wikitext import infobox as wikitext_infobox
from wiki.text.wikitext import links as wikitext_links
from wiki.text.wikitext import see_also as wikitext_see_also
from wiki.text.wikitext import source as wikitext
from wiki.text.wikitext.drawing import values as wikitext_values
from wiki.text.wikitext.parameters import BLANK
from wiki.text.wikitext.site import DEFAULT, Site

__all__ = ["MARKDOWN", "WIKITEXT", "ContentModel", "content_model", "page_links", "values_of"]

MARKDOWN = "markdown"
WIKITEXT = "wikitext"


@dataclass(frozen=True, slots=True)
class FieldValues:
    """How one model writes the values of infobox fields.

    `split` gives the several values of a field, `shown` a field's value as its form shows it, and `written`
    that again, given what was typed and what stood there before; `bare` takes the sources out of one value.
    `split_source` and `written_source` are the same for the source at the end of a value.
    """

    split: Callable[[str], list[str]] = infobox.values
    shown: Callable[[str], str] = infobox.form_value
    written: Callable[[str, str], str] = infobox.written_value
    bare: Callable[[str], str] = field_sources.without_sources
    has_source: Callable[[str], bool] = field_sources.has_source
    split_source: Callable[[str], tuple[str, str, str]] = field_sources.split_source
    written_source: Callable[[str], str] = field_sources.written_source


@dataclass(frozen=True, slots=True)
class ContentModel:
    """The functions of one model. What they promise is told where they are written.

    `read_row` reads a row of the infobox, given its kind and its source; `frame` makes the first and the last
    row of an infobox, given its caption and the sources they had ("" for a new one), `field` a row between
    them, given key, value and the source it had before. `caption` is that of a new infobox of a title,
    `above` what stands before the infobox in its first row.
    """

    name: str
    read: Callable[[str], PageText]
    read_sections: Callable[[str], tuple[SectionText, ...]]
    read_row: Callable[[str, str], FieldText]
    read_link: Callable[[str], LinkText]
    join: Callable[[Iterable[str]], str]
    links: Callable[[PageText, Site], Links]
    frame: Callable[[str, str, str], tuple[str, str]]
    caption: Callable[[str], str]
    above: Callable[[str], str]
    values: FieldValues
    field: Callable[[str, str, str], str]
    item: Callable[[str], str]
    heading: Callable[[str], str]
    read_heading: Callable[[str], tuple[int, str]] = read_markdown_heading


def content_model(name: str) -> ContentModel:
    """The model of this name. One that this wiki does not have is plain: one text without parts or links."""
    return _MODELS.get(name) or _plain(name)


def values_of(row: FieldText) -> list[str]:
    """The several values of an infobox field."""
    return content_model(row.model).values.split(row.value)


def page_links(page: PageText, site: Site = DEFAULT) -> Links:
    """What a page links to, each target once, in the order of the text. `site`: how wikitext names things."""
    return content_model(page.model).links(page, site)


def _markdown_row(kind: str, text: str) -> FieldText:
    if kind == "field":
        return single.read_field(text)
    fence = read_fence(text.strip("\r\n")) if kind == "caption" else None
    caption = (infobox.caption_of(fence.info) or "") if fence else ""
    return FieldText("caption" if kind == "caption" else "end", text, value=caption)


def _wikitext_row(kind: str, text: str) -> FieldText:
    if kind == "field":
        return wikitext_infobox.read_field(text)
    caption = wikitext_infobox.caption_parts(text)[1] if kind == "caption" else ""
    return FieldText("caption" if kind == "caption" else "end", text, value=caption, model=WIKITEXT)


def _wikitext_field(key: str, value: str, was: str) -> str:
    """The row with another key or value, to the byte; a new one where there was none."""
    if was:
        return wikitext_infobox.with_value(wikitext_infobox.with_key(was, key), value)
    return wikitext_infobox.field_source(key, value)


_WIKITEXT_VALUES = FieldValues(
    split=wikitext_values.values,
    shown=lambda value: value,
    written=lambda typed, _was: typed.strip(BLANK),
    bare=wikitext_values.without_sources,
    has_source=wikitext_field_sources.has_source,
    split_source=wikitext_field_sources.split_source,
    written_source=wikitext_field_sources.written_source,
)


@cache
def _plain(name: str) -> ContentModel:
    def refuse(*_: str) -> tuple[str, str]:
        raise infobox.InvalidField("no-infobox", "A page of this content model has no infobox.")

    def whole(text: str) -> PageText:
        return PageText(sections=(SectionText(body=text),), model=name)

    return ContentModel(
        name=name,
        read=whole,
        read_sections=lambda text: (SectionText(body=text),) if text else (),
        read_row=_markdown_row,
        read_link=single.read_link,
        join="".join,
        links=lambda *_: Links(),
        frame=refuse,
        values=FieldValues(),
        caption=lambda title: title,
        above=lambda _first: "",
        field=lambda *_: refuse()[0],
        item=lambda target: target,
        heading=lambda title: title,
    )


_MODELS = {
    MARKDOWN: ContentModel(
        name=MARKDOWN,
        read=source.read,
        read_sections=source.read_sections,
        read_row=_markdown_row,
        read_link=single.read_link,
        join=source.join,
        links=lambda page, _site: links.page_links(page),
        frame=lambda caption, _first, _last: infobox.frame_sources(caption),
        values=FieldValues(),
        caption=lambda title: title,
        above=lambda _first: "",
        field=lambda key, value, _was: infobox.field_source(key, value),
        item=lambda target: see_also.item_source(target),
        heading=lambda title: f"## {title}",
    ),
    WIKITEXT: ContentModel(
        name=WIKITEXT,
        read=wikitext.read,
        read_sections=wikitext.read_sections,
        read_row=_wikitext_row,
        read_link=wikitext_see_also.read_link,
        join=wikitext.join,
        links=wikitext_links.page_links,
        frame=wikitext_infobox.frame_sources,
        values=_WIKITEXT_VALUES,
        caption=lambda _title: "Infobox",
        above=lambda first: wikitext_infobox.caption_parts(first)[0],
        field=_wikitext_field,
        item=lambda target: wikitext_see_also.item_source(target),
        heading=lambda title: f"== {title} ==",
        read_heading=wikitext_headings.read_heading,
    ),
}
