"""What links here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from wiki.models import Link, Page
from wiki.text.titles import Title

CATEGORY = 14


@dataclass(frozen=True, slots=True)
class Backlink:
    """A page that links to another, and in which ways (link, see_also, category, file, redirect)."""

    page_id: int
    title: Title
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Backlinks:
    """One screen of links; `following` is the page id after which the next one begins."""

    rows: tuple[Backlink, ...]
    following: int | None = None


def what_links_here(
    title: Title, *, after: int = 0, limit: int = 50, kinds: tuple[str, ...] | None = None
) -> Backlinks:
    """The pages whose text links to `title` now, oldest page first; 3 queries."""
    links = Link.objects.filter(
        namespace=title.namespace, title=title.name, valid_to=None, page__deleted=False
    )
    if kinds is not None:
        links = links.filter(kind__in=kinds)
    near = links.filter(page_id__gt=after).order_by("page_id").values_list("page_id", flat=True).distinct()
    ids = list(near[: limit + 1])
    shown = ids[:limit]
    ways: dict[int, set[str]] = {}
    for page_id, kind in links.filter(page_id__in=shown).values_list("page_id", "kind"):
        ways.setdefault(page_id, set()).add(kind)
    names = {page.pk: page.name for page in Page.objects.filter(pk__in=shown).only("namespace", "title")}
    rows = tuple(Backlink(pk, names[pk], frozenset(ways[pk])) for pk in shown)
    return Backlinks(rows, shown[-1] if len(ids) > limit else None)


@dataclass(frozen=True, slots=True)
class Members:
    """One screen of a category's pages by name; `following` is the name at which the next one begins."""

    subcategories: tuple[Title, ...]
    pages: tuple[Title, ...]
    following: str | None = None

    @property
    def letters(self) -> list[tuple[str, list[Title]]]:
        """The pages in runs of one first letter each."""
        return [(letter, list(run)) for letter, run in groupby(self.pages, key=lambda title: title.name[0])]


def category_members(title: Title, *, start: str = "", limit: int = 200) -> Members:
    """The pages in a category by name, from `start` on; one query."""
    links = Link.objects.filter(
        kind="category", namespace=title.namespace, title=title.name, valid_to=None, page__deleted=False
    )
    pages = links.filter(page__title__gte=start).order_by("page__title", "page__namespace")
    found = list(pages.values_list("page__namespace", "page__title")[: limit + 1])
    names = [Title(namespace, name) for namespace, name in found[:limit]]
    return Members(
        tuple(name for name in names if name.namespace == CATEGORY),
        tuple(name for name in names if name.namespace != CATEGORY),
        found[limit][1] if len(found) > limit else None,
    )
