"""Special:AllPages and Special:PrefixIndex."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.reading.lists.lines import BadCursor
from wiki.reading.lists.titles import TitleLine, all_pages
from wiki.reading.reports.keyed import Screen
from wiki.text.titles import namespace_number
from wiki.web.lists.lists import show, upper_first
from wiki.web.lists.recent_changes import bad_cursor, namespaces, read_namespace
from wiki.web.lists.steps import Steps, read_place, read_size, read_text

ONE_PAGE = 100  # names on a screen


def page_list(request: HttpRequest, rest: str) -> HttpResponse:
    query = request.GET
    start, end = upper_first(rest or read_text(query, "from")), upper_first(read_text(query, "to"))
    namespace, start = read_namespace(query) or 0, start
    kept = {} if rest else {"from": start}
    pages = found(request, start=start, end=end, namespace=namespace)
    return shown(
        request, "special/all_pages.html", _("All pages"), pages, namespace, kept | {"to": end},
        start=start, end=end,
    )  # fmt: skip


def prefix_index(request: HttpRequest, rest: str) -> HttpResponse:
    query = request.GET
    written = (rest or read_text(query, "prefix")).lstrip(":")
    namespace = read_namespace(query) or 0
    space, colon, name = written.partition(":")
    number = namespace_number(space) if colon else None
    if number is not None and number >= 0:
        namespace, written = number, name.strip()
    prefix, strip = upper_first(written), query.get("stripprefix") == "1"
    pages = found(request, prefix=prefix, namespace=namespace)
    kept = {"prefix": "" if rest else prefix, "stripprefix": "1" if strip else ""}
    return shown(
        request, "special/prefix_index.html", _("All pages with prefix"), pages, namespace, kept,
        prefix=prefix, strip=prefix if strip else "", stripped=strip,
    )  # fmt: skip


def found(request: HttpRequest, **asked: Any) -> Screen[TitleLine]:
    query, place = request.GET, read_place(request)
    redirects, limit = query.get("hideredirects") != "1", read_size(query, ONE_PAGE)
    try:
        return all_pages(**{"redirects": redirects, "limit": limit, **asked, **place})
    except BadCursor as error:
        raise bad_cursor(error) from None


def shown(
    request: HttpRequest, template: str, heading: str, pages: Screen[TitleLine], namespace: int,
    kept: dict[str, Any], **more: Any,
) -> HttpResponse:  # fmt: skip
    query = request.GET
    kept |= {name: query[name] for name in ("namespace", "hideredirects") if query.get(name)}
    limit = read_size(query, ONE_PAGE)
    steps = Steps(request.path, limit, pages.before, pages.after, kept, ONE_PAGE)
    return show(
        request, template, heading, pages=pages, steps=steps, namespace=namespace, namespaces=namespaces(),
        redirects=query.get("hideredirects") != "1", **more,
    )  # fmt: skip
