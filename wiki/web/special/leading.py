"""Special pages that only lead on to another address."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


def to_search(request: HttpRequest, rest: str) -> HttpResponse:
    query = request.GET.copy()
    query["q"] = query.get("q") or query.pop("search", [rest])[0]
    return redirect(f"{reverse('search')}?{query.urlencode()}")


def permanent_link(request: HttpRequest, rest: str) -> HttpResponse:
    return redirect("revision", number(rest))


def to_diff(request: HttpRequest, rest: str) -> HttpResponse:
    ids = rest.split("/")
    if len(ids) == 1:
        return redirect("diff", "prev", number(ids[0]))
    return redirect("diff", number(ids[0]), ids[1] if ids[1] in ("prev", "next", "cur") else number(ids[1]))


def number(text: str) -> int:
    """A revision's number in an address."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadRequest(_("“%(text)s” is no revision's number.") % {"text": text[:40]})
    return int(text)
