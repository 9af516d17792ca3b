"""The tree of categories, two levels at a time: a circle among them is walked no further than that."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Exists, OuterRef

from wiki.models import Link
from wiki.models.links import MEMBERSHIP
from wiki.reading.categories.category import CATEGORY, NO_MEMBERS, Counts, counts_of
from wiki.reading.reports.categories import in_use
from wiki.reading.reports.keyed import Key, Screen, key_bytes, keyed, number
from wiki.text.titles import Title

BELOW = 20  # subcategories shown of each on the second level
PARENTS = 50
BY_SORT = (Key("sort", key_bytes), Key("page_id", number))
# The first few subcategories of each: one look into the index for each, whatever they hold.
FIRST = """SELECT * FROM (SELECT link.title AS above, page.title FROM wiki_link link
JOIN wiki_page page ON page.id = link.page_id
WHERE link.title = %s AND link.member = 1 AND link.valid_to IS NULL
ORDER BY link.sort, link.page_id LIMIT {limit}) part{n}"""


@dataclass(frozen=True, slots=True)
class Branch:
    """A category in the tree. `more`: it has subcategories that are not among `below`."""

    title: Title
    counts: Counts = NO_MEMBERS
    below: tuple[Branch, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """A category (None: all that stand in no other), what it stands in, and one screen of what is in it."""

    title: Title | None
    counts: Counts
    parents: tuple[Title, ...]
    branches: Screen[Branch]


def category_tree(title: Title, *, limit: int = 50, after: str = "", before: str = "") -> Tree:
    """The subcategories of a category and theirs; 5 queries at most. Raises BadCursor."""
    rows = Link.objects.filter(MEMBERSHIP, title=title.name, member=1)
    found = keyed(
        rows.values("sort", "page_id", "page__title"), BY_SORT, lambda row: str(row["page__title"]),
        limit=limit, after=after, before=before,
    )  # fmt: skip
    above = Link.objects.filter(MEMBERSHIP, page__namespace=CATEGORY, page__title=title.name, kind="category")
    names = above.order_by("title").values_list("title", flat=True)[:PARENTS]
    parents = tuple(Title(CATEGORY, name) for name in names)
    own = counts_of([title.name]).get(title.name, Counts())
    return Tree(title, own, parents, _grown(found))


def category_roots(*, limit: int = 50, after: str = "", before: str = "") -> Tree:
    """The categories in use that stand in no other, and what is in them; 3 queries. Raises BadCursor."""
    above = Link.objects.filter(
        MEMBERSHIP, kind="category", page__namespace=CATEGORY, page__title=OuterRef("title")
    )
    rows = in_use().filter(~Exists(above))
    found = keyed(
        rows, (Key("title"),), lambda row: str(row["title"]), limit=limit, after=after, before=before
    )
    return Tree(None, Counts(), (), _grown(found))


def _grown(found: Screen[str]) -> Screen[Branch]:
    """The categories of these names, each with its first subcategories; 2 queries."""
    if not found.rows:
        return Screen()
    below = _first_below(found.rows)
    every = {*found.rows, *(name for names in below.values() for name in names)}
    counts = counts_of(every)

    def branch(name: str) -> Branch:
        return Branch(Title(CATEGORY, name), counts.get(name, Counts()))

    branches = tuple(
        replace(
            branch(name),
            below=tuple(branch(sub) for sub in below.get(name, ())[:BELOW]),
            more=len(below.get(name, ())) > BELOW,
        )
        for name in found.rows
    )
    return Screen(branches, found.before, found.after)


def _first_below(names: tuple[str, ...]) -> dict[str, list[str]]:
    parts = [FIRST.format(n=n, limit=BELOW + 1) for n in range(len(names))]
    below: dict[str, list[str]] = {}
    for start in range(0, len(parts), 100):
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts[start : start + 100]), names[start : start + 100])
            for above, name in cursor.fetchall():
                below.setdefault(above, []).append(name)
    return below
