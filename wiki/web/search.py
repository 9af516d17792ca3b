"""Searching: results, what the reader may have meant, the offer to write it; suggestions as one types."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.editing.limits import count_lightly
from wiki.reading.linking.completions import completions
from wiki.reading.page import find_page, guess_title
from wiki.reading.search import described, search_pages
from wiki.search.query import CONTENT, LONGEST, MEDIA, Query, read_query
from wiki.search.suggest import titles_beginning
from wiki.text.addresses import wiki_path
from wiki.text.titles import NAMESPACES, InvalidTitle, Title, parse_title
from wiki.web.frame.context import site
from wiki.web.frame.visitor import visitor
from wiki.web.lists.paging import Paging, whole_number

LIMIT, HIGHEST = 20, 500
SUGGESTIONS = 10
KEPT_SECONDS = 30
TABS = {"content": CONTENT, "media": MEDIA, "all": None}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("search") or request.GET.get("q", "")
    typed = " ".join(typed.replace("\x00", " ").split())
    text, limit = typed[:LONGEST], whole_number(request.GET, "limit", high=HIGHEST) or LIMIT
    offset = whole_number(request.GET, "offset", low=0, high=10_000) or 0
    tab, namespaces = wanted_namespaces(request.GET)
    title, page = named(text) if not offset else (None, None)
    if title and "go" in request.GET and "fulltext" not in request.GET and (page or title.namespace == -1):
        return redirect("read", page or title)
    count_lightly("search", visitor(request))
    query = read_query(typed, namespaces)
    results = search_pages(query, offset=offset, limit=limit)
    context = {
        "query": text,
        "asked": query,
        "named": page,
        "offer": offered(query, title, page),
        "results": results,
        "first": offset + 1,
        "last": offset + len(results.rows),
        **places(tab, namespaces, text, limit, offset, results.count),
        "heading": _("Search results") if text else _("Search"),
        "action": "search",
    }
    return render(request, "search/search.html", context)


def wanted_namespaces(query: QueryDict) -> tuple[str, frozenset[int] | None]:
    """The tab one is on, and where it looks. Raises BadRequest."""
    asked = [part for value in query.getlist("ns") for part in value.split(",") if part]
    if not asked:
        return "content", CONTENT
    if len(asked) == 1 and asked[0] in TABS:
        return asked[0], TABS[asked[0]]
    if not all(part.isascii() and part.isdigit() and int(part[:4]) in NAMESPACES for part in asked):
        message = _(
            "“ns” in the address must be content, media, all or numbers of namespaces, not “%(value)s”."
        )
        raise BadRequest(message % {"value": ",".join(asked)[:50]})
    return "some", frozenset(int(part[:4]) for part in asked)


def named(query: str) -> tuple[Title | None, Title | None]:
    """The title that the query would be, and the existing page it names."""
    try:
        title = parse_title(query)
    except InvalidTitle:
        return None, None
    if title.namespace < 0:
        return title, None
    return title, title if find_page(title) else guess_title(title)


def offered(query: Query, title: Title | None, page: Title | None) -> Title | None:
    """The page that one may write: where the query is a title rather than a search of some kind."""
    signs = query.without or query.outer or any(len(clause) > 1 for clause in query.clauses)
    if page or title is None or title.namespace < 0 or signs or '"' in query.text or "*" in query.text:
        return None
    return title


def places(
    tab: str, namespaces: frozenset[int] | None, text: str, limit: int, offset: int, count: int
) -> dict[str, Any]:
    """The tabs, the choice of namespaces, and the way to the results before and after."""
    where = ",".join(map(str, sorted(namespaces or ()))) if tab == "some" else tab
    kept: dict[str, str | int] = {"q": text, **({"ns": where} if tab != "content" else {})}
    if limit != LIMIT:
        kept["limit"] = limit
    paging = Paging("/search", limit, kept, None, None, {})
    names = {
        "content": _("Content pages"),
        "media": _("Multimedia"),
        "all": _("Everything"),
        "some": _("Advanced"),
    }
    return {
        "tab": tab,
        "tabs": [
            (
                key,
                name,
                Paging("/search", limit, {"q": text}, None, None, {}).address(
                    ns=key if key != "some" else "0"
                ),
            )
            for key, name in names.items()
        ],
        "choices": [
            (number, name or _("(Main)"), namespaces is None or number in namespaces)
            for number, name in NAMESPACES.items()
            if number >= 0
        ],
        "before": paging.address(offset=max(0, offset - limit) or None) if offset else "",
        "after": paging.address(offset=offset + limit) if offset + limit < count else "",
        "everything": paging.address(ns="all") if tab != "all" else "",
    }


# ---- As one types -----------------------------------------------------------------------------------------


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """In the form of OpenSearch suggestions; with `rich=1` as a list of objects, for our own box."""
    typed = " ".join((request.GET.get("q") or request.GET.get("search", "")).replace("\x00", " ").split())[
        :LONGEST
    ]
    limit = whole_number(request.GET, "limit", high=SUGGESTIONS) or SUGGESTIONS
    found = described(titles_beginning(typed, limit=limit))
    if "rich" in request.GET:
        content: Any = [
            {
                "title": one.title.full, "url": wiki_path(one.title.key), "text": one.description,
                "picture": one.picture.src if one.picture else "",
                "srcset": one.picture.srcset if one.picture else "", "from": one.redirect_from,
            }
            for one in found
        ]  # fmt: skip
    else:
        urls = [f"{site().url}{wiki_path(one.title.key)}" for one in found]
        content = [typed, [one.title.full for one in found], [one.description for one in found], urls]
    kind = "application/json" if "rich" in request.GET else "application/x-suggestions+json"
    response = HttpResponse(json.dumps(content, ensure_ascii=False), content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


@require_safe
def complete(request: HttpRequest) -> HttpResponse:
    """For the editor: what a link may be about to name (`q`: all that stands behind its brackets)."""
    typed = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]
    content = [{"link": one.link, "text": one.text, "picture": one.picture} for one in completions(typed)]
    response = JsonResponse(content, safe=False, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    answer = render(request, "search/opensearch.xml", {"site": site()})
    answer["Content-Type"] = "application/opensearchdescription+xml; charset=utf-8"
    return answer
