"""Links and facts of a page from when until when, while its history is being written."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from wiki.editing import derived
from wiki.editing.deriving import members, touch
from wiki.models import Fact, Link, Page, Row
from wiki.models.insert import insert_rows, reserve_ids
from wiki.models.parts import Ref
from wiki.text.content import MARKDOWN

Stated = tuple[str, str]  # key and value


class Ranges:
    """What stands in the page at present, since when, and what stood."""

    def __init__(self) -> None:
        self.links: dict[derived.Derived, datetime | None] = {}  # None: it is in the database
        self.facts: dict[int, tuple[Stated, datetime | None]] = {}
        self.gone_links: list[tuple[derived.Derived, datetime, datetime]] = []
        self.gone_facts: list[tuple[int, Stated, datetime, datetime]] = []
        self.closed_links: dict[derived.Derived, datetime] = {}
        self.closed_facts: dict[int, datetime] = {}
        self._read: dict[Ref, tuple[Row, Stated]] = {}
        self.before: set[derived.Derived] = set()
        self.model = MARKDOWN  # of the page as it is now

    def open(self, page: Page) -> None:
        """Read what stands in the page already."""
        standing = Link.objects.filter(page=page, valid_to=None)
        self.links = dict.fromkeys(standing.values_list("kind", "namespace", "title", "extra"))
        facts = Fact.objects.filter(page=page, valid_to=None)
        self.facts = {
            id_: ((key, value), None) for id_, key, value in facts.values_list("field_id", "key", "value")
        }
        self.before = set(self.links)

    def now(self, fields: Iterable[Row], links: Collection[derived.Derived], moment: datetime) -> None:
        """From this moment on the page has these rows of its infobox, and these links."""
        self._links_now(links, moment)
        rows = [row for row in fields if row.head == "field"]
        self.model = rows[0].model if rows else self.model
        self._facts_now({row.id: self._stated(row) for row in rows}, moment)

    def _links_now(self, after: Collection[derived.Derived], moment: datetime) -> None:
        for link in [link for link in self.links if link not in after]:
            since = self.links.pop(link)
            if since is None:
                self.closed_links[link] = moment
            else:
                self.gone_links.append((link, since, moment))
        for link in sorted(link for link in after if link not in self.links):
            self.links[link] = moment

    def _stated(self, row: Row) -> Stated:
        known = self._read.get(row.ref)
        if known is None or known[0].text != row.text or known[0].model != row.model:
            field = row.field
            known = self._read[row.ref] = (row, (field.key[: derived.KEPT], field.value))
        return known[1]

    def _facts_now(self, after: dict[int, Stated], moment: datetime) -> None:
        for id_ in [id_ for id_, (stated, _since) in self.facts.items() if after.get(id_) != stated]:
            stated, since = self.facts.pop(id_)
            if since is None:
                self.closed_facts[id_] = moment
            else:
                self.gone_facts.append((id_, stated, since, moment))
        for id_, stated in after.items():
            if id_ not in self.facts:
                self.facts[id_] = (stated, moment)

    def flush(self, page: Page) -> None:
        """Write what came and went, and tell those who list the page."""
        self._close(page)
        new = [(link, since, None) for link, since in self.links.items() if since is not None]
        insert_rows([_link(page, *each) for each in (*self.gone_links, *sorted(new))])
        self._write_facts(page)
        after = set(self.links)
        gone, came = self.before - after, after - self.before
        members.note(page, joined=derived.named("category", came), left=derived.named("category", gone))
        touch.files(derived.named("file", gone | came))
        touch.listed(derived.listed_by(gone | came))
        self.links, self.before = dict.fromkeys(self.links), after
        self.facts = {id_: (stated, None) for id_, (stated, _since) in self.facts.items()}
        self.gone_links, self.gone_facts, self.closed_links, self.closed_facts = [], [], {}, {}

    def _close(self, page: Page) -> None:
        for link in Link.objects.filter(page=page, valid_to=None) if self.closed_links else ():
            if moment := self.closed_links.get((link.kind, link.namespace, link.title, link.extra)):
                Link.objects.filter(pk=link.pk).update(valid_to=moment)
        for id_, moment in self.closed_facts.items():
            Fact.objects.filter(page=page, valid_to=None, field_id=id_).update(valid_to=moment)

    def _write_facts(self, page: Page) -> None:
        standing = [
            (id_, stated, since, None) for id_, (stated, since) in self.facts.items() if since is not None
        ]
        ranges = [*self.gone_facts, *standing]
        facts = [
            Fact(pk=pk, page=page, field_id=id_, key=key, value=value, valid_from=since, valid_to=until)
            for pk, (id_, (key, value), since, until) in zip(
                reserve_ids(Fact, len(ranges)), ranges, strict=True
            )
        ]
        insert_rows(facts, with_ids=True)
        insert_rows(derived.stated_values(facts, self.model))


def _link(page: Page, link: derived.Derived, since: datetime, until: datetime | None) -> Link:
    kind, namespace, title, extra = link
    columns = members.columns(page, extra) if kind == "category" else {}
    return Link(
        page=page, kind=kind, namespace=namespace, title=title, extra=extra, valid_from=since, valid_to=until,
        **columns,
    )  # fmt: skip
