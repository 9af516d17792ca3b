"""What follows for categories when a page joins or leaves them."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from wiki.models import Category, Link, Page
from wiki.models.counts import add_to_counts
from wiki.models.links import FILE, MEMBERSHIP, SUBCATEGORY, member_kind
from wiki.models.prepared import PreparedUpdate
from wiki.text.language.collation import sort_key

PREPARED = 32  # categories of one save; the statement for more is built each time, and not kept


def columns(page: Page, key: str) -> dict[str, Any]:
    """The columns of a category link by which the category's members are listed; `key` is its sort key."""
    return {"member": member_kind(page.namespace), "sort": sort_key(page.title, key)}


def note(page: Page, *, joined: Collection[str] = (), left: Collection[str] = ()) -> None:
    """Keep the counts of the categories that the page joined and left; let their own pages, which list
    members, be drawn anew, and those that list them with their counts.
    """
    touched = set(joined) | set(left)
    if not touched:
        return
    kind = member_kind(page.namespace)
    steps = {title: (title in joined) - (title in left) for title in touched}
    add_to_counts(
        Category,
        {
            title: (step, step * (kind == SUBCATEGORY), step * (kind == FILE))
            for title, step in steps.items()
            if step
        },
    )
    build = _kept_listing if len(touched) <= PREPARED else _listing
    build(len(touched))(*touched)


def _listing(count: int) -> PreparedUpdate[Page]:
    """Draws the pages of so many categories anew, and those of the categories above them."""

    def build(*titles: str) -> QuerySet[Page]:
        theirs = Page.objects.filter(namespace=14, title__in=titles, deleted=False).values("pk")
        above = Link.objects.filter(MEMBERSHIP, page__in=theirs).values("title")
        return Page.objects.filter(Q(title__in=titles) | Q(title__in=above), namespace=14, deleted=False)

    return PreparedUpdate(build, {"version": F("version") + 1}, *(f"title {n}" for n in range(count)))


_kept_listing = lru_cache(maxsize=PREPARED)(_listing)


def recount() -> int:
    """Count the members of every category anew; how many counts were wrong."""
    counted = (
        Link.objects.filter(MEMBERSHIP, kind="category")
        .values("title")
        .annotate(
            members=Count("pk"),
            subcategories=Count("pk", filter=Q(member=SUBCATEGORY)),
            files=Count("pk", filter=Q(member=FILE)),
        )
    )
    right = {row["title"]: (row["members"], row["subcategories"], row["files"]) for row in counted}
    kept = {title: tuple(counts) for title, *counts in _kept()}
    nothing = (0, 0, 0)
    steps = {
        title: tuple(a - b for a, b in zip(right.get(title, nothing), kept.get(title, nothing), strict=True))
        for title in right.keys() | kept.keys()
    }
    wrong = {title: step for title, step in steps.items() if any(step)}
    add_to_counts(Category, wrong)
    return len(wrong)


def _kept() -> QuerySet[Category, tuple[str, int, int, int]]:
    return Category.objects.values_list("title", "members", "subcategories", "files")
