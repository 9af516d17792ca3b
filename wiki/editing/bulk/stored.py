"""The rows of a page and their versions, gathered while revisions are added and written together."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wiki.editing.bulk.plans import Planned
from wiki.editing.saving.plan import Plan
from wiki.editing.saving.store import KINDS, columns_of, update_rows
from wiki.models import Page, Revision, Row
from wiki.models.insert import insert_columns, insert_rows, reserve_ids
from wiki.models.parts import MODELS, Kind, Ref


class Given:
    """The ids of parts by the numbers that plans know them by. A part that has an id already keeps it."""

    def __init__(self) -> None:
        self._ids: dict[Ref, int] = {}

    def give(self, planned: Iterable[Planned]) -> None:
        """Reserve ids for all that these add, in the order in which they come."""
        numbers: dict[Kind, list[int]] = {kind: [] for kind in KINDS}
        for one in planned:
            for (kind, _id), number in one.new.items():
                numbers[kind].append(number)
        for kind, wanted in numbers.items():
            ids = reserve_ids(MODELS[kind], len(wanted))
            self._ids |= {(kind, number): id_ for number, id_ in zip(wanted, ids, strict=True)}

    def id(self, kind: Kind, number: int) -> int:
        """The id of one part."""
        return self._ids.get((kind, number), number)

    def to(self, one: Planned) -> Mapping[Ref, int]:
        """The ids of the parts that a plan speaks of, those among them that have others there."""
        new = {ref: self.id(ref[0], number) for ref, number in one.new.items()}
        return ChainMap(new, self._ids)


def with_given(row: Row, ids: Mapping[Ref, int]) -> Row:
    """A row of a plan with the ids that parts are given there."""
    id_, section = ids.get(row.ref, row.id), ids.get(("section", row.section), row.section)
    origin = ids.get(("section", row.origin), row.origin)
    if (id_, section, origin) == (row.id, row.section, row.origin):
        return row
    return row._replace(id=id_, section=section, origin=origin)


class Stored:
    """What is in the database (the rev of each row), and what has to get there."""

    def __init__(self) -> None:
        self.there: dict[Ref, int] = {}
        self.now: dict[Ref, Row] = {}  # rows that differ from what is there, as they are now
        self.versions: dict[Kind, list[tuple[Row, Revision, bool]]] = {kind: [] for kind in KINDS}

    def add(self, plan: Plan, revision: Revision, ids: Mapping[Ref, int]) -> None:
        """Note what the plan changes as versions of this revision."""
        rev = revision.number
        touched = set(map(id, (*plan.changed, *plan.added)))
        for row in plan.rows:
            if id(row) in touched:
                self._note(with_given(row, ids)._replace(rev=rev), revision, new=row.id < 0)
        for row in plan.removed:
            self._note(with_given(row, ids)._replace(deleted=True, rev=rev), revision, new=False)

    def _note(self, row: Row, revision: Revision, *, new: bool) -> None:
        self.now[row.ref] = row
        self.versions[row.kind].append((row, revision, new))

    def flush(self, page: Page, revisions: Sequence[Revision]) -> None:
        """Write the revisions, the rows as they are now, and the versions."""
        insert_rows(revisions, with_ids=True)
        for kind in KINDS:
            now = [row for row in self.now.values() if row.kind == kind]
            fresh = [row for row in now if row.ref not in self.there]
            insert_columns(MODELS[kind], [columns_of(page, row) for row in fresh], with_ids=True)
            update_rows(kind, page, [row for row in now if row.ref in self.there], self.there)
            history = MODELS[kind].history.model
            insert_columns(history, [_version(page, *each) for each in self.versions[kind]])
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
