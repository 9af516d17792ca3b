"""Watching and no longer watching: a page, a section, a field, the members of a category."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from wiki.editing.watching.watch import BadWatch, expiry_of, unwatch, watch
from wiki.models.watch import PERIODS
from wiki.permissions import Refused
from wiki.reading.watching.watching import (
    CATEGORY,
    CannotWatch,
    Target,
    category_target,
    field_target,
    find_watch,
    page_target,
    section_target,
)
from wiki.text.titles import Title
from wiki.web.addresses.addresses import title_in_address
from wiki.web.frame.errors import refuse, refused
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.lists.paging import whole_number


def period_choices() -> list[tuple[str, str]]:
    """How long something can be watched, in words."""
    words = {
        "": _("Until I take it off"),
        "1 week": _("1 week"),
        "1 month": _("1 month"),
        "3 months": _("3 months"),
        "6 months": _("6 months"),
        "1 year": _("1 year"),
    }
    return [(period, words[period]) for period in ("", *PERIODS)]


def read_target(query: QueryDict) -> Target:
    """What the query names. 404 for what is not there, 400 where nothing is named."""
    section, field = whole_number(query, "section"), whole_number(query, "field")
    try:
        if section is not None:
            return section_target(section)
        if field is not None:
            return field_target(field)
        if query.get("category"):
            return category_target(Title(CATEGORY, title_in_address(query.get("category", "")).name))
        if query.get("title"):
            return page_target(title_in_address(query.get("title", "")))
    except CannotWatch as error:
        raise Http404(error.message) from None
    raise BadRequest(_("The address does not say what is to be watched."))


@never_cache
def watch_view(request: HttpRequest) -> HttpResponse:
    viewer, query = visitor(request), request.POST if request.method == "POST" else request.GET
    if viewer.user is None:
        message = _("Watching needs an account. Log in or create one.")
        there = urlencode({"next": way_back(query, reverse("main_page"), request)})
        way = f"{reverse('special', args=['UserLogin'])}?{there}"
        return refuse(request, 403, _("Not logged in"), message, way_on=(way, _("Log in")))
    target = read_target(query)
    if request.method != "POST":
        return screen(request, target)
    try:
        if query.get("deed") == "unwatch":
            unwatch(target, editor=viewer)
        else:
            period = query.get("period", viewer.user.chosen.watch_period)
            watch(target, editor=viewer, expiry=expiry_of(period))
    except BadWatch as error:
        if wants_json(request):
            return JsonResponse({"problem": error.message}, status=400)
        return screen(request, target, problem=error.message, period=query.get("period", ""))
    except Refused as error:
        return refused(request, error)
    return done(request, target, watched=query.get("deed") != "unwatch")


def done(request: HttpRequest, target: Target, *, watched: bool) -> HttpResponse:
    """Back to where the star stood; a script is told what to show."""
    if wants_json(request):
        said = _("On your watchlist.") if watched else _("No longer on your watchlist.")
        return JsonResponse({"watched": watched, "said": said})
    place = way_back(request.POST, reverse("read", args=[target.title]), request)
    return leave_notice(HttpResponseRedirect(place, status=303), "watched" if watched else "unwatched")


def screen(
    request: HttpRequest, target: Target, *, problem: str = "", period: str | None = None
) -> HttpResponse:
    """The question whether and how long to watch."""
    viewer = visitor(request)
    assert viewer.user is not None  # noqa: S101  # asked by the view
    known = find_watch(viewer.user, target)
    context = {
        "heading": _("Watching") if known else _("Watch"), "action": "watch", "target": target,
        "known": known, "periods": period_choices(), "problem": problem,
        "period": viewer.user.chosen.watch_period if period is None else period,
        "next": way_back(request.POST or request.GET, reverse("read", args=[target.title]), request),
    }  # fmt: skip
    return render(request, "watch/form.html", context, status=400 if problem else 200)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, and not a form."""
    return request.headers.get("Accept", "").startswith("application/json")


def way_back(query: QueryDict, standard: str, request: HttpRequest) -> str:
    """The address of ours that the query wants to go back to, else the standard one."""
    wanted = query.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and ours else standard
