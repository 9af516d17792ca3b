"""Revisions as JSON lines, with the sections and fields that each left and where each of these comes from."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from wiki.dumps.exporter import export_histories, export_title, slots_of
from wiki.models import Page, Revision, RevisionSlot, Row
from wiki.reading.source import source_text

Found = dict[str, Any]


def json_lines(
    pages: QuerySet[Page], *, current: bool = False, since: datetime | None = None
) -> Iterator[str]:
    """A line for each revision of these pages, a JSON object that stands for itself; docs/import-export.md
    names what it holds. `current`, `since` and what is left out are as in `export_records`, and it streams
    likewise.
    """
    for page, target, revisions in export_histories(pages, current=current, since=since):
        named = {"id": page.pk, "title": export_title(page), "namespace": page.namespace}
        shown = Revision.objects.filter(page=page, withheld=False).order_by("number")
        known = list(shown.values_list("number", "pk"))
        for revision, parent, rows in revisions:
            # A version of a revision that is left out counts as the next one's.
            made = {row.rev: known[bisect_left(known, (row.rev, 0))][1] for row in rows}
            line: Found = {"id": revision.pk, "parent_id": parent or None}
            line["page"] = {**named, "redirect_title": target or None}
            line |= _about(revision)
            if not revision.text_hidden:
                line |= _content(rows, made, slots_of(revision))
            yield json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"


def _about(one: Revision) -> Found:
    moment = one.timestamp
    return {
        "timestamp": f"{moment.year:04}{moment:-%m-%dT%H:%M:%SZ}",
        "user": None if one.user_hidden else {"id": one.author_id, "text": one.author_text},
        "comment": None if one.summary_hidden else one.summary,
        "minor": one.minor,
        "bot": one.bot,
        "tags": one.tags,
        "deleted": {"text": one.text_hidden, "user": one.user_hidden, "comment": one.summary_hidden},
        "model": one.content_model,
        "bytes": one.size,
        "sha1": None if one.text_hidden else one.sha1,
        "text": None,
        "infobox": [],
        "sections": [],
        "slots": {},
    }


def _content(rows: Sequence[Row], made: dict[int, int], slots: Sequence[RevisionSlot]) -> Found:
    links: dict[int, list[Row]] = {}
    for row in rows:
        if row.kind == "link":
            links.setdefault(row.section, []).append(row)
    return {
        "text": source_text(rows),
        "infobox": [_field(row, made) for row in rows if row.kind == "field" and row.field.kind != "end"],
        "sections": [_section(row, links.get(row.id, ()), made) for row in rows if row.kind == "section"],
        "slots": {slot.role: {"model": slot.content_model, "text": slot.text} for slot in slots},
    }


def _field(row: Row, made: dict[int, int]) -> Found:
    field = row.field
    return {
        "id": row.id,
        "revision": made[row.rev],
        "kind": field.kind,
        "key": field.key,
        "value": field.value,
    }


def _section(row: Row, links: Sequence[Row], made: dict[int, int]) -> Found:
    level, title = row.heading
    items = [{"id": one.id, "revision": made[one.rev], "target": one.link.target} for one in links]
    text = "".join(one.text for one in links) + row.text
    return {
        "id": row.id,
        "revision": made[row.rev],
        "level": level,
        "title": title,
        "text": text,
        "links": items,
    }
