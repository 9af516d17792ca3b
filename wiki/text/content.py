"""Content models: how the source of a page is cut into rows, and how rows are read and written.

Every revision names its model. What keeps, merges, compares and shows rows asks here, and need not know
which model it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wiki.text import infobox, links, see_also, source
from wiki.text.links import Links
from wiki.text.parts import single
from wiki.text.parts.rows import FieldText, LinkText, PageText, SectionText
from wiki.text.sections import read_fence, read_heading

__all__ = ["MARKDOWN", "ContentModel", "content_model", "page_links", "read_heading"]

MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class ContentModel:
    """The functions of one model. What they promise is told where they are written.

    `read_row` reads a row of the infobox, given its kind and its source; `frame` makes the first and the last
    row of a new infobox, `field` a row between them, given key, value and the source it had before.
    """

    name: str
    read: Callable[[str], PageText]
    read_section: Callable[[str, str], SectionText]
    read_sections: Callable[[str], tuple[SectionText, ...]]
    read_row: Callable[[str, str], FieldText]
    read_link: Callable[[str], LinkText]
    join: Callable[[Iterable[str]], str]
    links: Callable[[PageText], Links]
    frame: Callable[[str], tuple[str, str]]
    field: Callable[[str, str, str], str]
    item: Callable[[str], str]
    heading: Callable[[str], str]


def content_model(name: str) -> ContentModel:
    """The model of this name. Raises KeyError for one that this wiki does not have."""
    return _MODELS[name]


def page_links(page: PageText) -> Links:
    """What a page links to, each target once, in the order of the text."""
    return _MODELS[page.model].links(page)


def _markdown_row(kind: str, text: str) -> FieldText:
    if kind == "field":
        return single.read_field(text)
    fence = read_fence(text.strip("\r\n")) if kind == "caption" else None
    caption = (infobox.caption_of(fence.info) or "") if fence else ""
    return FieldText("caption" if kind == "caption" else "end", text, value=caption)


_MODELS = {
    MARKDOWN: ContentModel(
        name=MARKDOWN,
        read=source.read,
        read_section=source.read_section,
        read_sections=source.read_sections,
        read_row=_markdown_row,
        read_link=single.read_link,
        join=source.join,
        links=links.page_links,
        frame=infobox.frame_sources,
        field=lambda key, value, _was: infobox.field_source(key, value),
        item=lambda target: see_also.item_source(target),
        heading=lambda title: f"## {title}",
    ),
}
