"""Proves that what is stored is whole: numbers, versions, texts, chain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Case, F, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from wiki.models import Page, Revision, Row, chain_hash, parts_live
from wiki.models.parts import MODELS, Kind, all_versions
from wiki.reading.every_text import every_text
from wiki.reading.showing.columns import REPEATED, read_columns
from wiki.reading.source import in_document_order, page_text
from wiki.text.content import MARKDOWN


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something stored that cannot be right; `row` names it."""

    row: str
    what: str


def verify_page(page: Page) -> Iterator[Flaw]:
    """Every flaw of one page's history. Memory: the page's versions, each once.

    Checked: revisions are numbered 1, 2, 3 … without gaps and the page's row knows the last; each is the
    parent of the next; the chain is unbroken; the source text of each revision has the sha1 and size it
    names; the newest version of each part is its live row; every version belongs to its revision; the columns
    that repeat what a source says (titles, keys, values, targets) say the same.
    """
    revisions = list(Revision.objects.filter(page=page).order_by("number"))
    yield from _numbers(page, revisions)
    yield from _chain(revisions)
    versions = all_versions(page.pk)
    yield from _texts(page, revisions, versions)
    yield from _live(page, versions)
    for kind in dict.fromkeys(
        row.kind for row in versions
    ):  # a row of another has no version, as `_live` says
        yield from _columns(page, kind)
    yield from _pages_own(page, revisions)


def _numbers(page: Page, revisions: list[Revision]) -> Iterator[Flaw]:
    for expected, revision in enumerate(revisions, 1):
        if revision.number != expected:
            yield Flaw(f"revision {revision.pk}", f"has number {revision.number} where {expected} comes next")
            return
    if not revisions:
        yield Flaw(f"page {page.pk}", "has no revision")
    elif (page.number, page.latest_id) != (revisions[-1].number, revisions[-1].pk):
        yield Flaw(f"page {page.pk}", f"names revision {page.latest_id} (number {page.number}) as its latest")


def _chain(revisions: list[Revision]) -> Iterator[Flaw]:
    before: Revision | None = None
    for revision in revisions:
        row = f"revision {revision.pk}"
        if revision.parent_id != (before.pk if before else None):
            yield Flaw(row, f"has revision {revision.parent_id} as its parent")
        if revision.delta != revision.size - (before.size if before else 0):
            yield Flaw(row, f"has the byte change {revision.delta}")
        chain = chain_hash(
            page_id=revision.page_id, number=revision.number, parent=before.chain if before else "",
            sha1=revision.sha1, timestamp=revision.timestamp, summary=revision.summary, minor=revision.minor,
        )  # fmt: skip
        if revision.chain != chain:
            yield Flaw(row, "breaks the chain: it, or one before it, was changed")
        before = revision


def _texts(page: Page, revisions: list[Revision], versions: list[Row]) -> Iterator[Flaw]:
    """Hashes the text of each revision."""
    numbers = {revision.number for revision in revisions}
    for row in sorted(versions, key=lambda row: row.rev):
        if row.rev not in numbers:
            yield Flaw(f"version {row.rev} of {row.kind} {row.id}", "belongs to no revision of its page")
    for revision, text in every_text(page):
        source = text.encode()
        found = hashlib.sha1(source, usedforsecurity=False).hexdigest()
        if (found, len(source)) != (revision.sha1, revision.size):
            yield Flaw(
                f"revision {revision.pk}",
                f"has sha1 {revision.sha1} and {revision.size} bytes; its text has {found} and {len(source)}",
            )


def _live(page: Page, versions: list[Row]) -> Iterator[Flaw]:
    newest: dict[tuple[Kind, int], Row] = {}
    for row in versions:
        if row.ref not in newest or newest[row.ref].rev < row.rev:
            newest[row.ref] = row
    living = {row.ref: row for row in parts_live(page.pk, dead=True)}
    for ref, row in newest.items():
        if ref not in living:
            yield Flaw(f"{ref[0]} {ref[1]}", "has versions but no row")
        elif living[ref] != row:
            yield Flaw(f"{ref[0]} {ref[1]}", f"is not as its newest version, {row.rev}, says")
    for ref in living.keys() - newest.keys():
        yield Flaw(f"{ref[0]} {ref[1]}", "has no version")
    rows = parts_live(page.pk)
    read = page_text(rows)
    count = len(read.fields) + sum(1 + len(section.links or ()) for section in read.sections)
    if count != len(in_document_order(rows)):
        yield Flaw(f"page {page.pk}", f"has {len(rows)} parts where its text has {count}")


SOURCES: dict[Kind, tuple[str, ...]] = {
    "section": ("heading",),
    "field": ("kind", "source"),
    "link": ("source",),
}


def _columns(page: Page, kind: Kind) -> Iterator[Flaw]:
    """The columns of live rows and versions that repeat their source; and the versions' revisions."""
    model = MODELS[kind]
    history = model.history.model._default_manager.filter(page_id=page.pk)
    repeated = REPEATED[kind]
    for rows, name in ((model._default_manager.filter(page=page), ""), (history, "version {rev} of ")):
        # What is removed is written as it was before.
        rows = rows.annotate(made=F("rev") - Case(When(deleted=True, then=1), default=0))
        made = Revision.objects.filter(page=page, number=OuterRef("made")).values("content_model")
        columns = ("id", "rev", *SOURCES[kind], *repeated)
        named = rows.order_by("id", "rev").values(*columns, model=Coalesce(Subquery(made), Value(MARKDOWN)))
        for row in named.iterator():
            head = row.get("heading") or row.get("kind", "")
            one = Row(kind, row["id"], row["rev"], head=head, text=row.get("source", ""), model=row["model"])
            said = read_columns(one)
            for column in [column for column in repeated if row[column] != said[column]]:
                yield Flaw(
                    f"{name.format(**row)}{kind} {row['id']}", f"says otherwise in its column {column}"
                )
    elsewhere = history.exclude(revision__page_id=page.pk, revision__number=F("rev"))
    for id_, rev in elsewhere.order_by("id", "rev").values_list("id", "rev"):
        yield Flaw(f"version {rev} of {kind} {id_}", "belongs to another revision")


def _pages_own(page: Page, revisions: list[Revision]) -> Iterator[Flaw]:
    history = Page.history.filter(id=page.pk).order_by("history_id")
    last = history.last()
    if last is None:
        yield Flaw(f"page {page.pk}", "has no version of its own row")
        return
    for name in ("namespace", "title", "deleted", "protection", "rev"):
        if getattr(last, name) != getattr(page, name):
            yield Flaw(f"page {page.pk}", f"is not as its newest version says: {name}")
    for before, after in pairwise(history):
        if before.valid_to != after.valid_from:
            yield Flaw(f"version {before.rev} of page {page.pk}", "does not end where the next begins")


def strays() -> Iterator[Flaw]:
    """Flaws outside any page: versions whose row or page does not exist."""
    for kind, model in MODELS.items():
        history = model.history.model._default_manager
        orphans = history.exclude(page_id__in=Page.objects.values("pk")).values("id").annotate(rev=Max("rev"))
        for orphan in orphans:
            yield Flaw(f"{kind} {orphan['id']}", "belongs to no page")
