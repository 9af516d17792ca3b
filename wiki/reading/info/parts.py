"""How each section and field of a page fares: when it last changed, how often, by whom, on what sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wiki.models import Page, Revision, Row
from wiki.models.parts import MODELS, Ref
from wiki.reading.info.activity import WINDOW, Seen
from wiki.reading.showing.outline import PartKind
from wiki.text.citing.sources import count_sources
from wiki.text.sections import plain_title


@dataclass(frozen=True, slots=True)
class PartInfo:
    """One section or field. `changes` and `authors` count the newest WINDOW revisions of the page.

    `authors` are those the viewer may know of, the one with most changes first.
    """

    kind: PartKind
    id: int
    name: str
    changed: datetime | None
    changes: int
    authors: tuple[str, ...]
    sources: int


def part_infos(page: Page, rows: Sequence[Row], seen: Sequence[Seen]) -> tuple[PartInfo, ...]:
    """The page's fields, then its sections, in order; 2 queries, 3 for a page of more than WINDOW revisions.

    `rows` are the living ones (`parts_live`), `seen` the page's `window`.
    """
    revs = _revs(page)
    shown = [row for row in rows if row.kind == "section" or (row.kind == "field" and row.head == "field")]
    by_number = {one.number: one for one in seen}
    times = {number: one.timestamp for number, one in by_number.items()}
    if missing := {row.rev for row in shown} - times.keys():
        found = Revision.objects.filter(page=page, number__in=missing, withheld=False)
        times |= dict(found.values_list("number", "timestamp"))
    infos = []
    for row in sorted(shown, key=lambda row: row.kind == "section"):
        changed = [by_number[rev] for rev in revs[row.ref] if rev in by_number]
        names = _most([one.author for one in changed if one.author])
        infos.append(
            PartInfo(
                "section" if row.kind == "section" else "field",
                row.id, _name(row), times.get(row.rev), len(changed), names, _sources(row),
            )
        )  # fmt: skip
    return tuple(infos)


def _revs(page: Page) -> dict[Ref, list[int]]:
    """The revisions that changed each part. 2 queries, answered from the unique index of the versions."""
    revs: dict[Ref, list[int]] = defaultdict(list)
    for kind in ("section", "field"):
        versions = MODELS[kind].history.model._default_manager.filter(page_id=page.pk)
        changed = versions.filter(rev__gt=page.number - WINDOW).order_by("id", "rev")
        for id_, rev in changed.values_list("id", "rev"):
            revs[kind, id_].append(rev)
    return revs


def _most(names: Sequence[str]) -> tuple[str, ...]:
    """Each name once, the most frequent first."""
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda name: -counts[name]))


def _name(row: Row) -> str:
    if row.kind == "field":
        return row.field.key
    return plain_title(row.heading[1]) if row.head else ""


def _sources(row: Row) -> int:
    return count_sources(row.field.value if row.kind == "field" else row.text)


def busiest(parts: Sequence[PartInfo], most: int = 10) -> tuple[PartInfo, ...]:
    """The parts that were changed most often, at most `most` of them."""
    return tuple(sorted(parts, key=lambda part: -part.changes)[:most])
