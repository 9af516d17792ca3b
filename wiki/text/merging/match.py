"""Which existing section each section of a whole-page text continues.

In this order: same path and text; same heading and text; same text of at least 40 characters; the best score
from shared words and word pairs, heading, path and order; recently deleted ones; what is left is new.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from wiki.text.merging.likeness import Shelf, grams, held
from wiki.text.merging.section_pairs import LONG_ENOUGH, Part, make_part, pair_deleted, pair_living
from wiki.text.parts.rows import SectionText

_TAKEN_OVER = 0.6  # share of a text from which it came out of another


@dataclass(frozen=True, slots=True)
class Known:
    """An existing section; `path` is the titles from its top chapter down to itself (see `paths`)."""

    id: int
    level: int
    title: str
    source: str
    path: tuple[str, ...]
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What a new section is: the `id` it continues, or None. `origin` is another section whose text it took
    over: split off from it if `id` is None, else merged into this one."""

    id: int | None = None
    origin: int | None = None


def paths(headings: Iterable[tuple[int, str]]) -> list[tuple[str, ...]]:
    """The path of each section, given level and title of each in order; () for the lead."""
    found: list[tuple[str, ...]] = []
    above: list[tuple[int, str]] = []
    for level, title in headings:
        while above and above[-1][0] >= level:
            above.pop()
        if level:
            above.append((level, title))
        found.append(tuple(name for _, name in above))
    return found


def match_sections(
    known: Sequence[Known],
    new: Sequence[SectionText],
    removed: Callable[[], Sequence[Known]] | None = None,
) -> list[Match]:
    """For each new section the one that it continues, or where its text came from.

    `known` has the living sections in the order of the page, and deleted ones in the order of their deletion
    (those of one deletion in the order of the page); `removed` gives more deleted ones, and is asked only
    where a new section continues none of `known`. No id is given twice; a lead continues only a lead.
    Never fails; time grows with the length of the texts.
    """
    living = [row for row in known if not row.deleted]
    gone = [row for row in known if row.deleted]
    old = _parts(living, paths((row.level, row.title) for row in living))
    now = _parts(new, paths((row.level, row.title) for row in new))
    found = pair_living(old, now)
    if removed is not None and len(found) < len(now):
        gone += removed()
    lost = _parts(gone, [row.path for row in gone])
    restored = pair_deleted(lost, [part for part in now if part.index not in found])
    ids = {after: living[before].id for after, before in found.items()}
    ids |= {after: gone[before].id for after, before in restored.items()}
    rows = {row.id: part for row, part in zip([*living, *gone], [*old, *lost], strict=True)}
    origins = _split_off(rows, now, ids) | _merged([row.id for row in living], rows, now, ids)
    return [Match(ids.get(part.index), origins.get(part.index)) for part in now]


def heirs(gone: Mapping[int, str], grown: Mapping[int, tuple[str, str]]) -> dict[int, int]:
    """For each section that is gone the one that took its text over, where there is one.

    `gone` are bodies by id; `grown`, by id too, bodies before and after of the sections that changed. A text
    of less than 40 characters is not known again.
    """
    lost = {row: grams(text) for row, text in gone.items() if len(text.strip()) >= LONG_ENOUGH}
    if not lost:
        return {}
    now = {row: grams(after) for row, (_, after) in grown.items()}
    shelf = Shelf(now, lost.values())
    found: dict[int, int] = {}
    for row, words in lost.items():
        for heir in shelf.nearest(words, 1):
            if held(words - grams(grown[heir][0]), now[heir]) >= _TAKEN_OVER:
                found[row] = heir
    return found


def _parts(rows: Sequence[Known | SectionText], ways: Sequence[tuple[str, ...]]) -> list[Part]:
    pairs = enumerate(zip(rows, ways, strict=True))
    return [make_part(index, row.level, row.title, row.source, path) for index, (row, path) in pairs]


def _split_off(rows: dict[int, Part], now: Sequence[Part], ids: dict[int, int]) -> dict[int, int]:
    """For new parts without id, the section that lost the text they hold."""
    fresh = [part for part in now if part.index not in ids and len(part.text) >= LONG_ENOUGH]
    if not fresh:
        return {}
    kept = {row: now[index].text for index, row in ids.items()}
    wanted = [part.grams for part in fresh]
    shelf = Shelf({row: part.grams for row, part in rows.items() if kept.get(row) != part.text}, wanted)
    found: dict[int, int] = {}
    for part in fresh:
        for row in shelf.nearest(part.grams, 1):
            if held(part.grams, rows[row].grams) >= _TAKEN_OVER:
                found[part.index] = row
    return found


def _merged(
    living: Sequence[int], rows: dict[int, Part], now: Sequence[Part], ids: dict[int, int]
) -> dict[int, int]:
    """For parts that grew, the longest of the sections that are gone and whose text they hold now."""
    kept = set(ids.values())
    gone = [row for row in living if row not in kept and len(rows[row].text) >= LONG_ENOUGH]
    if not gone:
        return {}
    grown = [index for index, row in ids.items() if now[index].text != rows[row].text]
    shelf = Shelf({index: now[index].grams for index in grown}, [rows[row].grams for row in gone])
    found: dict[int, int] = {}
    for row in sorted(gone, key=lambda row: len(rows[row].text)):
        for index in shelf.nearest(rows[row].grams, 1):
            before = rows[ids[index]].grams
            if held(rows[row].grams - before, now[index].grams) >= _TAKEN_OVER:
                found[index] = row
    return found
