"""What was removed from a page whose history is being written, kept in memory: it may come back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from wiki.editing.merging.matching import DEAD_REMEMBERED
from wiki.models import Row
from wiki.models.parts import Ref


class RemovedLately:
    """The removed parts of one page, as `matched_rows` asks for them; each with the rev that it has now."""

    def __init__(self, dead: Sequence[Row]) -> None:
        self._dead: dict[Ref, Row] = {}
        for row in sorted(dead, key=lambda row: (row.rev, row.position)):
            self._dead[row.ref] = row

    def note(self, rows: Iterable[Row], rev: int) -> None:
        """These were removed by revision number `rev`."""
        for row in sorted(rows, key=lambda row: row.position):
            self._dead.pop(row.ref, None)
            self._dead[row.ref] = row._replace(deleted=True, rev=rev)

    def forget(self, refs: Iterable[Ref]) -> None:
        """These stand on the page again, if they did not."""
        for ref in refs:
            self._dead.pop(ref, None)

    def rows(self) -> list[Row]:
        """All of them, as they are stored."""
        return list(self._dead.values())

    def fields(self, keys: Collection[str]) -> list[tuple[str, Row]]:
        """The fields of these keys with them, those removed first and standing last first."""
        found = [row for row in self._dead.values() if row.kind == "field" and row.head == "field"]
        named = [(row.field.key, row) for row in sorted(found, key=lambda row: (row.rev, -row.position))]
        return [(key, row._replace(deleted=False)) for key, row in named if key in keys]

    def sections(self, living: Collection[int]) -> list[Row]:
        """The sections removed lately, but for the living, in the order in which they were removed."""
        found = [row for row in self._dead.values() if row.kind == "section" and row.id not in living]
        return [row._replace(deleted=False) for row in found[-DEAD_REMEMBERED:]]

    def links(self, sections: Sequence[Row]) -> dict[int, list[Row]]:
        """By these sections, the see-also links that were removed with them."""
        revs = {row.id: row.rev for row in sections if row.see_also}
        result: dict[int, list[Row]] = {}
        for row in self._dead.values():
            if row.kind == "link" and row.rev == revs.get(row.section):
                result.setdefault(row.section, []).append(row._replace(deleted=False))
        return result
