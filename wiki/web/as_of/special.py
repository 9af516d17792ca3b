"""Special pages of a moment: what linked here, and searching."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.editing.limits import count_lightly
from wiki.reading.as_of.backlinks import what_linked_here
from wiki.reading.as_of.search import ResultsThen, search_then
from wiki.reading.lists.lines import BadCursor
from wiki.search.query import LONGEST, read_query
from wiki.text.addresses import time_path
from wiki.text.titles import Title
from wiki.web.addresses.addresses import title_in_address
from wiki.web.frame.visitor import visitor
from wiki.web.lists.lists import show
from wiki.web.lists.paging import whole_number
from wiki.web.lists.recent_changes import bad_cursor
from wiki.web.lists.steps import Steps, read_place, read_size
from wiki.web.search import wanted_namespaces

SHOWN = 20  # results on a screen
View = Callable[[HttpRequest, datetime, str], HttpResponse]


def special_then(request: HttpRequest, moment: datetime, title: Title) -> HttpResponse:
    """A special page of then; what there is of today alone is shown as it is today. Facts are asked of a
    moment by their own address.
    """
    name, _slash, rest = title.name.partition("/")
    if view := VIEWS.get(name):
        return view(request, moment, rest)
    asked = request.GET.copy()
    if name == "Facts":
        asked["at"] = time_path(moment)
    address = reverse("special", args=[title.key.partition(":")[2]])
    return redirect(f"{address}?{asked.urlencode()}" if asked else address)


def links_then(request: HttpRequest, moment: datetime, rest: str) -> HttpResponse:
    title, limit = title_in_address(rest or request.GET.get("target", "")), read_size(request.GET)
    if title.namespace < 0:
        raise BadRequest(_("Nothing can be said about links to “%(title)s”.") % {"title": title.full})
    try:
        found = what_linked_here(
            title, moment=moment, viewer=visitor(request), limit=limit, **read_place(request)
        )
    except BadCursor as error:
        raise bad_cursor(error) from None
    heading = _("Pages that linked to “%(title)s”") % {"title": title.full}
    steps = Steps(request.path, limit, found.before, found.after)
    today = f"WhatLinksHere/{title.key}"
    return show(
        request, "special/links_then.html", heading, as_of=moment, target=title, links=found, steps=steps,
        today=today,
    )  # fmt: skip


def find_then(request: HttpRequest, moment: datetime, _rest: str) -> HttpResponse:
    typed = " ".join((request.GET.get("search") or request.GET.get("q", "")).replace("\x00", " ").split())
    offset = whole_number(request.GET, "offset", low=0, high=10_000) or 0
    viewer, (tab, namespaces) = visitor(request), wanted_namespaces(request.GET)
    query, results = read_query(typed, namespaces), ResultsThen()
    if typed:
        count_lightly("search", viewer)
        results = search_then(query, moment=moment, viewer=viewer, offset=offset, limit=SHOWN)
    steps = Steps(request.path, 0, None, None, {"search": typed[:LONGEST], "ns": request.GET.get("ns", "")})
    return show(
        request, "search/as_of.html", _("Search"), as_of=moment, query=typed[:LONGEST], asked=query, tab=tab,
        results=results, first=offset + 1, last=offset + len(results.rows),
        before=steps.address(offset=max(0, offset - SHOWN) or None) if offset else "",
        after=steps.address(offset=offset + SHOWN) if offset + SHOWN < results.count else "",
    )  # fmt: skip


VIEWS: dict[str, View] = {"WhatLinksHere": links_then, "Search": find_then}
