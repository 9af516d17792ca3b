"""The rows of a page and their versions, gathered while revisions are added and written together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from wiki.editing.saving.plan import Plan
from wiki.editing.saving.store import KINDS, columns_of, settled, update_rows
from wiki.models import Page, Revision, Row
from wiki.models.insert import insert_columns, insert_rows, reserve_ids
from wiki.models.parts import MODELS, Kind, Ref

IDS_AT_ONCE = 10


class Stored:
    """What is in the database (the rev of each row), and what has to get there."""

    def __init__(self, page: Page, revs: Mapping[Ref, int]) -> None:
        self.page = page
        self.there = dict(revs)
        self.now: dict[Ref, Row] = {}  # rows that differ from what is there, as they are now
        self.versions: dict[Kind, list[tuple[Row, Revision, bool]]] = {kind: [] for kind in KINDS}
        self._ids: dict[Kind, list[int]] = {kind: [] for kind in KINDS}

    def ids_for(self, plan: Plan) -> dict[Ref, int]:
        """A number for each row that the plan adds."""
        return {row.ref: self._id(row.kind) for row in plan.added}

    def _id(self, kind: Kind) -> int:
        if not self._ids[kind]:
            self._ids[kind] = reserve_ids(MODELS[kind], IDS_AT_ONCE)[::-1]
        return self._ids[kind].pop()

    def add(self, plan: Plan, revision: Revision, new: Mapping[Ref, int]) -> tuple[Row, ...]:
        """Note what the plan changes as versions of this revision; the plan's rows as they are then."""
        rev = revision.number
        touched = {row.ref for row in (*plan.changed, *plan.added)}
        rows = []
        for row in plan.rows:
            done = settled(row, new)
            if row.ref in touched:
                done = replace(done, rev=rev)
                self._note(done, revision, new=row.id < 0)
            rows.append(done)
        for row in plan.removed:
            self._note(replace(row, deleted=True, rev=rev, model=plan.model), revision, new=False)
        return tuple(rows)

    def _note(self, row: Row, revision: Revision, *, new: bool) -> None:
        self.now[row.ref] = row
        self.versions[row.kind].append((row, revision, new))

    def flush(self, revisions: Sequence[Revision]) -> None:
        """Write the revisions, the rows as they are now, and the versions."""
        insert_rows(revisions, with_ids=True)
        for kind in KINDS:
            now = [row for row in self.now.values() if row.kind == kind]
            fresh = [row for row in now if row.ref not in self.there]
            insert_columns(MODELS[kind], [columns_of(self.page, row) for row in fresh], with_ids=True)
            update_rows(kind, self.page, [row for row in now if row.ref in self.there], self.there)
            history = MODELS[kind].history.model
            insert_columns(history, [_version(self.page, *each) for each in self.versions[kind]])
            self.versions[kind] = []
        self.there |= {ref: row.rev for ref, row in self.now.items()}
        self.now = {}


def _version(page: Page, row: Row, revision: Revision, new: bool) -> dict[str, Any]:
    return columns_of(page, row) | {
        "revision_id": revision.pk,
        "history_type": "+" if new else "~",
        "history_date": revision.timestamp,
        "history_user_id": revision.author_id,
        "history_change_reason": None,
    }
