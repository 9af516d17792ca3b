"""Notes that stand elsewhere on the page than the section that refers to them, carried along with it."""

from __future__ import annotations

from collections.abc import Sequence

from wiki.models import Row
from wiki.text.citing.carrying import defined_in, free_name, marks_in, renamed, said, without_notes

Rows = tuple[Row, ...]


def with_notes(
    rows: Sequence[Row], base: Rows, mine: Rows, moving: Sequence[Row]
) -> tuple[Rows, Rows, list[Row]]:
    """What leaves a page and stands for it there, and what moves, with the notes that it refers to.

    A note that the page refers to elsewhere stays there too, and a copy goes along.
    """
    text = _text(moving)
    wanted = marks_in(text) - {note.name for note in defined_in(text)}
    last = max((n for n, row in enumerate(moving) if row.kind == "section" and not row.see_also), default=-1)
    if not wanted or last < 0:
        return base, mine, list(moving)
    gone = {row.ref for row in moving}
    standing = {row.ref: row for row in mine}
    rest = [standing.get(row.ref, row) for row in rows if row.ref not in gone]
    notes = {
        note.name: note.source
        for row in rest
        if row.kind == "section"
        for note in defined_in(row.text)
        if note.name in wanted
    }
    if not notes:
        return base, mine, list(moving)
    used = set().union(*(marks_in(row.head + row.text, without=notes) for row in rest))
    leaving = notes.keys() - used
    if leaving:
        base = tuple(rows)
        mine = tuple(
            row._replace(text=without_notes(row.text, leaving)) if row.kind == "section" else row
            for row in rest
        )
    carried = f"{moving[last].text.rstrip()}\n\n{chr(10).join(notes.values())}"
    return base, mine, [row._replace(text=carried) if n == last else row for n, row in enumerate(moving)]


def named_apart(moving: Sequence[Row], standing: Sequence[Row]) -> list[Row]:
    """What moves to a page, with other names for notes where the page's own have them; a note that says the
    same there is not brought again.
    """
    there = {
        note.name: note.source for row in standing if row.kind == "section" for note in defined_in(row.text)
    }
    mine = {
        note.name: note.source for row in moving if row.kind == "section" for note in defined_in(row.text)
    }
    both = there.keys() & mine.keys()
    same = {name for name in both if said(there[name]) == said(mine[name])}
    taken = {*there, *mine, *marks_in(_text(standing)), *marks_in(_text(moving))}
    names: dict[str, str] = {}
    for name in sorted(both - same):
        names[name] = free_name(name, taken)
        taken.add(names[name])
    if not both:
        return list(moving)
    return [
        row._replace(
            text=renamed(without_notes(row.text, same) if row.kind == "section" else row.text, names)
        )
        for row in moving
    ]


def _text(rows: Sequence[Row]) -> str:
    return "\n\n".join(row.head + row.text for row in rows)
