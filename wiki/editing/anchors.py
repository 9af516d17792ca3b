"""Anchors: given once, kept for life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wiki.models import Row
from wiki.text.sections import give_anchors, read_heading


def with_anchors(rows: Sequence[Row]) -> list[Row]:
    """The section rows with an anchor each, unique among the living ones of the page.

    A section keeps its anchor until its heading changes; then the old anchor goes to its former ones,
    where it still leads to it.
    """
    given = give_anchors((read_heading(row.head)[1], row.anchor) for row in rows)
    return [_with_anchor(row, anchor) for row, anchor in zip(rows, given, strict=True)]


def _with_anchor(row: Row, anchor: str) -> Row:
    if row.anchor == anchor:
        return row
    former = [old for old in (row.anchor, *row.former_anchors.split("\n")) if old and old != anchor]
    return replace(row, anchor=anchor, former_anchors="\n".join(dict.fromkeys(former)))
