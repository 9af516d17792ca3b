"""How rows of one page become new rows of another: their places, levels and origins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal

from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.models import Row
from wiki.reading.source import subtree
from wiki.text.parts.levels import TOP, at_level
from wiki.text.sections import plain_title

_TAIL_ITEM = re.compile(r"\[\[\s*category\s*:[^\[\]]*\]\]|\{\{defaultsort[:|][^{}]*\}\}", re.IGNORECASE)
Where = Literal["see_also", "end", "after"]
PLACES: tuple[Where, ...] = ("see_also", "end", "after")


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the page sections shall stand: before its See also list, at the end, or after the section of
    this heading (or anchor).
    """

    where: Where = "see_also"
    heading: str = ""


def without_tail(
    rows: Sequence[Row], moving: Sequence[Row]
) -> tuple[tuple[Row, ...], tuple[Row, ...], list[Row]]:
    """The rows that leave a page and what stands for them there (as the two sides of an edit), and the rows
    that move.

    Categories on the page's last lines are the page's: they pass to the section before.
    """
    sections = [row for row in rows if row.kind == "section"]
    last = max((n for n, row in enumerate(moving) if row.kind == "section"), default=0)
    text = moving[last].text
    tail = _tail_start(text)
    if moving[last] != sections[-1] or tail is None:
        return tuple(moving), (), list(moving)
    before = sections[sections.index(moving[0]) - 1]
    kept = "\n\n" + text[tail:].strip()
    shorter = moving[last]._replace(text=text[:tail])
    moved = [shorter if n == last else row for n, row in enumerate(moving)]
    return (before, *moving), (before._replace(text=before.text.rstrip() + kept),), moved


def _tail_start(text: str) -> int | None:
    """Where the categories (and the sort key) begin that a text ends in; None without any. Linear."""
    start, end = None, _before_blanks(text, len(text))
    while end:
        opening = {"]]": "[[", "}}": "{{"}.get(text[max(end - 2, 0) : end])
        at = text.rfind(opening, 0, end) if opening else -1
        if at < 0 or not _TAIL_ITEM.fullmatch(text, at, end):
            break
        start = end = _before_blanks(text, at)
    return start


def _before_blanks(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end


def arrived(moving: Sequence[Row], standing: Sequence[Row], place: Place) -> list[Row]:
    """The rows of the page with what moves there among them. Raises BadEdit for a place that is none."""
    sections = [row for row in standing if row.kind == "section"]
    at, level = len(sections), TOP
    if place.where == "see_also":
        at = next((n for n, row in enumerate(sections) if row.see_also), at)
    elif place.where == "after":
        before = _named(sections, place.heading)
        level = before.heading[0] or TOP
        inside = [row for row in subtree(standing, before.id) if row.kind == "section"]
        at = sections.index(before) + len(inside)
    shift = level - moving[0].heading[0]
    return _inserted(standing, sections, at, _new(moving, shift))


def _named(sections: Sequence[Row], heading: str) -> Row:
    wanted = " ".join(heading.split())
    for row in sections:
        name = plain_title(row.heading[1]) if row.head else ""
        if row.head and (name.casefold() == wanted.casefold() or row.anchor == wanted.replace(" ", "_")):
            return row
    message = _("The page has no section “%(name)s”.") if wanted else _("Say after which section.")
    raise BadEdit(message % {"name": wanted[:80]} if wanted else message, field="after", code="nosuchsection")


def as_page(moving: Sequence[Row]) -> list[Row]:
    """The rows of a new page made of a section: its text is the beginning, its subsections the sections. A
    list of see-also links stays a section.
    """
    first, *rest = moving
    new = _new(moving, TOP - first.heading[0])
    if first.see_also:
        new[0] = new[0]._replace(head=new[0].head.lstrip("\r\n"))
        return [Row("section", min(row.id for row in new) - 1, 0), *new]
    lead = new[0]._replace(head="", text=first.text.lstrip("\r\n"))
    return [lead, *_new(rest, TOP - 1 - first.heading[0], start=lead.id - 1)]


def as_section(rows: Sequence[Row], standing: Sequence[Row], title: str) -> list[Row]:
    """The rows of a page with the whole of another among them, under that one's title; its infobox where the
    page has none.
    """
    ordered = [row for row in rows if row.kind == "section"]
    links = [row for row in rows if row.kind == "link"]
    new = _new([*ordered, *links], 1)
    lead = new[0]
    body = lead.text.lstrip("\r\n")
    new[0] = lead._replace(head=f"\n\n## {title}", text=f"\n\n{body}" if body else "")
    sections = [row for row in standing if row.kind == "section"]
    at = next((n for n, row in enumerate(sections) if row.see_also), len(sections))
    result = _inserted(standing, sections, at, new)
    if any(row.kind == "field" for row in standing):
        return result
    ids = count(min(row.id for row in new) - 1, -1)
    fields = [row._replace(id=next(ids), rev=0) for row in rows if row.kind == "field"]
    return [*fields, *result]


def _new(moving: Iterable[Row], shift: int, *, start: int = -1) -> list[Row]:
    """The rows as new ones that name their origin, headings deeper by `shift` levels."""
    ids, new, given = count(start, -1), list[Row](), dict[int, int]()
    for row in moving:
        id_ = next(ids)
        if row.kind == "section":
            given[row.id] = id_
            level = row.heading[0]
            head = at_level("\n\n" + row.head.lstrip("\r\n"), level + shift) if row.head else ""
            new.append(
                Row("section", id_, 0, head=head, text=row.text, see_also=row.see_also, origin=row.id,
                    origin_rev=row.rev)
            )  # fmt: skip
        else:
            new.append(Row(row.kind, id_, 0, section=given[row.section], text=row.text))
    return new


def _inserted(standing: Sequence[Row], sections: Sequence[Row], at: int, new: Sequence[Row]) -> list[Row]:
    others = [row for row in standing if row.kind != "section"]
    came = [row for row in new if row.kind == "section"]
    inside = [row for row in new if row.kind != "section"]
    return [*others, *sections[:at], *came, *sections[at:], *inside]
