"""What a category's own page shows below its text; the tree of categories; any page of a category."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wiki.reading.as_of.members import members_then
from wiki.reading.categories.category import CATEGORY, KINDS, Members, category_members, random_member
from wiki.reading.categories.category_tree import category_roots, category_tree
from wiki.reading.lists.lines import BadCursor
from wiki.reading.reports.categories import in_use_named
from wiki.text.titles import Title
from wiki.web.addresses.addresses import title_in_address
from wiki.web.frame.visitor import visitor
from wiki.web.lists.lists import show
from wiki.web.lists.recent_changes import bad_cursor
from wiki.web.lists.steps import Steps, read_place, read_size, read_text

PLACES = [f"{kind}{end}" for kind in KINDS for end in ("from", "until")]
ANCHORS = {"subcat": "mw-subcategories", "page": "mw-pages", "file": "mw-category-media"}


class Part(NamedTuple):
    """One of the lists on a category's page: its members, and the addresses of the screens beside it."""

    members: Members
    anchor: str
    previous: str | None
    next: str | None

    @property
    def shown(self) -> int:
        return len(self.members.screen.rows)

    @property
    def total(self) -> str:
        return f"{self.members.total:,}"


def members(request: HttpRequest, title: Title, moment: datetime | None = None) -> dict[str, Any]:
    """The lists of what is in a category, or was at a moment, for its page; nothing for other pages."""
    if title.namespace != CATEGORY:
        return {}
    given = {name: request.GET[name] for name in PLACES if request.GET.get(name)}
    if "from" in request.GET:
        given.setdefault("pagefrom", read_text(request.GET, "from"))
    try:
        if moment is None:
            found = category_members(title, given)
        else:
            found = members_then(title, given, moment=moment, viewer=visitor(request))
    except BadCursor as error:
        raise bad_cursor(error) from None
    lists = (found.subcategories, found.pages, found.files)
    parts = [part(request, kind, given, rows) for kind, rows in zip(KINDS, lists, strict=True)]
    return {
        "members": dict(zip(("subcategories", "pages", "files"), parts, strict=True)),
        "no_members": found.empty,
    }


def part(request: HttpRequest, kind: str, given: dict[str, str], rows: Members) -> Part:
    kept = {name: value for name, value in given.items() if not name.startswith(kind)}
    steps = Steps(request.path, 0, None, None, kept)

    def address(end: str, key: str | None) -> str | None:
        return f"{steps.address(**{kind + end: key})}#{ANCHORS[kind]}" if key else None

    return Part(rows, ANCHORS[kind], address("until", rows.screen.before), address("from", rows.screen.after))


def category_in(text: str) -> Title:
    """The category that is named with or without its prefix."""
    title = title_in_address(text)
    return title if title.namespace == CATEGORY else title_in_address(f"Category:{text}")


def categories(request: HttpRequest, rest: str) -> HttpResponse:
    query = request.GET
    start, limit = rest or read_text(query, "from"), read_size(query)
    try:
        screen = in_use_named(start[:1].upper() + start[1:], limit=limit, **read_place(request))
    except BadCursor as error:
        raise bad_cursor(error) from None
    steps = Steps(request.path, limit, screen.before, screen.after)
    return show(request, "special/categories.html", _("Categories"), screen=screen, steps=steps, start=start)


def tree(request: HttpRequest, rest: str) -> HttpResponse:
    wanted = rest or read_text(request.GET, "target")
    title = category_in(wanted) if wanted else None
    place, limit = read_place(request), read_size(request.GET)
    try:
        found = category_tree(title, limit=limit, **place) if title else category_roots(limit=limit, **place)
    except BadCursor as error:
        raise bad_cursor(error) from None
    kept = {"target": title.name} if title and not rest else {}
    steps = Steps(request.path, limit, found.branches.before, found.branches.after, kept)
    return show(request, "special/category_tree.html", _("Category tree"), tree=found, steps=steps)


def random_in_category(request: HttpRequest, rest: str) -> HttpResponse:
    wanted = rest or read_text(request.GET, "wpcategory")
    if not wanted:
        return show(request, "special/random_in_category.html", _("Random page in category"))
    title = category_in(wanted)
    page = random_member(title)
    if page is None:
        return show(request, "special/random_in_category.html", _("Random page in category"), target=title)
    answer = redirect("read", page)
    answer["Cache-Control"] = "no-store"
    return answer
