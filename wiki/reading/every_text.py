"""Every revision of a page with its parts or its text, from the first to the last: for exports."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from typing import Any

from wiki.models import Page, Revision, Row
from wiki.models.parts import KIND_CODES, MODELS, Kind, Ref, in_order
from wiki.reading.source import source_text

_COLUMNS: dict[Kind, tuple[str, ...]] = {
    "section": ("heading", "body", "see_also"),
    "field": ("kind", "source"),
    "link": ("section_id", "source"),
}


def every_text(page: Page) -> Iterator[tuple[Revision, str]]:
    """The page's revisions in order, each with the source text that it left. Memory is bounded by the page,
    not by the length of its history. Nothing is left out here: who shows it has to ask what is withheld.
    """
    last: list[Row] | None = None
    text = ""
    for revision, rows in every_state(page):
        if rows is not last:
            last, text = rows, source_text(rows)
        yield revision, text


def every_state(page: Page) -> Iterator[tuple[Revision, list[Row]]]:
    """`every_text` with the rows that each revision left, in order; the same list where it changed none."""
    versions = groupby(merge(*(_of_kind(page.pk, kind) for kind in KIND_CODES)), key=lambda found: found[0])
    state: dict[Ref, Row] = {}
    ahead = next(versions, None)
    rows: list[Row] = []
    for revision in Revision.objects.filter(page=page).order_by("number").iterator():
        while ahead is not None and ahead[0] < revision.number:  # belongs to no revision
            ahead = next(versions, None)
        if ahead is not None and ahead[0] == revision.number:
            for found in ahead[1]:
                row = _row(found, revision.content_model)
                if row.deleted:
                    state.pop(row.ref, None)
                else:
                    state[row.ref] = row
            rows = in_order(list(state.values()))
            ahead = next(versions, None)
        yield revision, rows


def _of_kind(page_id: int, kind: Kind) -> Iterator[tuple[int, int, int, Kind, bool, Any]]:
    columns = ("rev", "id", "position", "deleted", *_COLUMNS[kind])
    history = MODELS[kind].history.filter(page_id=page_id).order_by("rev", "id")
    for rev, id_, position, deleted, *words in history.values_list(*columns).iterator():
        yield rev, KIND_CODES[kind], id_, kind, deleted, (position, words)


def _row(found: tuple[int, int, int, Kind, bool, Any], model: str) -> Row:
    rev, _code, id_, kind, deleted, (position, words) = found
    if kind == "section":
        heading, body, listed = words
        return Row(kind, id_, rev, position, deleted, head=heading, text=body, see_also=listed, model=model)
    if kind == "field":
        return Row(kind, id_, rev, position, deleted, head=words[0], text=words[1], model=model)
    return Row(kind, id_, rev, position, deleted, section=words[0], text=words[1], model=model)
