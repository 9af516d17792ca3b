"""Attributes of tags, and the little of them that is drawn."""

from __future__ import annotations

import re
from html import escape, unescape

_ATTRIBUTE = re.compile(
    r"(?<![\w:.-])([a-zA-Z][\w:.-]{0,60}+)"
    r"(?:[ \t\r\n]*+=[ \t\r\n]*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?+"
)
_ALIGN = re.compile(r"text-align[ \t]*+:[ \t]*+(left|right|center)", re.IGNORECASE)
_MANY = re.compile(r"[1-9][0-9]{0,2}")


def attributes(source: str) -> dict[str, str]:
    """The attributes written in a tag or before a cell, names in lower case."""
    return {one[1].lower(): unescape(one[2] or one[3] or one[4] or "") for one in _ATTRIBUTE.finditer(source)}


def cell_attributes(source: str) -> str:
    """What a table cell keeps of its attributes, as HTML: what it spans and how it is aligned."""
    said = attributes(source)
    kept = [
        f'{name}="{said[name].strip()}"'
        for name in ("colspan", "rowspan")
        if _MANY.fullmatch(said.get(name, "").strip())
    ]
    if alignment := aligned(said):
        kept.append(f'class="{alignment}"')
    return "".join(f" {one}" for one in kept)


def aligned(said: dict[str, str]) -> str:
    """The class for the alignment that the attributes ask for, or ""."""
    found = _ALIGN.search(said.get("style", "")[:1000])
    word = found[1].lower() if found else said.get("align", "").lower()
    return f"align-{word}" if word in ("left", "right", "center") else ""


def titled(source: str) -> str:
    """The title of a tag as HTML."""
    title = attributes(source).get("title", "")
    return f' title="{escape(title)}"' if title else ""
