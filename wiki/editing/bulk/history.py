"""A page's history written in bulk, as it was elsewhere: the same rows that the same saves would have left.

Nobody is asked, nothing is merged and nobody is told; who calls this has to know that the texts are as they
were.
"""

from __future__ import annotations

from datetime import datetime

from wiki.editing import derived
from wiki.editing.bulk.derived_ranges import Ranges
from wiki.editing.bulk.plans import Planned
from wiki.editing.bulk.stored import Given, Stored, with_given
from wiki.editing.deriving import touch
from wiki.editing.deriving.indexed import index_whole
from wiki.editing.save import record_page
from wiki.editing.saving.describe import changes_of, with_ids
from wiki.editing.saving.plan import Plan
from wiki.models import Page, Revision, RevisionSlot, chain_hash, parts_live
from wiki.models.insert import insert_rows, reserve_ids
from wiki.text.comparing.changes import Change
from wiki.text.names import is_ip, sortable


class PageHistory:
    """A page to which planned revisions are added; `flush` writes them, under the lock of the page's row.

    One may go on after a flush as long as nobody else has edited the page. `began`: when the page first
    stood, whatever its clocks say later.
    """

    def __init__(self, began: datetime) -> None:
        self.began = began
        self.given, self.stored, self.ranges = Given(), Stored(), Ranges()
        self.planned: list[tuple[Planned, tuple[Change, ...]]] = []
        self._opened = False

    def add(self, planned: Planned) -> None:
        """Add a revision; nothing is read or written."""
        self.planned.append((planned, changes_of(planned.plan)))

    def flush(self, page: Page) -> int:
        """Write all that was added: the page, whose row is locked, stands as of the last revision then. How
        many revisions.
        """
        if not self._opened:
            self._open(page)
        self.given.give(one for one, _changes in self.planned)
        revisions, slots = self._revisions(page)
        self.stored.flush(page, revisions)
        insert_rows(slots)
        created, plan = page.number == 0, self._now(page)
        page.take(revisions[-1])
        derived.describe(page, plan)
        page.rev = page.rev or 1
        page.save_without_historical_record()  # type: ignore[attr-defined]
        if created:
            record_page(page, revisions[0], new=True, moment=self.began)
        self.ranges.flush(page)
        derived.store_html(page, "")
        if touch.is_put_in(page.name):
            touch.put_in(page.name)
        touch.existence(page.name) if created else touch.looks(page.name, touch.Looks.EVERYWHERE)
        index_whole(page, plan, plan.rows)
        self.planned = []
        return len(revisions)

    def _open(self, page: Page) -> None:
        """Read what there is of the page already."""
        self._opened = True
        if page.number:
            self.stored.there = {row.ref: row.rev for row in parts_live(page.pk, dead=True)}
            self.ranges.open(page)

    def _revisions(self, page: Page) -> tuple[list[Revision], list[RevisionSlot]]:
        """The rows of the revisions and of their further slots; parts, links and facts are noted."""
        revisions: list[Revision] = []
        slots: list[RevisionSlot] = []
        last = page.latest
        ids = reserve_ids(Revision, len(self.planned))
        for id_, (one, changes) in zip(ids, self.planned, strict=True):
            last = _revision(page, id_, one, last)
            given = self.given.to(one)
            last.changes = [change.to_json() for change in with_ids(changes, given)]
            self.stored.add(one.plan, last, given)
            if one.links is not None:
                fields = (with_given(row, given) for row in one.plan.rows if row.kind == "field")
                self.ranges.now(fields, one.links, one.said.timestamp)
            revisions.append(last)
            slots += [
                RevisionSlot(revision=last, role=role, content_model=model, text=text)
                for role, model, text in one.said.slots
            ]
        return revisions, slots

    def _now(self, page: Page) -> Plan:
        """The page's rows as they stand now."""
        newest, _changes = self.planned[-1]
        given = self.given.to(newest)
        return Plan(page.number, (), tuple(with_given(row, given) for row in newest.plan.rows))


def _revision(page: Page, id_: int, one: Planned, last: Revision | None) -> Revision:
    said, source = one.said, one.source
    number = last.number + 1 if last else 1
    chain = chain_hash(
        page_id=page.pk, number=number, parent=last.chain if last else "", sha1=source.sha1,
        timestamp=said.timestamp, summary=said.summary, minor=said.minor,
    )  # fmt: skip
    return Revision(
        pk=id_, page=page, number=number, parent_id=last.pk if last else None, author_id=said.author_id,
        author_text=said.author_text,
        author_ip=sortable(said.author_text) if is_ip(said.author_text) else None,
        timestamp=said.timestamp, summary=said.summary, minor=said.minor, content_model=source.model,
        sha1=source.sha1, size=source.size, delta=source.size - (last.size if last else 0), chain=chain,
        text_hidden=one.hidden, user_hidden=said.user_hidden, summary_hidden=said.summary_hidden,
    )  # fmt: skip
