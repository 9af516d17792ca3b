"""A page's history written in bulk, as it was elsewhere: the same rows that the same saves would have left.

Nobody is asked, nothing is merged and nobody is told; who calls this has to know that the texts are as they
were. To be used in one transaction, under the lock of the page.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from wiki.editing import derived
from wiki.editing.bulk.derived_ranges import Ranges
from wiki.editing.bulk.in_place import edited_in_place, joined, parted
from wiki.editing.bulk.removed import RemovedLately
from wiki.editing.bulk.stored import Stored
from wiki.editing.deriving import touch
from wiki.editing.deriving.indexed import index_whole
from wiki.editing.merging.matching import matched_rows
from wiki.editing.save import record_page
from wiki.editing.saving.describe import changes_of, with_ids
from wiki.editing.saving.plan import Plan, placed
from wiki.models import Page, Revision, RevisionSlot, chain_hash, parts_live
from wiki.models.insert import reserve_ids
from wiki.text.content import content_model
from wiki.text.names import is_ip, sortable
from wiki.text.parts.rows import PageText


@dataclass(frozen=True, slots=True)
class Imported:
    """A revision as it was made elsewhere. `text` is None where it is withheld: that of before stands."""

    timestamp: datetime
    author_text: str
    summary: str
    minor: bool
    text: str | None
    model: str
    author_id: int | None = None
    user_hidden: bool = False
    summary_hidden: bool = False
    slots: tuple[tuple[str, str, str], ...] = ()  # role, content model and text of each further one


class PageHistory:
    """A page while revisions are added to it. What is added is written by `flush`."""

    def __init__(self, page: Page, began: datetime, expected: int) -> None:
        self.page = page
        self.began = began  # when the page first stood, whatever its clocks say later
        # `expected`: how many revisions will be added
        everything = parts_live(page.pk, dead=True) if page.number else []
        self.rows = tuple(row for row in everything if not row.deleted)
        self.removed = RemovedLately([row for row in everything if row.deleted])
        self.stored = Stored(page, {row.ref: row.rev for row in everything})
        self.ranges = Ranges(page)
        self.revisions: list[Revision] = []
        self.slots: list[RevisionSlot] = []
        self.last = page.latest
        self.created = page.number == 0
        self._ids = reserve_ids(Revision, expected)[::-1]

    def add(self, one: Imported, *, shows: bool) -> None:
        """Add a revision. `shows`: there was a moment at which it was the page; else a later one has the same
        time or an earlier one.

        Raises TextTooLarge for more parts than a page may have.
        """
        parsed = self._parsed(one)
        plan = self._plan(parsed)
        revision = self._revision(one, plan, parsed)
        new = self.stored.ids_for(plan)
        revision.changes = [change.to_json() for change in with_ids(changes_of(plan), new)]
        rows = self.stored.add(plan, revision, new)
        self.removed.note(plan.removed, revision.number)
        self.removed.forget(row.ref for row in plan.changed)
        self.rows, self.last = rows, revision
        self.revisions.append(revision)
        self.slots += [
            RevisionSlot(revision=revision, role=role, content_model=model, text=text)
            for role, model, text in one.slots
        ]
        if shows:
            self.ranges.now(rows, parsed, one.timestamp)

    def _parsed(self, one: Imported) -> PageText | None:
        """The text cut into parts; None where it is withheld and what stood before goes on standing."""
        if one.text is None and self.rows:
            return None
        return content_model(one.model).read(one.text or "")

    def _plan(self, parsed: PageText | None) -> Plan:
        before = self.rows
        if parsed is None:
            return Plan(self.page.number, before, before)
        if before and (rows := edited_in_place(before, parsed)) is not None:
            return Plan(self.page.number, before, rows)
        ahead, inner, text, behind = parted(before, parsed)
        found = joined(ahead, matched_rows(inner, text, self.removed, exact=True), behind)
        back = tuple(row for row in self.removed.rows() if row.ref in {new.ref for new in found})
        return Plan(self.page.number, before, placed(found, before), back)

    def _revision(self, one: Imported, plan: Plan, parsed: PageText | None) -> Revision:
        if one.text is not None or self.last is None:
            source = (one.text or "").encode()
            sha1 = hashlib.sha1(source, usedforsecurity=False).hexdigest()
            size, model = len(source), one.model
        else:
            sha1, size, model = self.last.sha1, self.last.size, self.last.content_model
        number = self.last.number + 1 if self.last else 1
        chain = chain_hash(
            page_id=self.page.pk, number=number, parent=self.last.chain if self.last else "", sha1=sha1,
            timestamp=one.timestamp, summary=one.summary, minor=one.minor,
        )  # fmt: skip
        return Revision(
            pk=self._id(), page=self.page, number=number, parent_id=self.last.pk if self.last else None,
            author_id=one.author_id, author_text=one.author_text,
            author_ip=sortable(one.author_text) if is_ip(one.author_text) else None, timestamp=one.timestamp,
            summary=one.summary, minor=one.minor, content_model=model, sha1=sha1, size=size,
            delta=size - (self.last.size if self.last else 0), chain=chain, text_hidden=one.text is None,
            user_hidden=one.user_hidden, summary_hidden=one.summary_hidden,
        )  # fmt: skip

    def _id(self) -> int:
        if not self._ids:
            self._ids = reserve_ids(Revision, 1)
        return self._ids.pop()

    def flush(self) -> None:
        """Write all that was added: the page stands as of the last revision then."""
        if not self.revisions or self.last is None:
            return
        page = self.page
        self.stored.flush(self.revisions)
        RevisionSlot.objects.bulk_create(self.slots, batch_size=100)
        page.take(self.last)
        plan = Plan(page.number, (), self.rows)
        derived.describe(page, plan)
        page.rev = page.rev or 1
        page.save_without_historical_record()  # type: ignore[attr-defined]
        if self.created:
            record_page(page, self.revisions[0], new=True, moment=self.began)
        self.ranges.flush()
        derived.store_html(page, "")
        if touch.is_put_in(page.name):
            touch.put_in(page.name)
        touch.existence(page.name) if self.created else touch.looks(page.name, touch.Looks.EVERYWHERE)
        index_whole(page, plan, self.rows)
        self.revisions, self.slots, self.created = [], [], False
