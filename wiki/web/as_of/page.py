"""A page as it was at a moment, in the wiki of that moment; the form that leads there."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.permissions import Editor
from wiki.reading.as_of.around import targets_then
from wiki.reading.as_of.changes import Memento, Neighbours, state_until, states_around, titles_at
from wiki.reading.page import PageMissing, PageView, RevisionHidden, find_page, read_as_of
from wiki.text.addresses import quote_fragment, time_path
from wiki.text.titles import InvalidTitle, Title, parse_title
from wiki.web.addresses.addresses import is_id, title_in_address
from wiki.web.addresses.moments import BadMoment, StillToCome, moment_of, moment_path
from wiki.web.as_of.special import special_then
from wiki.web.frame.errors import refuse, said
from wiki.web.frame.visitor import visitor
from wiki.web.lists.category import members
from wiki.web.read import FROM, answer, withheld


class Change(NamedTuple):
    """A change of the page, and the page as it made it."""

    timestamp: datetime
    address: str


@require_safe
def as_of(request: HttpRequest, moment: str, title: str) -> HttpResponse:
    name, viewer = title_in_address(title), visitor(request)
    try:
        when = moment_of(moment)
    except StillToCome as error:
        return refuse(request, 400, name.full, said(error), way_on=way_on(name))
    if name.namespace < 0:
        return special_then(request, when, name)
    try:
        view = read_as_of(name, when, viewer=viewer)
    except PageMissing:
        return no_page_then(request, name, when)
    except RevisionHidden as hidden:
        return withheld(request, hidden)
    if view.redirect and request.GET.get("redirect") != "no" and FROM not in request.GET:
        return lead_on(view, when)
    around = states_around(view.page, view.line.number, view.line.timestamp, when, viewer=viewer)
    return answer(
        request, view, as_of=when, title=view.page.name, title_then=name, heading=name.full,
        around=around, changes=changes(view, around),
        redirected_from=came_from(request, when, viewer),
    )  # fmt: skip


def way_on(name: Title) -> tuple[str, str] | None:
    """To the page of now, if there is one."""
    there = name.namespace < 0 or find_page(name)
    return (reverse("read", args=[name]), _("Read it as it is now")) if there else None


def no_page_then(request: HttpRequest, name: Title, when: datetime) -> HttpResponse:
    """404: what there was not, and what there is now; of a category, its members of then."""
    words = {"title": name.full, "when": when.replace(tzinfo=None).isoformat(" ", "minutes")}
    message = _("There was no page “%(title)s” on %(when)s (UTC).") % words
    beside, on = members(request, name, when), way_on(name)
    if not beside and not on:
        raise Http404(message)
    return refuse(
        request, 404, name.full, message, way_on=on, as_of=when, category=name if beside else None, **beside
    )  # fmt: skip


def lead_on(view: PageView, when: datetime) -> HttpResponse:
    """From a redirect of then to where it led then."""
    fragment = f"#{quote_fragment(view.redirect_fragment)}" if view.redirect_fragment else ""
    path = reverse("read_as_of", args=[time_path(when), view.redirect])
    return HttpResponseRedirect(f"{path}?{FROM}={quote(view.title.key, safe=':/')}{fragment}")


def came_from(request: HttpRequest, when: datetime, viewer: Editor) -> Title | None:
    """The redirect of then that led here."""
    try:
        title = parse_title(request.GET[FROM]) if FROM in request.GET else None
    except InvalidTitle:
        return None
    target = targets_then([title], when, viewer=viewer).get(title) if title else None
    return title if target and target.redirect else None


def changes(view: PageView, around: Neighbours) -> dict[str, Change | None]:
    """The way to the page before and after, under the titles that it had."""
    steps = {"previous": around.previous, "next": around.next}
    titles = titles_at(view.page, [one.timestamp for one in steps.values() if one])

    def change(state: Memento | None) -> Change | None:
        if state is None or state.timestamp not in titles:
            return None
        path = reverse("read_as_of", args=[time_path(state.timestamp), titles[state.timestamp]])
        return Change(state.timestamp, path)

    return {name: change(state) for name, state in steps.items()}


@require_safe
def as_of_form(request: HttpRequest) -> HttpResponse:
    """To the page at a date, or after so many of its revisions."""
    query = request.GET
    title = title_in_address(query.get("title", ""))
    if number := query.get("number", ""):
        return to_revision(title, number, visitor(request))
    try:
        return redirect("read_as_of", moment_path(query.get("date", "")), title)
    except BadMoment as error:
        raise BadRequest(error.message) from None


def to_revision(title: Title, number: str, viewer: Editor) -> HttpResponse:
    page = find_page(title)
    state = state_until(page, int(number), viewer=viewer) if page and is_id(number) else None
    if page is None or state is None:
        words: dict[str, Any] = {"title": title.full, "id": number[:20]}
        raise Http404(_("“%(title)s” has no revision %(id)s.") % words)
    then = titles_at(page, [state.timestamp]).get(state.timestamp, title)
    return redirect("read_as_of", time_path(state.timestamp), then)
