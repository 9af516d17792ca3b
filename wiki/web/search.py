"""Searching: what the reader may have meant, and the offer to write it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.reading.page import find_page, guess_title
from wiki.search.titles import titles_matching
from wiki.text.titles import InvalidTitle, Title, parse_title
from wiki.web.context import site

LONGEST = 300


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").split())[:LONGEST]
    title, page = named(query)
    if title and "go" in request.GET and (page or title.namespace == -1):
        return redirect("read", page or title)
    context = {
        "query": query,
        "named": page,
        "offer": title if page is None and title and title.namespace >= 0 else None,
        "found": titles_matching(query),
        "heading": _("Search results") if query else _("Search"),
        "action": "search",
    }
    return render(request, "search/search.html", context)


def named(query: str) -> tuple[Title | None, Title | None]:
    """The title that the query would be, and the existing page it names."""
    try:
        title = parse_title(query)
    except InvalidTitle:
        return None, None
    if title.namespace < 0:
        return title, None
    return title, title if find_page(title) else guess_title(title)


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    answer = render(request, "search/opensearch.xml", {"site": site()})
    answer["Content-Type"] = "application/opensearchdescription+xml; charset=utf-8"
    return answer
