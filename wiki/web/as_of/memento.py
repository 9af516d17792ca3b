"""Memento (RFC 7089): which states a page had, for programs that travel in time.

A page is the original, its revisions' permanent links are its mementos, and so is the page at any moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from wiki.models import Page
from wiki.permissions import Editor
from wiki.reading.as_of.changes import Memento, Neighbours, spans, state_at, states_around, states_between
from wiki.reading.as_of.pages import shown_then
from wiki.reading.page import PageView, find_page
from wiki.text.addresses import wiki_path
from wiki.text.titles import InvalidTitle, Title, parse_title
from wiki.web.frame.context import site
from wiki.web.frame.errors import refuse
from wiki.web.frame.visitor import visitor

LINK_FORMAT = "application/link-format"
AT_ONCE = 500  # revisions of one time map
_ORIGIN = re.compile(r"(https?:/{1,2}[^/]*)?/*wiki/([\s\S]+)", re.IGNORECASE)


class Places:
    """The addresses of a page, its time gate and its time maps, as Link headers may hold them."""

    def __init__(self, title: Title) -> None:
        # What separates links in a header is encoded.
        path = wiki_path(title.key).replace(";", "%3B")
        self.original = f"{site().url}{path}"
        self.gate = f"{site().url}/timegate/{self.original}"

    def map(self, number: int = 1) -> str:
        part = "" if number == 1 else f"{number}/"
        return f"{site().url}/timemap/link/{part}{self.original}"


def link(address: str, rel: str, **more: datetime | str | None) -> str:
    """One link of a header or a time map."""
    said = "".join(
        f'; {name}="{http_date(value.timestamp()) if isinstance(value, datetime) else value}"'
        for name, value in more.items()
        if value
    )
    return f'<{address}>; rel="{rel}"{said}'


def memento_address(state: Memento) -> str:
    return f"{site().url}{reverse('revision', args=[state.id])}"


def mementos(around: Neighbours) -> list[str]:
    """The states around one as links; one that is several of them is named once."""
    named: dict[Memento, list[str]] = {}
    steps = {"first": around.first, "prev": around.previous, "next": around.next, "last": around.last}
    for rel, state in steps.items():
        if state is not None:
            named.setdefault(state, []).append(rel)
    return [
        link(memento_address(state), f"{' '.join(rels)} memento", datetime=state.timestamp)
        for state, rels in named.items()
    ]


def with_memento(
    response: HttpResponse, view: PageView, viewer: Editor, around: Neighbours | None = None
) -> HttpResponse:
    """The answer, which says where the page's past is found; of the past, which moment it shows."""
    if view.page.deleted:
        return response
    places = Places(view.page.name)
    if view.old is None:
        links = [link(places.original, "original latest-version"), link(places.gate, "timegate")]
        response["Link"] = ", ".join([*links, link(places.map(), "timemap", type=LINK_FORMAT)])
        return response
    shown, until = view.line, view.moment or view.line.timestamp
    around = around or states_around(view.page, shown.number, shown.timestamp, until, viewer=viewer)
    links = [link(places.original, "original"), link(places.gate, "timegate")]
    links.append(link(places.map(), "timemap", type=LINK_FORMAT))
    response["Link"] = ", ".join([*links, *mementos(around)])
    response["Memento-Datetime"] = http_date(until.timestamp())
    return response


def page_of(address: str, viewer: Editor, moment: datetime | None = None) -> Page:
    """The page that an address of this wiki names, or named at a moment; else an answer of 404."""
    found = _ORIGIN.fullmatch(address)
    here = {urlsplit(site().url).netloc}
    if found and (not found[1] or found[1].rpartition("/")[2] in here):
        try:
            title = parse_title(found[2])
            then = shown_then(title, moment, viewer=viewer) if moment else None
            page = then.page if then and not then.page.deleted else find_page(title, viewer=viewer)
        except InvalidTitle:
            page = None
        if page is not None:
            return page
    raise Http404(_("This wiki has no page at “%(address)s”.") % {"address": address[:200]})


@csrf_exempt  # nothing is ever done here: what is no reading is answered with 405
@require_safe
def timegate(request: HttpRequest, address: str) -> HttpResponse:
    """To the page as it was at the moment that `Accept-Datetime` names."""
    viewer = visitor(request)
    asked = request.headers.get("Accept-Datetime")
    try:
        moment = datetime.fromtimestamp(parse_http_date(asked), UTC) if asked else timezone.now()
    except ValueError:
        message = _("“%(text)s” is no date of HTTP. Send one like Sun, 06 Nov 1994 08:49:37 GMT.")
        answer = refuse(request, 400, _("Bad request"), message % {"text": str(asked)[:60]})
        answer["Link"] = link(Places(page_of(address, viewer).name).original, "original")
        return answer
    page = page_of(address, viewer, moment)
    places = Places(page.name)
    state = state_at(page, moment, viewer=viewer)
    if state is None:
        raise Http404(_("No revision of “%(title)s” can be read.") % {"title": page.name.full})
    around = states_around(page, state.number, state.timestamp, viewer=viewer)
    response = HttpResponseRedirect(memento_address(state))
    time_map = link(places.map(), "timemap", type=LINK_FORMAT)
    response["Link"] = ", ".join([link(places.original, "original"), time_map, *mementos(around)])
    patch_vary_headers(response, ["accept-datetime"])
    return response


@csrf_exempt
@require_safe
def timemap(request: HttpRequest, address: str, number: int = 1) -> HttpResponse:
    """All states of the page, oldest first, 500 revisions a map."""
    viewer = visitor(request)
    page = page_of(address, viewer)
    count = -(-page.number // AT_ONCE)
    if not 1 <= number <= count:
        words: dict[str, Any] = {"title": page.name.full, "n": number}
        raise Http404(_("There is no time map %(n)s of “%(title)s”.") % words)
    lines = told(page, number, count, viewer)
    return HttpResponse(",\n".join(lines) + "\n", content_type=LINK_FORMAT)


def told(page: Page, number: int, count: int, viewer: Editor) -> Iterable[str]:
    """The lines of one time map of `count`."""
    places, times = Places(page.name), spans(page, AT_ONCE, viewer=viewer)

    def time_map(part: int, rel: str) -> str:
        span = dict(zip(("from", "until"), times.get(part, ()), strict=False))
        return link(places.map(part), rel, type=LINK_FORMAT, **span)

    yield link(places.original, "original")
    yield time_map(number, "self")
    yield link(places.gate, "timegate")
    yield from (time_map(part, "timemap") for part in range(1, count + 1) if part != number)
    for state in states_between(page, (number - 1) * AT_ONCE + 1, number * AT_ONCE, viewer=viewer):
        yield link(memento_address(state), "memento", datetime=state.timestamp)
