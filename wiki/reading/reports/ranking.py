"""Reports that are ordered by a count over all links: counted at once, then shown screen by screen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from wiki.reading.reports.kept import kept
from wiki.reading.reports.keyed import Key, Screen, number, place_of, read_place
from wiki.reading.reports.report import ReportLine, Rows
from wiki.text.titles import Title

MOST = 1000  # rows of a ranking; what is linked to less often than these is not in it
KEYS = (Key("count", number, down=True), Key("namespace", number), Key("title"))
Place = tuple[int, int, str]  # less the count, namespace, title


@dataclass(frozen=True, slots=True)
class Ranking:
    """Titles by how often something holds for them, the most first. `rows` gives namespace, title, count."""

    name: str
    rows: Callable[[], Rows]
    finish: Callable[[tuple[ReportLine, ...]], tuple[ReportLine, ...]]
    namespace: int | None = None
    fixed: bool = True

    def screen(
        self, *, namespace: int | None = None, limit: int = 50, after: str = "", before: str = ""
    ) -> Screen[ReportLine]:
        """One screen of the first MOST rows; 2 queries, or one where they were counted lately and that took
        long. Raises BadCursor.
        """
        rows = kept(self.name, self._count)
        if before:
            end = bisect_left(rows, _place(before))
            start = max(0, end - limit)
        else:
            start = bisect_right(rows, _place(after)) if after else 0
            end = min(len(rows), start + limit)
        shown = rows[start:end]
        if not shown:
            return Screen()
        lines = tuple(ReportLine(Title(space, title), number=-less) for less, space, title in shown)
        first, last = (_words(row) for row in (shown[0], shown[-1]))
        return Screen(self.finish(lines), first if start else None, last if end < len(rows) else None)

    def _count(self) -> list[Place]:
        found = self.rows().order_by("-count", "namespace", "title")[:MOST]
        return sorted((-row["count"], row["namespace"], row["title"]) for row in found)


def _place(text: str) -> Place:
    count, namespace, title = read_place(KEYS, text)
    return -count, namespace, title


def _words(row: Place) -> str:
    return place_of(KEYS, {"count": -row[0], "namespace": row[1], "title": row[2]})
