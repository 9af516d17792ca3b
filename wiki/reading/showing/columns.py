"""Columns that repeat what a row's source says, so that rows can be looked up and listed by it."""

from __future__ import annotations

from typing import Any

from wiki.models.parts import Kind
from wiki.text.infobox import caption_of
from wiki.text.parts.single import read_field, read_link
from wiki.text.sections import read_fence, read_heading

TITLE_KEPT = 1000  # characters of a heading
REPEATED: dict[Kind, tuple[str, ...]] = {
    "section": ("level", "title"),
    "field": ("key", "value"),
    "link": ("target",),
}


def caption_text(source: str) -> str:
    """The caption that the source of an infobox's first row writes."""
    fence = read_fence(source.strip("\r\n"))
    return (caption_of(fence.info) or "") if fence else ""


def read_columns(kind: Kind, head: str, text: str) -> dict[str, Any]:
    """What the REPEATED columns of a row hold; `head` and `text` as in models.Row."""
    if kind == "section":
        level, title = read_heading(head)
        return {"level": level, "title": title[:TITLE_KEPT]}
    if kind == "link":
        return {"target": read_link(text).target}
    if head == "field":
        field = read_field(text)
        return {"key": field.key, "value": field.value}
    return {"key": "", "value": caption_text(text) if head == "caption" else ""}
