"""Authorship worked out anew from a page's stored versions: after an import in bulk, or an upgrade."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from typing import NamedTuple

from django.db import transaction

from wiki.editing.deriving.authorship import Authored, first_texts, moved_here, rows_of, settled
from wiki.editing.save import lock_page
from wiki.models import Authorship, Page, Revision
from wiki.models.parts import KIND_CODES, MODELS, Kind, Ref
from wiki.text.authorship.attribute import Attribution, Found
from wiki.text.authorship.runs import named

BATCH = 500
ATTEMPTS = 3  # to work it out while nobody saves; then it is done under the lock
_COLUMNS: dict[Kind, tuple[str, ...]] = {
    "field": ("source", "kind"),
    "link": ("source", "target"),
    "section": ("body", "heading", "origin_id", "origin_rev"),
}


class _Version(NamedTuple):
    """One version of one part, in the order in which a save goes through them."""

    rev: int
    kind: Kind
    position: int
    id: int
    deleted: bool
    revision: int
    words: str
    origin: int
    origin_rev: int

    @property
    def ref(self) -> Ref:
        return self.kind, self.id


def rebuild_authorship(page: Page) -> bool:
    """Put right who wrote which words of every version of the page; whether any of it was not so.

    Worked out without a lock, in one go through the page's versions, and written under it.
    """
    for attempt in range(ATTEMPTS + 1):
        number = page.number
        wanted = worked_out(page) if attempt < ATTEMPTS else None
        with transaction.atomic():
            page = lock_page(page)
            if wanted is None or page.number == number:
                return _replace(page, wanted if wanted is not None else worked_out(page))
    raise AssertionError("the last attempt holds the lock")


def _replace(page: Page, wanted: list[Authorship]) -> bool:
    if sorted(map(_said, Authorship.objects.filter(page=page))) == sorted(map(_said, wanted)):
        return False
    Authorship.objects.filter(page=page).delete()
    Authorship.objects.bulk_create(wanted, batch_size=BATCH)
    return True


def _said(row: Authorship) -> tuple[int, int, int, bool, int, bytes]:
    """What a row says, whatever its id."""
    return row.kind, row.part, row.rev, row.whole, row.digest or 0, bytes(row.spans)


def worked_out(page: Page) -> list[Authorship]:
    """The rows that the saves of the page should have left, in the order of its revisions."""
    found, rows = Found(), list[Authorship]()
    state: dict[Ref, _Version] = {}
    for number, group in groupby(_versions(page.pk), key=lambda version: version.rev):
        changed = list(group)
        authorship = _step(page.pk, state, changed, found)
        revision = Revision(pk=changed[0].revision, page_id=page.pk, number=number)
        rows += rows_of(revision, authorship, {})
        for written in authorship.written:
            if written.digest is not None:
                found.texts[written.digest][written.key] = named(written.runs, revision.pk)
        for removed in authorship.removed:
            found.removed[removed.digest][removed.key] = named(removed.runs, revision.pk)
        state |= {version.ref: version for version in changed}
    return rows


def _step(page_id: int, state: dict[Ref, _Version], changed: list[_Version], found: Found) -> Authored:
    """What the save of one revision made of the page, as `authored` would have said."""
    was = {version.ref: state.get(version.ref) for version in sorted(changed)}
    living = [version for version in sorted(changed) if not version.deleted]
    known = [version for version in living if (old := was[version.ref]) and old.words != version.words]
    after = {version.ref: version.words for version in (*known, *(v for v in living if not was[v.ref]))}
    if not state and not any(version.origin for version in living):
        return first_texts(after)
    stood = sorted(filter(None, was.values()), key=lambda old: (old.deleted, old.kind, old.position, old.id))
    gone = {version.ref for version in changed if version.deleted}
    before = {
        version.ref: version.words
        for version in stood
        if version.ref in after or (version.ref in gone and not version.deleted)
    }
    new = [version for version in living if version.origin and not was[version.ref]]
    origins = {one.origin: (one.origin_rev, one.words) for one in new if ("section", one.origin) not in state}
    listed = {one.words for one in living if one.kind != "section" and not was[one.ref]}
    foreign = moved_here(page_id, origins, listed, found) if origins else {}
    came_from: dict[Ref, Ref] = {version.ref: ("section", version.origin) for version in new}
    return settled(Attribution(before | foreign, after, came_from), found, foreign)


def _versions(page_id: int) -> Iterator[_Version]:
    """Every version of the page's parts by revision, read as it goes."""
    return merge(*(_of_kind(page_id, kind) for kind in KIND_CODES))


def _of_kind(page_id: int, kind: Kind) -> Iterator[_Version]:
    columns = ("rev", "position", "id", "deleted", "revision_id", *_COLUMNS[kind])
    history = MODELS[kind].history.filter(page_id=page_id).order_by("rev", "position", "id")
    for rev, position, id_, deleted, revision, text, head, *origin in history.values_list(
        *columns
    ).iterator():
        words = (head + text if kind == "section" else text).strip()
        source, source_rev = (origin[0] or 0, origin[1] or 0) if origin else (0, 0)
        yield _Version(rev, kind, position, id_, deleted, revision, words, source, source_rev)
