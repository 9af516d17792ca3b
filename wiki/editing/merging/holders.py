"""Rows that hold others: a See also section its links, an infobox its fields. They go or stay together."""

from __future__ import annotations

from collections.abc import Mapping

from wiki.models.parts import Ref, Row


def holds(row: Row) -> bool:
    """Whether rows of their own stand in this one. The caption's row stands for the whole infobox."""
    return row.head == "caption" if row.kind == "field" else row.see_also


def holder_name(row: Row) -> str:
    """What a reader calls the holder: the section's heading, the infobox's caption."""
    return row.field.value if row.kind == "field" else row.heading[1]


def stands_in(row: Row, holder: Ref) -> bool:
    """Whether the row is a link of that section, or a row of that infobox (a page has but one)."""
    if row.kind == "link":
        return holder == ("section", row.section)
    return row.kind == "field" and holder[0] == "field" and row.ref != holder


def held(holder: Ref, rows: Mapping[Ref, Row]) -> list[Row]:
    """The rows of one side that stand in the holder, in order."""
    return [row for row in rows.values() if stands_in(row, holder)]


def whole(ref: Ref, rows: Mapping[Ref, Row]) -> str:
    """The source text of a holder with all that stands in it; nothing where it is not there."""
    row = rows.get(ref)
    if row is None:
        return ""
    inside = "".join(other.text for other in held(ref, rows))
    return row.head + inside + row.text if row.kind == "section" else row.text + inside


def says_more(ref: Ref, rows: Mapping[Ref, Row], base: Mapping[Ref, Row]) -> bool:
    """Whether the holder has words on this side, its own or of what stands in it, that the base has not."""
    return any(row.ref not in base or row.says != base[row.ref].says for row in (rows[ref], *held(ref, rows)))
