"""What links here: pages, through redirects, to which section; and pictures where they are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from django.db import connection
from django.db.models import Exists, OuterRef

from wiki.models import Link, Page
from wiki.models.links import STANDING
from wiki.reading.reports.keyed import Key, Screen, keyed, number
from wiki.text.titles import Title

Way = Literal["links", "redirects", "images", "templates"]
KINDS: dict[Way, tuple[str, ...]] = {
    "links": ("link", "see_also"),
    "redirects": ("redirect",),
    "images": ("file",),
    "templates": ("template",),
}
KEYS = (Key("page_id", number),)
THROUGH = 10  # links shown below each redirect
NESTED = 100  # redirects of one screen that they are shown for
# The first few links to each redirect: one look into the index for each, however many link to it.
FIRST = """SELECT * FROM (
SELECT DISTINCT {via} AS via, link.page_id, page.namespace, page.title, page.redirect
FROM wiki_link link JOIN wiki_page page ON page.id = link.page_id
WHERE link.namespace = %s AND link.title = %s AND link.valid_to IS NULL
AND link.kind IN ('link', 'see_also', 'file', 'template')
ORDER BY link.page_id LIMIT {limit}) part{via}"""


@dataclass(frozen=True, slots=True)
class Backlink:
    """A page that links to another: in which ways, and to which sections of it (as the links name them).

    Below a redirect stand the first pages that link to it; `more` says that there are others.
    """

    page_id: int
    title: Title
    kinds: frozenset[str]
    fragments: tuple[str, ...] = ()
    redirect: bool = False
    through: tuple[Backlink, ...] = ()
    more: bool = False

    @property
    def leads_here(self) -> bool:
        """Whether the page is a redirect to the one asked about."""
        return "redirect" in self.kinds


def what_links_here(
    title: Title,
    *,
    limit: int = 50,
    after: str = "",
    before: str = "",
    namespace: int | None = None,
    invert: bool = False,
    hide: Collection[Way] = (),
    fragments: Collection[str] | None = None,
    listed: bool = False,
) -> Screen[Backlink]:
    """The pages whose text links to `title` now, shows that file or puts that template in, oldest page first;
    being in a category is no link, nor is a page's link to itself. 3 queries, one more with redirects.

    `fragments` asks for links to these sections alone, `listed` for See also lists alone. With `invert`,
    pages of every namespace but that one.
    Raises BadCursor.
    """
    links = Link.objects.filter(STANDING, namespace=title.namespace, title=title.name)
    links = links.exclude(page__namespace=title.namespace, page__title=title.name)
    asked = links.filter(kind__in=[kind for way, kinds in KINDS.items() if way not in hide for kind in kinds])
    if listed:
        asked = asked.filter(kind="see_also")
    if fragments is not None:
        asked = asked.filter(member=None, extra__in=fragments)
    if "redirects" in hide:
        asked = asked.exclude(Exists(links.filter(kind="redirect", page=OuterRef("page"))))
    if namespace is not None:
        here = {"page__namespace": namespace}
        asked = asked.exclude(**here) if invert else asked.filter(**here)
    found = keyed(
        asked.values("page_id").distinct(), KEYS, lambda row: int(row["page_id"]),
        limit=limit, after=after, before=before,
    )  # fmt: skip
    if not found.rows:
        return Screen()
    rows = _told(title, found.rows)
    return Screen(_with_links_through(rows), found.before, found.after)


def _told(title: Title, ids: tuple[int, ...]) -> tuple[Backlink, ...]:
    """The pages of these ids, with the ways in which they link to the title; 2 queries."""
    kinds: dict[int, set[str]] = {}
    named: dict[int, dict[str, None]] = {}
    shown = [kind for some in KINDS.values() for kind in some]
    links = Link.objects.filter(
        STANDING, namespace=title.namespace, title=title.name, page_id__in=ids, kind__in=shown
    )
    for page_id, kind, extra in links.order_by("pk").values_list("page_id", "kind", "extra"):
        kinds.setdefault(page_id, set()).add(kind)
        if extra:
            named.setdefault(page_id, {})[extra] = None
    pages = {page.pk: page for page in Page.objects.filter(pk__in=ids).only("namespace", "title", "redirect")}
    return tuple(
        Backlink(pk, pages[pk].name, frozenset(kinds[pk]), tuple(named.get(pk, ())), pages[pk].redirect)
        for pk in ids
    )


def _with_links_through(rows: tuple[Backlink, ...]) -> tuple[Backlink, ...]:
    """The rows, with the first links to each redirect among them; one query, none without redirects."""
    passing = [row for row in rows if row.leads_here][:NESTED]
    if not passing:
        return rows
    parts = [FIRST.format(via=row.page_id, limit=THROUGH + 1) for row in passing]
    asked = [value for row in passing for value in (row.title.namespace, row.title.name)]
    through: dict[int, list[Backlink]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), asked)
        for via, page_id, namespace, name, redirect in cursor.fetchall():
            link = Backlink(page_id, Title(namespace, name), frozenset({"link"}), redirect=bool(redirect))
            through.setdefault(via, []).append(link)
    return tuple(_below(row, through.get(row.page_id, ())) for row in rows)


def _below(row: Backlink, links: Iterable[Backlink]) -> Backlink:
    found = tuple(links)
    return replace(row, through=found[:THROUGH], more=len(found) > THROUGH)
