"""The several values of an infobox field, and the picture that one names."""

from __future__ import annotations

import re

from wiki.text.infobox import picture_name
from wiki.text.wikitext.parameters import plain_name, read_template
from wiki.text.wikitext.site import DEFAULT, Site
from wiki.text.wikitext.spans import Span, outside, spans, without

_LISTS = frozenset(
    {"plainlist", "plain list", "flatlist", "hlist", "ubl", "unbulleted list", "collapsible list"}
)
_BREAK = re.compile(r"<(?i:br)[ \t]*+/?>|\n(?=[*#])")
_MARKED = re.compile(r"[<{\n]")
_ITEM = re.compile(r"^[ \t]*+[*#]++[ \t]*+")


def values(value: str) -> list[str]:
    """The values that a field lists: items of a list or of a template for lists, or parted by `<br>`."""
    if not _MARKED.search(value):  # the most by far
        return [one] if (one := _ITEM.sub("", value.strip()).strip()) else []
    value = without(value, lambda span: span.kind == "comment").strip()
    if not value:
        return []
    found = spans(value)
    if found == [Span(0, len(value), "template")]:
        inside = _listed(value)
        if inside is not None:
            return [one for piece in inside for one in _parted(piece, spans(piece))]
    return _parted(value, found)


def without_sources(value: str) -> str:
    """One value without the notes that are put in it, and without comments."""
    return without(value, lambda span: span.kind in ("ref", "comment")) if "<" in value else value


def _listed(source: str) -> list[str] | None:
    """The items of a template for lists; None for other templates."""
    template = read_template(source, 0, len(source))
    if plain_name(source[2 : template.name_end]).replace("_", " ").casefold() not in _LISTS:
        return None
    return [source[one.bar + 1 : one.end] for one in template.parameters if one.equals < 0]


def _parted(value: str, hidden: list[Span]) -> list[str]:
    pieces: list[str] = []
    at = 0
    for start, end in outside(value, hidden):
        for sign in _BREAK.finditer(value, start, end):
            pieces.append(value[at : sign.start()])
            at = sign.end()
    pieces.append(value[at:])
    return [one for piece in pieces if (one := _ITEM.sub("", piece.strip()).strip())]


def file_of(value: str, site: Site = DEFAULT) -> str:
    """The picture that a value names as a whole, `X.jpg` or `[[File:X.jpg|250px]]`; else ""."""
    if name := picture_name(value):
        return name
    text = value.strip()
    if text.startswith("[[") and spans(text, links=True) == [Span(0, len(text), "link")]:
        link = site.link(text[2:-2].partition("|")[0])
        if link is not None and link.kind == "file" and link.title is not None:
            return link.title.name
    return ""
