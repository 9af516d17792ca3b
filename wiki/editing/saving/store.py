"""Writes the rows that an edit changed, and their versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Manager

from wiki.editing.saving.plan import Plan
from wiki.models import InfoboxField, Page, Revision, Row, Section, SeeAlsoLink
from wiki.models.insert import insert_versions
from wiki.models.parts import MODELS, Kind, Ref
from wiki.reading.showing.columns import read_columns

BATCH = 200
KINDS: tuple[Kind, ...] = ("section", "field", "link")
Part = Section | InfoboxField | SeeAlsoLink


class LostUpdate(RuntimeError):
    """A row was not as it was read under the lock. It cannot happen; if it does, nothing is written."""


def store_rows(page: Page, plan: Plan, revision: Revision) -> list[Row]:
    """Write what the plan changes as versions of this revision; returns the plan's rows with the ids they
    have.

    Each row is guarded by the rev that was read under the lock. Raises LostUpdate.
    """
    ids: dict[Ref, int] = {}
    removed = [row._replace(deleted=True) for row in plan.removed]
    was = {row.ref: row for row in (*plan.before, *plan.dead)}
    # Sections before links: a new link may stand in a new section.
    for kind in KINDS:
        added = [row for row in plan.added if row.kind == kind]
        objects = [part_of_row(page, settled(row, ids)._replace(rev=revision.number)) for row in added]
        _create(kind, objects, revision)
        ids |= {row.ref: part.pk for row, part in zip(added, objects, strict=True)}
        changed = [settled(row, ids) for row in (*plan.changed, *removed) if row.kind == kind]
        _update(kind, page, changed, was, revision)
    return [settled(row, ids) for row in plan.rows]


def settled(row: Row, ids: Mapping[Ref, int]) -> Row:
    """The row with stored ids in place of its negative ones."""
    section = ids.get(("section", row.section), row.section)
    if row.id > 0 and section == row.section:
        return row
    return row._replace(id=ids.get(row.ref, row.id), section=section)


def _table(kind: Kind) -> Manager[Any]:
    return MODELS[kind]._default_manager


def _create(kind: Kind, objects: list[Part], revision: Revision) -> None:
    if objects:
        _table(kind).bulk_create(objects, batch_size=BATCH)
        _versions(kind, objects, revision, new=True)


def _update(kind: Kind, page: Page, rows: Sequence[Row], was: dict[Ref, Row], revision: Revision) -> None:
    if rows:
        numbered = [row._replace(rev=revision.number) for row in rows]
        objects = update_rows(kind, page, numbered, {row.ref: was[row.ref].rev for row in rows})
        _versions(kind, objects, revision, new=False)


def update_rows(kind: Kind, page: Page, rows: Sequence[Row], was: Mapping[Ref, int]) -> list[Part]:
    """One guarded UPDATE a row, sent together: ten thousand of them take a fraction of one bulk_update.

    `was` is the rev that each row has in the database. Raises LostUpdate.
    """
    if not rows:
        return []
    objects = [part_of_row(page, row) for row in rows]
    meta = MODELS[kind]._meta  # noqa: SLF001
    fields = [field for field in meta.concrete_fields if field.name in _FIELDS[kind]]
    columns = ", ".join(f"{field.column} = %s" for field in fields)
    statement = f"UPDATE {meta.db_table} SET {columns} WHERE id = %s AND page_id = %s AND rev = %s"  # noqa: S608
    values = [
        [
            *(field.get_db_prep_save(getattr(part, field.attname), connection) for field in fields),
            *(part.pk, page.pk, was[row.ref]),
        ]
        for part, row in zip(objects, rows, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
        if cursor.rowcount != len(values):
            raise LostUpdate(f"{kind} rows of page {page.pk} are not as they were read")
    return objects


def _versions(kind: Kind, objects: Sequence[Part], revision: Revision, *, new: bool) -> None:
    insert_versions(
        MODELS[kind].history.model,
        objects,
        revision_id=revision.pk,
        history_type="+" if new else "~",
        history_date=revision.timestamp,
        history_user_id=revision.author_id,
        history_change_reason=None,
    )


_FIELDS: dict[Kind, list[str]] = {
    "section": [
        "rev", "position", "deleted", "level", "title", "heading", "body", "see_also", "anchor",
        "former_anchors", "origin_id", "origin_rev", "moved_to",
    ],
    "field": ["rev", "position", "deleted", "kind", "key", "value", "source"],
    "link": ["rev", "position", "deleted", "section", "source", "target"],
}  # fmt: skip


def part_of_row(page: Page, row: Row) -> Part:
    """The model instance that a row stands for."""
    return MODELS[row.kind](**columns_of(page, row))


def columns_of(page: Page, row: Row) -> dict[str, Any]:
    """What the columns of a row hold, by their names."""
    columns: dict[str, Any] = {
        "id": row.id if row.id > 0 else None,
        "page_id": page.pk,
        "rev": row.rev,
        "position": row.position,
        "deleted": row.deleted,
    }
    columns |= read_columns(row)
    if row.kind == "section":
        columns |= {
            "heading": row.head, "body": row.text, "see_also": row.see_also, "anchor": row.anchor,
            "former_anchors": row.former_anchors, "origin_id": row.origin or None,
            "origin_rev": row.origin_rev or None, "moved_to_id": None,
        }  # fmt: skip
    elif row.kind == "field":
        columns |= {"kind": row.head, "source": row.text}
    else:
        columns |= {"section_id": row.section, "source": row.text}
    return columns
