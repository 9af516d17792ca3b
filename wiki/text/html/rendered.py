"""What rendering a page gives: safe HTML by section and field, and what the page refers to."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any, Literal

MAX_BYTES = 2_000_000
FieldKind = Literal["text", "list", "picture", "empty", "junk"]


def is_too_large(text: str) -> bool:
    """Whether `text` has more bytes than a saved page may have: only an import brings such a page in."""
    return len(text) * 4 > MAX_BYTES and len(text.encode(errors="replace")) > MAX_BYTES


@dataclass(frozen=True, slots=True)
class SeeAlso:
    """A line of a See also section; `target_title` is the full title, None where it can be no title."""

    target_title: str | None
    fragment: str
    label_html: str
    note_html: str


@dataclass(frozen=True, slots=True)
class RenderedSection:
    """A section: `html` holds the body alone, `see_also` is None for an ordinary section."""

    level: int
    title_html: str
    title: str
    number: str
    anchor: str
    html: str
    see_also: tuple[SeeAlso, ...] | None = None


@dataclass(frozen=True, slots=True)
class RenderedField:
    """A field of the infobox; `key` is plain text, `values_html` inline HTML, `file` the picture's name."""

    key: str
    kind: FieldKind
    values_html: tuple[str, ...]
    file: str = ""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A whole page. Its HTML depends on this page's text alone, not on other pages or on the reader.

    `links` are (namespace, name) of every page linked to, `categories` (name, sort key), `files` names
    without prefix, `redirect` the full title (with `#fragment`) the page sends to. `failed` says that the
    text could not be rendered in time and is shown as source.
    """

    caption: str
    caption_html: str
    fields: tuple[RenderedField, ...]
    sections: tuple[RenderedSection, ...]
    links: tuple[tuple[int, str], ...] = ()
    categories: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    redirect: str | None = None
    warnings: tuple[str, ...] = ()
    failed: bool = False

    def to_json(self) -> str:
        """Write the page as compact JSON: lists by position, in the order of the fields above."""
        return json.dumps(_pack(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> RenderedPage:
        """Read what `to_json` wrote; raises ValueError for anything else."""
        try:
            row = json.loads(text)
            caption, caption_html, boxes, parts, links, categories, files, redirect, warnings, failed = row
            return cls(
                caption=caption,
                caption_html=caption_html,
                fields=tuple(RenderedField(key, kind, tuple(html), file) for key, kind, html, file in boxes),
                sections=tuple(_unpack_section(part) for part in parts),
                links=tuple((number, name) for number, name in links),
                categories=tuple((name, key) for name, key in categories),
                files=tuple(files),
                redirect=redirect,
                warnings=tuple(warnings),
                failed=failed,
            )
        except (TypeError, KeyError) as error:
            raise ValueError(f"not a rendered page: {error}") from error


def _pack(value: Any) -> Any:
    if isinstance(value, RenderedPage | RenderedSection | RenderedField | SeeAlso):
        return [_pack(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return [_pack(item) for item in value]
    return value


def _unpack_section(row: list[Any]) -> RenderedSection:
    level, title_html, title, number, anchor, html, links = row
    see_also = None if links is None else tuple(SeeAlso(*link) for link in links)
    return RenderedSection(level, title_html, title, number, anchor, html, see_also)
