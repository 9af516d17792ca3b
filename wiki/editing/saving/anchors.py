"""Anchors: given once, kept for life."""

from __future__ import annotations

from collections.abc import Sequence

from wiki.models import Row
from wiki.text.merging.match import heirs
from wiki.text.sections import give_anchors


def with_anchors(rows: Sequence[Row], before: Sequence[Row] = ()) -> list[Row]:
    """The section rows with an anchor each, unique among the living ones of the page.

    A section keeps its anchor until its heading changes; then the old anchor goes to its former ones,
    where it still leads to it. The anchors of a section of `before` that is gone go to the one that took
    its text over.
    """
    given = give_anchors((row.heading[1], row.anchor) for row in rows)
    return _inherited([_with_anchor(row, anchor) for row, anchor in zip(rows, given, strict=True)], before)


def _with_anchor(row: Row, anchor: str) -> Row:
    return row if row.anchor == anchor else _with_former(row._replace(anchor=anchor), row.anchor)


def _with_former(row: Row, *anchors: str) -> Row:
    former = [old for old in (*anchors, *row.former_anchors.split("\n")) if old and old != row.anchor]
    return row._replace(former_anchors="\n".join(dict.fromkeys(former)))


def _inherited(rows: list[Row], before: Sequence[Row]) -> list[Row]:
    living = {row.id: row for row in rows}
    was = {row.id: row for row in before if row.kind == "section"}
    gone = {id_: row.text for id_, row in was.items() if id_ not in living and row.anchor}
    if not gone:
        return rows
    grown = {
        id_: (was[id_].text if id_ in was else "", row.text)
        for id_, row in living.items()
        if id_ not in was or row.text != was[id_].text
    }
    for id_, heir in heirs(gone, grown).items():
        anchors = was[id_].anchor, *was[id_].former_anchors.split("\n")
        living[heir] = _with_former(living[heir], *anchors)
    return [living[row.id] for row in rows]
