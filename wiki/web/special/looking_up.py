"""Special:Redirect and Special:ComparePages: forms that lead to what their numbers and names mean."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.reading.lists.accounts import account_name
from wiki.reading.page import find_page
from wiki.reading.showing.places import title_of_page
from wiki.text.titles import InvalidTitle, parse_title
from wiki.web.addresses.addresses import is_id, title_in_address
from wiki.web.lists.lists import show

KINDS = ("page", "revision", "user", "file", "logid")


def look_up(request: HttpRequest, rest: str) -> HttpResponse:
    kind, _slash, value = rest.partition("/")
    kind, value = kind or request.GET.get("wptype", ""), value or request.GET.get("wpvalue", "").strip()
    if kind and kind not in KINDS:
        raise BadRequest(_("“%(kind)s” is nothing that can be looked up.") % {"kind": kind[:40]})
    if not kind or not value:
        return show(request, "special/redirect_form.html", _("Redirect"), kinds=labels(), chosen=kind)
    if kind == "file":
        return redirect("read", title_in_address(f"File:{value.removeprefix('File:')}"))
    if not is_id(value):
        raise BadRequest(_("“%(text)s” is no number.") % {"text": value[:40]})
    if kind == "revision":
        return redirect("revision", int(value))
    if kind == "logid":
        return redirect(f"{reverse('special', args=['Log'])}?logid={value}")
    return redirect("read", named(kind, int(value)))


def named(kind: str, number: int) -> object:
    """The title of the page or of the account's page with this number; else an answer of 404."""
    if kind == "page":
        title = title_of_page(number)
        if title is None:
            raise Http404(_("There is no page with the number %(n)s.") % {"n": number})
        return title
    name = account_name(number)
    if name is None:
        raise Http404(_("There is no account with the number %(n)s.") % {"n": number})
    return title_in_address(f"User:{name}")


def labels() -> list[tuple[str, str]]:
    return [
        ("page", _("Page")), ("revision", _("Revision")), ("user", _("Account")), ("file", _("File name")),
        ("logid", _("Log entry")),
    ]  # fmt: skip


def compare_pages(request: HttpRequest, rest: str) -> HttpResponse:
    query = request.GET
    sides = [(query.get(f"page{n}", "").strip(), query.get(f"rev{n}", "").strip()) for n in (1, 2)]
    problem = ""
    if any(page or revision for page, revision in sides):
        try:
            old, new = (side(page, revision) for page, revision in sides)
            return redirect("diff", old, new)
        except ValueError as error:
            problem = str(error)
    answer = show(
        request, "special/compare_pages.html", _("Compare pages"), problem=problem,
        sides=[(page[:300], revision[:18]) for page, revision in sides],
    )  # fmt: skip
    answer.status_code = 400 if problem else 200
    return answer


def side(page: str, revision: str) -> int:
    """The revision that one side names. Raises ValueError in words."""
    if revision:
        if not is_id(revision):
            raise ValueError(_("“%(text)s” is no revision's number.") % {"text": revision[:40]})
        return int(revision)
    if not page:
        raise ValueError(_("Name a page or a revision on both sides."))
    try:
        found = find_page(parse_title(page))
    except InvalidTitle as error:
        raise ValueError(error.message) from None
    if found is None or found.latest_id is None:
        raise ValueError(_("There is no page “%(title)s”.") % {"title": page[:80]})
    return found.latest_id
