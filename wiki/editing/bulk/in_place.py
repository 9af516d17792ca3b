"""The usual edit: the page has the same parts as before, and some of them other words.

Most revisions of a long history are such. What the whole matching would find for them is told at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wiki.models import Row
from wiki.text.parts.rows import FieldText, LinkText, PageText


def edited_in_place(rows: Sequence[Row], wanted: PageText) -> tuple[Row, ...] | None:
    """The rows with the words of `wanted`, or None where a part came, went, or has another name or place.

    Rows that are as they were are the same objects.
    """
    fields = [row for row in rows if row.kind == "field"]
    sections = [row for row in rows if row.kind == "section"]
    links: dict[int, list[Row]] = {}
    for row in rows:
        if row.kind == "link":
            links.setdefault(row.section, []).append(row)
    if len(fields) != len(wanted.fields) or len(sections) != len(wanted.sections):
        return None
    if rows[0].model != wanted.model:
        return None
    now: dict[tuple[str, int], Row] = {}
    for row, field in zip(fields, wanted.fields, strict=True):
        if row.text != field.source:
            if not _same_field(row, field):
                return None
            now[row.ref] = row._replace(text=field.source)
    for row, section in zip(sections, wanted.sections, strict=True):
        if row.see_also != (section.links is not None):
            return None
        if section.links is not None and not _same_links(links.get(row.id, ()), section.links):
            return None
        if row.head != section.heading or row.text != section.body:
            if row.head != section.heading and row.heading != (section.level, section.title):
                return None
            now[row.ref] = row._replace(head=section.heading, text=section.body)
    if len(now) > 1 and _moved(rows, now):
        return None
    return tuple(now.get(row.ref, row) for row in rows)


def parted(rows: Sequence[Row], wanted: PageText) -> tuple[list[Row], list[Row], PageText, list[Row]]:
    """What has to be matched, and what need not: the sections before and behind it are as they were.

    Gives the rows before, the rows and the text to match (infobox and lead always among them), the rows
    behind. Parts that are the same in the same place would be matched with each other in any case.
    """
    fields = [row for row in rows if row.kind == "field"]
    units = _units(rows)
    was = ["".join((unit[0].head, *(link.text for link in unit[1:]), unit[0].text)) for unit in units]
    now = [section.source for section in wanted.sections]
    if not units or rows[0].model != wanted.model:
        return [], list(rows), wanted, []
    start, most = 1, min(len(was), len(now))
    while start < most and was[start] == now[start]:
        start += 1
    end = 0
    while end < most - start and was[-1 - end] == now[-1 - end]:
        end += 1
    middle = replace(wanted, sections=(wanted.sections[0], *wanted.sections[start : len(now) - end]))
    inner = [units[0], *units[start : len(units) - end]]
    return (
        [row for unit in units[1:start] for row in unit],
        [*fields, *(row for unit in inner for row in unit)],
        middle,
        [row for unit in units[len(units) - end :] for row in unit],
    )


def _units(rows: Sequence[Row]) -> list[list[Row]]:
    """Each section with its links behind it."""
    units = {row.id: [row] for row in rows if row.kind == "section"}
    for row in rows:
        if row.kind == "link":
            units[row.section].append(row)
    return list(units.values())


def joined(ahead: Sequence[Row], found: Sequence[Row], behind: Sequence[Row]) -> list[Row]:
    """The rows of the page in the order of its text: `ahead` comes after the lead."""
    lead = next(n for n, row in enumerate(found) if row.kind == "section") + 1
    while lead < len(found) and found[lead].kind == "link":
        lead += 1
    return [*found[:lead], *ahead, *found[lead:], *behind]


def _same_field(row: Row, field: FieldText) -> bool:
    if row.head != field.kind:
        return False
    return field.kind != "field" or row.field.key == field.key


def _same_links(rows: Sequence[Row], links: Sequence[LinkText]) -> bool:
    return [row.text for row in rows] == [link.source for link in links]


def _moved(rows: Sequence[Row], now: dict[tuple[str, int], Row]) -> bool:
    """Whether the words of one part may have gone to another, as when headings were exchanged."""
    was = {row.text.strip() for row in rows if row.ref in now}
    return any(row.text.strip() in was for row in now.values())
