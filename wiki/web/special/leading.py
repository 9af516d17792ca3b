"""Special pages that only lead on to another address."""

from __future__ import annotations

from urllib.parse import quote

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.text.titles import Title
from wiki.web.addresses.addresses import title_in_address
from wiki.web.frame.visitor import visitor


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


def my_page(request: HttpRequest, rest: str) -> HttpResponse:
    return to_own(request, Title(2, visitor(request).name), rest)


def my_talk(request: HttpRequest, rest: str) -> HttpResponse:
    return to_own(request, Title(3, visitor(request).name), rest)


def my_contributions(request: HttpRequest, rest: str) -> HttpResponse:
    return to_own(request, Title(-1, f"Contributions/{visitor(request).name}"), "")


def to_own(request: HttpRequest, title: Title, rest: str) -> HttpResponse:
    """To a page of whoever asks. So the links to it are the same for everybody, and pages can be kept."""
    if visitor(request).is_unnamed:  # there is none before the first edit
        answer = redirect(f"{reverse('special', args=['UserLogin'])}?next={quote(request.path)}")
    else:
        answer = redirect("read", title_in_address(f"{title.full}/{rest}") if rest else title)
    answer["Cache-Control"] = "private, no-store"
    return answer


def to_undelete(request: HttpRequest, rest: str) -> HttpResponse:
    """To what was deleted under a title; without one to the log of what was deleted."""
    target = rest or request.GET.get("target", "").strip()
    if not target:
        return redirect(f"{reverse('special', args=['Log'])}?type=delete")
    return redirect("undelete", title_in_address(target))


def number(text: str) -> int:
    """A revision's number in an address."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadRequest(_("“%(text)s” is no revision's number.") % {"text": text[:40]})
    return int(text)
