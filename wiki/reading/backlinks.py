"""What links here."""

from __future__ import annotations

from dataclasses import dataclass

from wiki.models import Link, Page
from wiki.text.titles import Title


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
