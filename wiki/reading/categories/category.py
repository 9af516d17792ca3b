"""Categories: who is in them, in the order of their sort keys; and the tree that they make."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypedDict

from django.db.models import Q

from wiki.models import Category, Link
from wiki.models.links import FILE, MEMBERSHIP, PAGE, STANDING, SUBCATEGORY
from wiki.reading.reports.keyed import Key, Screen, key_bytes, keyed, number
from wiki.text.language.collation import letter_of, sort_key
from wiki.text.titles import Title

CATEGORY = 14
ONE_SCREEN = 200
KINDS = {"subcat": SUBCATEGORY, "page": PAGE, "file": FILE}  # as MediaWiki's addresses name them
KEYS = (Key("sort", key_bytes), Key("page_id", number))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many members a category has: of every kind, and of the two special ones."""

    members: int = 0
    subcategories: int = 0
    files: int = 0

    @property
    def pages(self) -> int:
        """Members that are neither subcategories nor files."""
        return self.members - self.subcategories - self.files

    def of(self, kind: str) -> int:
        """How many there are of one of the KINDS."""
        return {"subcat": self.subcategories, "file": self.files}.get(kind, self.pages)


class Place(TypedDict):
    """Where a list begins, for `keyed`."""

    after: str
    before: str
    start: Q | None


NO_MEMBERS = Counts()


@dataclass(frozen=True, slots=True)
class Member:
    """A page in a category; `counts` of a subcategory."""

    title: Title
    letter: str
    redirect: bool = False
    counts: Counts = NO_MEMBERS


NO_ROWS: Screen[Member] = Screen()


@dataclass(frozen=True, slots=True)
class Members:
    """One screen of a category's members of one kind, and how many there are in all (0: not counted)."""

    total: int
    screen: Screen[Member] = NO_ROWS

    @property
    def letters(self) -> list[tuple[str, list[Member]]]:
        """The members in runs of one first letter each."""
        return [(letter, list(run)) for letter, run in groupby(self.screen.rows, key=lambda row: row.letter)]


@dataclass(frozen=True, slots=True)
class CategoryMembers:
    """What is in a category."""

    subcategories: Members
    pages: Members
    files: Members

    @property
    def empty(self) -> bool:
        """Whether nothing is in it."""
        lists = (self.subcategories, self.pages, self.files)
        return not any(one.total or one.screen.rows for one in lists)


def category_members(
    title: Title, places: Mapping[str, str] | None = None, *, limit: int = ONE_SCREEN
) -> CategoryMembers:
    """The members of a category, `limit` of each kind. `places` says where each list stands: "pagefrom" and
    "pageuntil", "subcatfrom" …, as MediaWiki; a place that a list gave out, or the beginning of a name.

    One query for the counts, one for each kind that there is, one for the counts of the subcategories.
    Raises BadCursor.
    """
    places, counts = places or {}, counts_of([title.name]).get(title.name, Counts())
    lists = {
        kind: Members(counts.of(kind), _members(title, kind, places, limit))
        if counts.of(kind)
        else Members(0)
        for kind in KINDS
    }
    return CategoryMembers(lists["subcat"], lists["page"], lists["file"])


def _members(title: Title, kind: str, places: Mapping[str, str], limit: int) -> Screen[Member]:
    rows = Link.objects.filter(MEMBERSHIP, title=title.name, member=KINDS[kind])
    found = keyed(
        rows.values("sort", "page_id", "page__namespace", "page__title", "page__redirect"), KEYS, _member,
        limit=limit, **place_in(places, kind),
    )  # fmt: skip
    if kind != "subcat":
        return found
    counts = counts_of([member.title.name for member in found.rows])
    counted = tuple(
        Member(row.title, row.letter, row.redirect, counts.get(row.title.name, Counts()))
        for row in found.rows
    )
    return Screen(counted, found.before, found.after)


def place_in(places: Mapping[str, str], kind: str) -> Place:
    """Where a list of members begins: at the beginning of a name, or at a place that a list gave out."""
    start, end = places.get(f"{kind}from", ""), places.get(f"{kind}until", "")
    by_name = bool(start) and "|" not in start
    return {
        "after": "" if by_name or end else start,
        "before": end,
        "start": Q(sort__gte=sort_key(start)) if by_name else None,
    }


def _member(row: Mapping[str, Any]) -> Member:
    title = Title(row["page__namespace"], row["page__title"])
    return Member(title, letter_of(bytes(row["sort"])), row["page__redirect"])


def counts_of(names: Collection[str]) -> dict[str, Counts]:
    """How many members each of these categories has; those that never had one are left out. One query."""
    rows = Category.objects.filter(title__in=names).values_list("title", "members", "subcategories", "files")
    return {title: Counts(*counts) for title, *counts in rows}


def random_member(title: Title) -> Title | None:
    """Any page (no subcategory, no file) in a category; None where it has none. 3 queries at any size."""
    pages = Link.objects.filter(
        STANDING, namespace=CATEGORY, title=title.name, kind="category", member=PAGE
    ).order_by("page_id")
    ids = pages.values_list("page_id", flat=True)
    first, last = ids.first(), ids.last()
    if first is None or last is None:
        return None
    least = first + secrets.randbelow(last - first + 1)
    found = pages.filter(page_id__gte=least).values_list("page__namespace", "page__title").first()
    return Title(*found) if found else None
