"""The pages that a page's See also list leads to, those whose lists lead to it, and how they are linked."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from wiki.models import Link, Page
from wiki.reading.page import PageMissing
from wiki.text.addresses import red_link_path, wiki_path
from wiki.text.drawing.graph import Drawing, draw, draw_narrow
from wiki.text.titles import Title

MOST = 12  # neighbours on each side


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A page of the neighbourhood; `listed`: on the page's list; `lists`: has the page on its own."""

    title: Title
    url: str
    description: str
    exists: bool
    listed: bool
    lists: bool


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The neighbours in order, the drawings by their full titles; `more` says that some were left out."""

    neighbours: tuple[Neighbour, ...]
    drawing: Drawing
    narrow: Drawing
    addresses: dict[str, Neighbour]
    more: bool


def neighbourhood(title: Title) -> Neighbourhood:
    """What stands around a page; 5 queries, however much that is. Raises PageMissing."""
    there = Page.objects.filter(namespace=title.namespace, title=title.name, deleted=False)
    own = there.values_list("pk", flat=True).first()
    if own is None:
        raise PageMissing(title)
    links = Link.objects.filter(kind="see_also", valid_to=None)
    listed = _titles(links.filter(page_id=own).values_list("namespace", "title").order_by("pk"))
    to_it = links.filter(namespace=title.namespace, title=title.name, page__deleted=False)
    lists = _titles(to_it.values_list("page__namespace", "page__title").order_by("page_id"))
    more = len(listed) > MOST or len(lists) > MOST
    right = [other for other in listed if other != title][:MOST]
    left = [other for other in lists if other != title and other not in right][:MOST]
    named = _named([title, *left, *right])
    pages = {
        Title(namespace, name): (pk, about)
        for pk, namespace, name, about in Page.objects.filter(named, deleted=False).values_list(
            "pk", "namespace", "title", "description"
        )
    }
    ids = {pk: other for other, (pk, _about) in pages.items()}
    between = links.filter(named, page_id__in=ids).values_list("page_id", "namespace", "title")
    arrows = {(ids[pk], Title(namespace, name)) for pk, namespace, name in between}
    neighbours = tuple(
        Neighbour(
            other, wiki_path(other.key) if other in pages else red_link_path(other.key),
            pages[other][1] if other in pages else "", other in pages,
            (title, other) in arrows, (other, title) in arrows,
        )
        for other in sorted({*left, *right})
    )  # fmt: skip
    lined = [(one.full, two.full) for one, two in arrows]
    before, after = [one.full for one in left], [one.full for one in right]
    wide, narrow = (layout(title.full, before, after, lined, {}) for layout in (draw, draw_narrow))
    return Neighbourhood(neighbours, wide, narrow, {one.title.full: one for one in neighbours}, more)


def _titles(found: object) -> list[Title]:
    rows: list[tuple[int, str]] = list(found[: 2 * MOST + 2])  # type: ignore[index]
    return list(dict.fromkeys(Title(namespace, name) for namespace, name in rows))


def _named(titles: list[Title]) -> Q:
    """Rows of these titles."""
    by_namespace: dict[int, list[str]] = {}
    for title in titles:
        by_namespace.setdefault(title.namespace, []).append(title.name)
    wanted = Q()
    for namespace, names in by_namespace.items():
        wanted |= Q(namespace=namespace, title__in=names)
    return wanted
