"""Columns that repeat what a row's source says, so that rows can be looked up and listed by it."""

from __future__ import annotations

from typing import Any

from wiki.models import Row
from wiki.models.parts import Kind

TITLE_KEPT = 1000  # characters of a heading
REPEATED: dict[Kind, tuple[str, ...]] = {
    "section": ("level", "title"),
    "field": ("key", "value"),
    "link": ("target",),
}


def read_columns(row: Row) -> dict[str, Any]:
    """What the REPEATED columns of a row hold."""
    if row.kind == "section":
        level, title = row.heading
        return {"level": level, "title": title[:TITLE_KEPT]}
    if row.kind == "link":
        return {"target": row.link.target}
    field = row.field
    return {"key": field.key, "value": field.value}
