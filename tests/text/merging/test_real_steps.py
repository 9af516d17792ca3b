"""Sections of real histories keep their identity: a sample with answers that were looked at one by one.

tests/data/section-steps.json names, in the histories of two shared dumps, each section that is not plainly
the one before (same level and heading): where it stands in its revision, its heading, and which section it
continues: that of the revision before, or, brought back, of an earlier one, as [revision, place]; null: none.
Left out is Bip-0155, in whose history two documents take turns.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dumps.exports import FOLDER, NOT_HERE
from wiki.dumps.opened import open_dump
from wiki.dumps.records import DumpRevision, PageEnd, PageHead
from wiki.dumps.xml_read import read_dump
from wiki.text.content import WIKITEXT, content_model
from wiki.text.merging.match import Known, match_sections, paths

STEPS = json.loads((Path(__file__).parents[2] / "data" / "section-steps.json").read_text("utf-8"))
Places = dict[tuple[int, int], int]  # the number of the section at a place of a revision


def histories(name: str) -> Iterator[tuple[str, list[DumpRevision]]]:
    """Title and revisions of each page of a dump."""
    with open_dump(str(FOLDER / f"{name}.xml.xz")) as (stream, _):
        for record in read_dump(stream, name):
            if isinstance(record, PageHead):
                title, revisions = record.title, list[DumpRevision]()
            elif isinstance(record, DumpRevision):
                revisions.append(record)
            elif isinstance(record, PageEnd):
                yield title, sorted(revisions, key=lambda one: one.id)


def numbered(revisions: list[DumpRevision]) -> Places:
    """The numbers that sections get as their page goes from revision to revision."""
    places: Places = {}
    living, gone, last = list[Known](), list[Known](), 0
    for revision in revisions:
        if revision.main.text is None:
            continue
        parts = content_model(WIKITEXT).read_sections(revision.main.text)
        matches = match_sections([*living, *gone], parts)
        ways = paths((part.level, part.title) for part in parts)
        before, living = living, []
        for place, (part, match, way) in enumerate(zip(parts, matches, ways, strict=True)):
            last += match.id is None
            number = places[revision.id, place] = last if match.id is None else match.id
            living.append(Known(number, part.level, part.title, part.source, way))
        here = {row.id for row in living}
        lost = [Known(row.id, row.level, row.title, row.source, row.path, True) for row in before]
        gone = [row for row in [*gone, *lost] if row.id not in here]
    return places


def wrong(places: Places, steps: dict[str, list]) -> Iterator[str]:
    """The labelled sections that are taken for another one."""
    for revision, labels in steps.items():
        for place, heading, origin in labels:
            number = places[int(revision), place]
            seen = {one for (when, _), one in places.items() if when < int(revision)}
            if (number in seen) if origin is None else (number != places[origin[0], origin[1]]):
                yield f"{revision}: {heading}"


@pytest.mark.skipif(not FOLDER.is_dir(), reason=NOT_HERE)
def test_a_labelled_sample_of_real_steps() -> None:
    revisions = sections = labelled = 0
    mistaken = list[str]()
    for name, pages in STEPS.items():
        for title, history in histories(name):
            if title == "Bip-0155" or (history[0].main.model or WIKITEXT) != WIKITEXT:
                continue
            places = numbered(history)
            first = min(when for when, _ in places)
            revisions += len({when for when, _ in places}) - 1
            sections += sum(when > first for when, _ in places)
            labelled += sum(map(len, pages.get(title, {}).values()))
            mistaken += (f"{title} {one}" for one in wrong(places, pages.get(title, {})))
    print(
        f"\n{revisions:,} steps, {sections:,} sections; of {labelled} that are not plain "
        f"{labelled - len(mistaken)} are known rightly ({1 - len(mistaken) / labelled:.1%})",
        *mistaken,
        sep="\n  ",
    )
    assert labelled == 327
    assert len(mistaken) / labelled < 0.03
