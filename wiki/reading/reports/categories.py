"""Reports about categories: pages in none, categories by name and size, those wanted and those unused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from wiki.models import Category, Link, Page
from wiki.models.links import MEMBERSHIP
from wiki.models.page import LISTED
from wiki.reading.reports.keyed import Key, Screen, keyed, number
from wiki.reading.reports.report import Report, ReportLine, Rows, pages
from wiki.text.titles import Title

CATEGORY = 14
BY_MEMBERS = (Key("members", number, down=True), Key("title"))


def uncategorized(namespace: int | None) -> Rows:
    """Pages, no redirects, that are in no category. After MediaWiki's Uncategorizedpages."""
    own = Link.objects.filter(MEMBERSHIP, page=OuterRef("pk"), kind="category")
    return pages(namespace, ~Q(Exists(own)))


def unused(namespace: int | None) -> Rows:
    """Pages of categories, no redirects, that have no member. After MediaWiki's Unusedcategories."""
    used = Category.objects.filter(title=OuterRef("title"), members__gt=0)
    return pages(CATEGORY, ~Q(Exists(used)))


def _page() -> Exists:
    return Exists(Page.objects.filter(LISTED, namespace=CATEGORY, title=OuterRef("title")))


def in_use(namespace: int | None = None) -> Rows:
    """Categories that have members, whether or not they have a page. After MediaWiki's Categories."""
    found = Category.objects.filter(members__gt=0)
    return found.values("title", "members", "subcategories", "files").annotate(there=_page())


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category in the list of them."""

    title: Title
    missing: bool
    members: int
    subcategories: int
    files: int


def in_use_named(
    start: str = "", *, limit: int = 50, after: str = "", before: str = ""
) -> Screen[CategoryLine]:
    """Categories in use by name, from `start` on; one query, with a start two. Raises BadCursor."""
    return keyed(
        in_use(), (Key("title"),), _category, limit=limit, after=after, before=before,
        start=Q(title__gte=start) if start else None,
    )  # fmt: skip


def _category(row: Mapping[str, Any]) -> CategoryLine:
    title = Title(CATEGORY, row["title"])
    return CategoryLine(title, not row["there"], row["members"], row["subcategories"], row["files"])


def wanted(namespace: int | None) -> Rows:
    """Categories that have members but no page. After MediaWiki's Wantedcategories."""
    return in_use().filter(~_page())


def _line(row: Mapping[str, Any]) -> ReportLine:
    return ReportLine(Title(CATEGORY, row["title"]), missing=not row["there"], number=row["members"])


REPORTS = (
    Report("UncategorizedPages", uncategorized),
    Report("UncategorizedCategories", uncategorized, namespace=CATEGORY, fixed=True),
    Report("UncategorizedFiles", uncategorized, namespace=6, fixed=True),
    Report("UnusedCategories", unused, namespace=CATEGORY, fixed=True),
    Report("WantedCategories", wanted, BY_MEMBERS, _line, namespace=CATEGORY, fixed=True),
    Report("MostLinkedCategories", in_use, BY_MEMBERS, _line, namespace=CATEGORY, fixed=True),
)
