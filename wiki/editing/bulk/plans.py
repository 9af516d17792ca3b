"""A page's history thought through: which part of the page each piece of each revision's text is.

Nothing is written here, no lock is needed, and what comes out can be pickled: it may be done ahead, in
another process, while what came before is being written (`history.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import NamedTuple

from wiki.editing import derived
from wiki.editing.bulk.in_place import edited_in_place, joined, parted
from wiki.editing.bulk.removed import RemovedLately
from wiki.editing.merging.matching import matched_rows
from wiki.editing.saving.plan import Plan, placed
from wiki.editing.saving.store import settled
from wiki.models import Page, parts_live
from wiki.models.parts import Ref
from wiki.reading.wikitext import site_names
from wiki.text.content import WIKITEXT, content_model, page_links
from wiki.text.parts.rows import PageText
from wiki.text.titles import Title

UNSTORED = 1 << 62  # from here on parts are numbered that are not stored yet: no table ever gets so far


class Source(NamedTuple):
    """What a revision's row says of its text."""

    sha1: str
    size: int
    model: str


class Imported(NamedTuple):
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
    source: Source | None = None  # of the text, where whoever read it knows


class Planned(NamedTuple):
    """A revision, and what it makes of the page.

    `new` numbers the rows that the plan adds, from UNSTORED on; later plans of the page know them by that.
    `links` is None where the page shows nothing new from this revision on.
    """

    said: Imported  # its text is in the plan's rows alone
    hidden: bool  # whether its text is withheld
    source: Source
    plan: Plan
    new: Mapping[Ref, int]
    links: frozenset[derived.Derived] | None


def source_of(text: str, model: str) -> Source:
    """What the row of a revision of this text says of it."""
    content = text.encode()
    return Source(hashlib.sha1(content, usedforsecurity=False).hexdigest(), len(content), model)


class PagePlans:
    """A page while revisions are added to it; `page` is None while there is none of this title."""

    def __init__(self, title: Title, page: Page | None = None) -> None:
        self.title = title
        everything = parts_live(page.pk, dead=True) if page else []
        self.rows = tuple(row for row in everything if not row.deleted)
        self.removed = RemovedLately([row for row in everything if row.deleted])
        self.number = page.number if page else 0
        last = page.latest if page else None
        self.source = Source(last.sha1, last.size, last.content_model) if last else None
        self.site = site_names(WIKITEXT)
        self.links: frozenset[derived.Derived] = frozenset()
        self._numbers = count(UNSTORED)

    def add(self, one: Imported, *, shows: bool) -> Planned:
        """What the next revision makes of the page. `shows`: there was a moment at which it was the page;
        else a later one has the same time or an earlier one.

        Raises TextTooLarge for more parts than a page may have.
        """
        parsed = self._parsed(one)
        plan = self._plan(parsed)
        new: dict[Ref, int] = {row.ref: next(self._numbers) for row in plan.added}
        self._stands(plan, new)
        self.source = self._source(one)
        links = None
        if shows and parsed is not None:  # mostly the same, which then is sent to another process once
            found = self._links(parsed)
            links = self.links = self.links if found == self.links else found
        return Planned(one._replace(text=None), one.text is None, self.source, plan, new, links)

    def _parsed(self, one: Imported) -> PageText | None:
        """The text cut into parts; None where it is withheld and what stood before goes on standing."""
        if one.text is None and self.rows:
            return None
        return content_model(one.model).read(one.text or "")

    def _plan(self, parsed: PageText | None) -> Plan:
        before = self.rows
        if parsed is None:
            return Plan(self.number, before, before)
        if before and (rows := edited_in_place(before, parsed)) is not None:
            return Plan(self.number, before, rows)
        ahead, inner, text, behind = parted(before, parsed)
        found = joined(ahead, matched_rows(inner, text, self.removed, exact=True), behind)
        refs = {row.ref for row in found}
        back = tuple(row for row in self.removed.rows() if row.ref in refs)
        return Plan(self.number, before, placed(found, before), back)

    def _stands(self, plan: Plan, new: Mapping[Ref, int]) -> None:
        """From now on the page is as planned."""
        self.number += 1
        touched = set(map(id, (*plan.changed, *plan.added)))  # no other row speaks of what is new
        self.rows = tuple(
            settled(row, new)._replace(rev=self.number) if id(row) in touched else row for row in plan.rows
        )
        self.removed.note(plan.removed, self.number)
        self.removed.forget(row.ref for row in plan.changed)

    def _source(self, one: Imported) -> Source:
        if one.text is None and self.source is not None:
            return self.source
        return one.source or source_of(one.text or "", one.model)

    def _links(self, parsed: PageText) -> frozenset[derived.Derived]:
        return frozenset(derived.links_of(parsed, self.title, page_links(parsed, self.site)))
