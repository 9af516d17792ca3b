"""Keeps who wrote which words: worked out before a save takes its lock, stored with the revision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Min

from wiki.editing.saving.plan import Plan
from wiki.models import Authorship, Page, Revision, Row, Section, parts_as_of
from wiki.models.insert import insert_rows
from wiki.models.parts import KIND_CODES, Ref, versions
from wiki.text.authorship.attribute import Attribution, Found, Removed, Written
from wiki.text.authorship.levels import at_level
from wiki.text.authorship.pieces import digest
from wiki.text.authorship.runs import NEW, named, pack, unpack
from wiki.text.citing.carrying import defined_in

BATCH = 500
_KINDS = {code: kind for kind, code in KIND_CODES.items()}


@dataclass(frozen=True, slots=True)
class Authored:
    """Who wrote the texts that an edit changes, and what it removed; its own revision is not named yet.
    `stood`: the page had each of these texts before.
    """

    written: list[Written]
    removed: list[Removed]
    stood: bool = False


def authored(page: Page | None, plan: Plan) -> Authored:
    """Who wrote each text that the plan changes; one query, none for a new page."""
    before, after = _texts(plan)
    own = {row.id for row in (*plan.before, *plan.dead) if row.kind == "section"}
    came = [row for row in plan.added if row.origin and row.origin not in own]
    page_id = page.pk if page is not None and page.number else 0
    if not page_id and not came:
        return first_texts(after)
    found = Found()
    origins = {row.origin: (row.origin_rev, row.words) for row in came}
    listed = {row.words for row in plan.added if row.kind != "section"}
    foreign = moved_here(page_id, origins, listed, found) if came else {}
    came_from: dict[Ref, Ref] = {row.ref: ("section", row.origin) for row in plan.added if row.origin}
    attribution = Attribution(before | foreign, after, came_from)
    _look_up(page_id, attribution.wanted, found)
    return settled(attribution, found, foreign)


def first_texts(texts: Mapping[Ref, str]) -> Authored:
    """All words of a page's first revision are its own."""
    return Authored(
        [Written(key, digest(text), ((NEW, len(text)),)) for key, text in texts.items() if text], []
    )


def settled(attribution: Attribution, found: Found, foreign: Mapping[Ref, str]) -> Authored:
    """The answer, given what is stored. What another page lost is remembered there, not here."""
    stood = attribution.stood(found)
    written, removed = attribution.settle(found)
    return Authored(written, [one for one in removed if one.key not in foreign], stood)


def _texts(plan: Plan) -> tuple[dict[Ref, str], dict[Ref, str]]:
    """The words of each part before and after, of those parts alone whose words change."""
    was = {row.ref: row.words for row in (*plan.before, *plan.dead)}
    after = {row.ref: row.words for row in (*plan.changed, *plan.added) if was.get(row.ref) != row.words}
    gone = {row.ref for row in plan.removed}
    return {ref: text for ref, text in was.items() if ref in after or ref in gone}, after


def _look_up(page_id: int, wanted: Iterable[int], found: Found) -> None:
    """Add to `found` what is stored for the page under these digests; one query for each 500 of them."""
    digests = sorted(wanted)
    for start in range(0, len(digests), BATCH):
        stored = Authorship.objects.filter(page_id=page_id, digest__in=digests[start : start + BATCH])
        for kind, part, whole, name, spans in stored.order_by("pk").values_list(
            "kind", "part", "whole", "digest", "spans"
        ):
            place = found.texts if whole else found.removed
            place[name or 0][_KINDS[kind], part] = unpack(bytes(spans))


def moved_here(
    page_id: int, origins: Mapping[int, tuple[int, str]], listed: Iterable[str], found: Found
) -> dict[Ref, str]:
    """The texts of sections of other pages; their authors go to `found`.

    `origins` are their numbers, each with the version that was taken and the words that came of it, `listed`
    the words of links and fields that came along.
    """
    texts: dict[Ref, str] = {}
    by_page: dict[int, list[int]] = {}
    sections = Section.objects.filter(pk__in=origins).exclude(page_id=page_id)
    for other, id_ in sections.values_list("page_id", "pk"):
        by_page.setdefault(other, []).append(id_)
    for other, ids in by_page.items():
        rows = versions(other, {("section", id_, origins[id_][0]) for id_ in ids})
        _look_up(other, {digest(words) for words in (*(row.words for row in rows.values()), *listed)}, found)
        for row in rows.values():
            words = row.words
            runs = found.texts[digest(words)].get(row.ref)
            if runs and (changed := at_level(words, origins[row.id][1], runs)):
                words, found.texts[digest(changed[0])][row.ref] = changed
            texts[row.ref] = words
        carried = {note.name for id_ in ids for note in defined_in(origins[id_][1])}
        carried -= {note.name for row in rows.values() for note in defined_in(row.words)}
        if carried:
            came = _notes_of(other, {id_: origins[id_][0] for id_ in ids}, carried)
            _look_up(other, set(map(digest, came.values())), found)
            texts |= came
    return texts


def _notes_of(page_id: int, left: Mapping[int, int], names: Collection[str]) -> dict[Ref, str]:
    """The other sections of a page that had these notes when sections left it (by number and version)."""
    gone = Section.history.filter(page_id=page_id, id__in=left, deleted=True, rev__gt=max(left.values()))
    rev = gone.aggregate(first=Min("rev"))["first"]
    number = rev - 1 if rev else Page.objects.values_list("number", flat=True).get(pk=page_id)
    return {
        row.ref: row.words
        for row in parts_as_of(page_id, number)
        if row.kind == "section"
        and row.id not in left
        and any(one.name in names for one in defined_in(row.text))
    }


def store(revision: Revision, authorship: Authored, ids: Mapping[Ref, int]) -> None:
    """Write the rows of this revision; `ids` are those that new parts were given. One statement."""
    insert_rows(rows_of(revision, authorship, ids))


def rows_of(revision: Revision, authorship: Authored, ids: Mapping[Ref, int]) -> list[Authorship]:
    """What is to be stored of one revision."""
    whole: list[tuple[Written | Removed, bool]] = [(one, True) for one in authorship.written]
    return [
        Authorship(
            page_id=revision.page_id,
            kind=KIND_CODES[one.key[0]],
            part=ids.get(one.key, one.key[1]),
            rev=revision.number,
            whole=is_whole,
            digest=one.digest,
            spans=pack(named(one.runs, revision.pk)),
        )
        for one, is_whole in [*whole, *((one, False) for one in authorship.removed)]
    ]


def ids_given(before: Iterable[Row], stored: Iterable[Row]) -> dict[Ref, int]:
    """Which id each new row was given, by the negative one that it had."""
    return {old.ref: new.id for old, new in zip(before, stored, strict=True) if old.id != new.id}
