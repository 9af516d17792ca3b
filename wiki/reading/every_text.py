"""Every revision of pages with its parts or its text, from the first to the last: for exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
_AT_ONCE = 200  # revisions whose slots are asked for together


def every_text(page: Page) -> Iterator[tuple[Revision, str]]:
    """The page's revisions in order, each with the source text that it left. Memory is bounded by the page,
    not by the length of its history. Nothing is left out here: who shows it has to ask what is withheld.
    """
    last: list[Row] | None = None
    text = ""
    for revision, rows in every_state([page]):
        if rows is not last:
            last, text = rows, source_text(rows)
        yield revision, text


def every_state(pages: Sequence[Page]) -> Iterator[tuple[Revision, list[Row]]]:
    """`every_text` of these pages, by their ids, with the rows that each revision left, in order (the same
    list where it changed none) and its further slots at hand. A few queries for all of the pages.
    """
    ids = [page.pk for page in pages]
    versions = groupby(merge(*(_of_kind(ids, kind) for kind in KIND_CODES)), key=lambda found: found[:2])
    ahead = next(versions, None)
    page_id, state, rows = 0, dict[Ref, Row](), list[Row]()
    revisions = Revision.objects.filter(page__in=ids).order_by("page_id", "number").prefetch_related("slots")
    for revision in revisions.iterator(_AT_ONCE):
        if revision.page_id != page_id:
            page_id, state, rows = revision.page_id, {}, []
        place = page_id, revision.number
        while ahead is not None and ahead[0] < place:  # belongs to no revision
            ahead = next(versions, None)
        if ahead is not None and ahead[0] == place:
            for found in ahead[1]:
                row = _row(found, revision.content_model)
                if row.deleted:
                    state.pop(row.ref, None)
                else:
                    state[row.ref] = row
            rows = in_order(list(state.values()))
            ahead = next(versions, None)
        yield revision, rows


Found = tuple[int, int, int, int, Kind, bool, Any]


def _of_kind(page_ids: Sequence[int], kind: Kind) -> Iterator[Found]:
    columns = ("page_id", "rev", "id", "position", "deleted", *_COLUMNS[kind])
    history = MODELS[kind].history.filter(page_id__in=page_ids).order_by("page_id", "rev", "id")
    for page_id, rev, id_, position, deleted, *words in history.values_list(*columns).iterator():
        yield page_id, rev, KIND_CODES[kind], id_, kind, deleted, (position, words)


def _row(found: Found, model: str) -> Row:
    _page, rev, _code, id_, kind, deleted, (position, words) = found
    if kind == "section":
        heading, body, listed = words
        return Row(kind, id_, rev, position, deleted, head=heading, text=body, see_also=listed, model=model)
    if kind == "field":
        return Row(kind, id_, rev, position, deleted, head=words[0], text=words[1], model=model)
    return Row(kind, id_, rev, position, deleted, section=words[0], text=words[1], model=model)
