"""The self-reading change lines of an edit, from the rows before and after."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from wiki.editing.saving.plan import Plan
from wiki.models import Row
from wiki.models.parts import Kind, Ref
from wiki.text.comparing.changes import Change, created, field_change, link_change, section_change, summarise
from wiki.text.parts.positions import kept_in_place

_KINDS: dict[str, Kind] = {"section": "section", "field": "field", "infobox": "field", "see_also": "link"}


def with_ids(changes: tuple[Change, ...], ids: Mapping[Ref, int]) -> tuple[Change, ...]:
    """The lines with the ids that these parts are given, every new one among them; the same object where no
    line has another.
    """
    named = tuple(_with_id(change, ids) for change in changes)
    return changes if all(map(operator.is_, named, changes)) else named


def _with_id(change: Change, ids: Mapping[Ref, int]) -> Change:
    if not change.id:
        return change
    ref = (_KINDS[change.part], change.id)
    given = ids[ref] if change.id < 0 else ids.get(ref, change.id)
    return change if given == change.id else replace(change, id=given)


def changes_of(plan: Plan) -> tuple[Change, ...]:
    """What the plan changes, in the order of the page, folded where there is too much to tell."""
    if not plan.before:
        sections = sum(1 for row in plan.rows if row.kind == "section" and row.head)
        fields = sum(1 for row in plan.rows if row.kind == "field" and row.head == "field")
        links = sum(1 for row in plan.rows if row.kind == "link")
        return (created(sections, fields, links),)
    told = [*_fields(plan), *_sections(plan), *_links(plan)]
    return summarise(told)


def _pairs(plan: Plan, kind: str) -> Iterator[tuple[Row | None, Row | None]]:
    """Old and new row of every part of one kind that changed, in the newer order; removed ones last."""
    touched = {id(row) for row in (*plan.changed, *plan.added) if row.kind == kind}
    was = {row.id: row for row in plan.before if row.kind == kind} if touched else {}
    for row in plan.rows if touched else ():
        if id(row) in touched:
            yield was.get(row.id), row
    for row in plan.removed:
        if row.kind == kind:
            yield row, None


def _moved(before: Iterable[Row], after: Iterable[Row], kind: str) -> set[int]:
    """Ids of the rows that left their place among the others."""
    was = [row.id for row in before if row.kind == kind]
    order = [row.id for row in after if row.kind == kind]
    if order == was:
        return set()
    ranks = {id_: rank for rank, id_ in enumerate(was)}
    stayed = kept_in_place([ranks.get(id_) for id_ in order])
    return {id_ for index, id_ in enumerate(order) if id_ in ranks and index not in stayed}


def _fields(plan: Plan) -> Iterator[Change]:
    moved = _moved(plan.before, plan.rows, "field")
    for old, new in _pairs(plan, "field"):
        row = new or old
        if row is not None and row.head != "end":
            yield from field_change(
                row.id, old.field if old else None, new.field if new else None, moved=row.id in moved,
                restored=row.id > 0, old_rev=old.rev if old else None,
            )  # fmt: skip


def _sections(plan: Plan) -> Iterator[Change]:
    moved = _moved(plan.before, plan.rows, "section")
    under, above = (_parents(plan.rows), _parents(plan.before)) if moved else ({}, {})
    for old, new in _pairs(plan, "section"):
        row = new or old
        if row is None:
            continue
        place = (above.get(row.id, ""), under.get(row.id, "")) if row.id in moved else None
        yield from section_change(
            row.id, _heading(old)[1], _heading(new)[1], old.text if old else "", new.text if new else "",
            moved=place, levels=(_heading(old)[0], _heading(new)[0]), restored=row.id > 0,
            old_rev=old.rev if old else None,
        )  # fmt: skip


def _heading(row: Row | None) -> tuple[int, str | None]:
    """Level and title; the title is None where the section is not there."""
    return (0, None) if row is None else row.heading


def _parents(rows: Sequence[Row]) -> dict[int, str]:
    """Heading of the section that each section stands under; "" at the top."""
    above: list[tuple[int, str]] = []
    result: dict[int, str] = {}
    for row in rows:
        if row.kind != "section":
            continue
        level, title = row.heading
        while above and above[-1][0] >= level:
            above.pop()
        result[row.id] = above[-1][1] if above else ""
        above.append((level, title))
    return result


def _links(plan: Plan) -> Iterator[Change]:
    moved = _moved(plan.before, plan.rows, "link")
    whole = {row.id for row in (*plan.added, *plan.removed) if row.kind == "section"}
    for old, new in _pairs(plan, "link"):
        row = new or old
        # A list that came or went as a whole is told by its section.
        if row is not None and row.section not in whole:
            yield from link_change(
                row.id, old.link if old else None, new.link if new else None,
                moved=row.id in moved, restored=row.id > 0, old_rev=old.rev if old else None,
            )  # fmt: skip
