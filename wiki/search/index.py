"""Keeps the index in line with the pages. Called by editing under the page's lock, never by a reader."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import ModuleType

from django.db import connection

from wiki.search import postgres, sqlite
from wiki.search.passages import PAGE, Passage, Shown, page_passages, section_passages, shown_of
from wiki.search.rows import PAGE_BITS
from wiki.search.words import vocabulary
from wiki.text.parts.rows import FieldText, SectionText


def database() -> ModuleType:
    """The module that speaks to the database in use."""
    return postgres if connection.vendor == "postgresql" else sqlite


def index_page(
    page_id: int,
    title: str,
    *,
    fields: Iterable[FieldText] | None,
    sections: Mapping[int, SectionText],
    gone: Collection[int] | None = None,
    before: Sequence[SectionText] = (),
) -> None:
    """Index these sections of a page (its name without prefix), and its infobox where it is given.

    `gone` are sections that stand no more; None says that the page has nothing but what is given. `before`
    are the same sections as they were: the words that they had are known already. Costs a query to see what
    is there, one to write, one for words that are new to the sections, one if there is less than before.
    """
    passages = [] if fields is None else list(page_passages(title, fields))
    shown = {id_: shown_of(section) for id_, section in sections.items()}
    for id_, one in shown.items():
        passages += section_passages(id_, title, one)
    there = database().stored(page_id)
    wanted = {(passage.section, passage.piece) for passage in passages}
    touched = {*sections, *(gone or ()), *(() if fields is None else (PAGE,))}
    stale = [key for key in there if key not in wanted and (gone is None or key[0] in touched)]
    database().remove([there.pop(key) for key in stale])
    database().write(_with_ids(page_id, passages, there))
    _learn(title if fields is not None else "", shown.values(), map(shown_of, before))


def _with_ids(
    page_id: int, passages: Sequence[Passage], there: Mapping[tuple[int, int], int]
) -> list[tuple[int, Passage]]:
    """Each passage with its number; new ones get the lowest that are free among the page's."""
    first = page_id << PAGE_BITS
    taken = set(there.values())
    free = (id_ for id_ in range(first, first + (1 << PAGE_BITS)) if id_ not in taken)
    return [(there.get((passage.section, passage.piece)) or next(free), passage) for passage in passages]


def _learn(title: str, sections: Iterable[Shown], before: Iterable[Shown]) -> None:
    """Remember how words are spelt."""
    known = {word for section in before for word in _written(section)}
    new = [*title.split(), *(word for section in sections for word in _written(section) if word not in known)]
    found = vocabulary(" ".join(dict.fromkeys(new)))
    if found:
        database().add_words(found)


def _written(section: Shown) -> list[str]:
    return [*section.heading.split(), *section.text.split()]


def forget_page(page_id: int) -> None:
    """Take a page out of the index: it is deleted."""
    database().remove(list(database().stored(page_id).values()))
