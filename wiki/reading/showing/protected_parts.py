"""The parts of a page that can be protected by themselves, and what each is protected from now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from wiki.models import Page, Row, parts_live
from wiki.permissions import PART, protected_parts, protection_level
from wiki.text.sections import plain_title

INFOBOX = "infobox"


class Leveled(Protocol):
    """A section, as far as its place among the others goes."""

    @property
    def id(self) -> int: ...
    @property
    def level(self) -> int: ...


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part in the list of them: "infobox", "f34" or "s12"; the beginning of the page has no name."""

    part: str
    name: str
    level: str = ""  # of protection, now
    depth: int = 0  # of a section among the others; of a fact, within the infobox

    @property
    def is_fact(self) -> bool:
        """Whether it is a row of the infobox."""
        return self.part[0] == "f"


def part_lines(page: Page) -> tuple[PartLine, ...]:
    """All parts of the page in its order; one query."""
    rows = parts_live(page.pk)
    fields = [row for row in rows if row.kind == "field"]
    box = [PartLine(INFOBOX, "", protection_level(page, PART + INFOBOX))] if fields else []
    facts = [
        PartLine(f"f{row.id}", row.field.key, protection_level(page, f"{PART}f{row.id}"), 1)
        for row in fields
        if row.head == "field"
    ]
    sections = [_section_line(page, row) for row in rows if row.kind == "section"]
    return (*box, *facts, *sections)


def _section_line(page: Page, row: Row) -> PartLine:
    level, title = row.heading
    part = f"s{row.id}"
    return PartLine(part, plain_title(title), protection_level(page, PART + part), max(level - 2, 0))


def closed_lines(page: Page) -> tuple[PartLine, ...]:
    """The parts of the page that are protected now; a query only where there are any."""
    return tuple(line for line in part_lines(page) if line.level) if protected_parts(page) else ()


def covered_sections(page: Page, sections: Sequence[Leveled]) -> dict[int, tuple[str, ...]]:
    """For each section under protection, the protected sections that it is or stands in; no query."""
    closed = {int(part[1:]) for part in protected_parts(page) if part[0] == "s"}
    result: dict[int, tuple[str, ...]] = {}
    above: list[tuple[int, str]] = []
    for section in sections if closed else ():
        while above and (not section.level or above[-1][0] >= section.level):
            above.pop()
        over = [part for _level, part in above]
        if section.id in closed:
            over.append(f"s{section.id}")
            if section.level:
                above.append((section.level, f"s{section.id}"))
        if over:
            result[section.id] = tuple(over)
    return result


@dataclass(frozen=True, slots=True)
class _Section:
    id: int
    level: int


def parts_over(page: Page, part: str) -> tuple[str, ...]:
    """The protected parts that an edit of this part ("s12", "f34", "infobox") falls under: itself, the
    infobox, the sections above. A query only where sections are protected.
    """
    closed = protected_parts(page)
    if part[:1] == "s" and any(one[0] == "s" for one in closed):
        rows = (row for row in parts_live(page.pk) if row.kind == "section")
        return covered_sections(page, _levels(rows)).get(int(part[1:]), ())
    own = (part, INFOBOX) if part[:1] == "f" else (part,)
    return tuple(one for one in own if one in closed)


def _levels(rows: Iterable[Row]) -> list[_Section]:
    return [_Section(row.id, row.heading[0]) for row in rows]
