"""Reading: a page now, at one revision, at a moment, as source text; the lasting links of its parts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.editing.watching.watch import visited
from wiki.permissions import Editor, passes, protected_title
from wiki.reading.lists.accounts import is_registered
from wiki.reading.lists.blocks import blocked_owner
from wiki.reading.page import (
    PageMissing,
    PageView,
    RevisionHidden,
    RevisionMissing,
    find_page,
    guess_title,
    read_page,
    read_revision,
)
from wiki.reading.showing.places import Place, section_place, title_of_page
from wiki.reading.showing.raw import page_source
from wiki.reading.source import PartMissing
from wiki.text.addresses import quote_fragment
from wiki.text.titles import InvalidTitle, Title, parse_title
from wiki.web.addresses.addresses import is_id, title_in_address
from wiki.web.addresses.old_addresses import elsewhere
from wiki.web.addresses.quoting import quoted, read_words
from wiki.web.as_of.memento import with_memento
from wiki.web.files.file_page import file_parts
from wiki.web.frame.context import MAIN_PAGE
from wiki.web.frame.errors import refuse
from wiki.web.frame.fresh import fresh_answer, mark_fresh
from wiki.web.frame.notices import take_notice
from wiki.web.frame.visitor import visitor
from wiki.web.lists.category import members
from wiki.web.special import special

USER, USER_TALK = 2, 3
FROM = "redirectedfrom"  # the parameter with which a redirect leads on


@require_safe
def main_page(request: HttpRequest) -> HttpResponse:
    return redirect("read", MAIN_PAGE)


@require_safe
def read_only(request: HttpRequest, title: str) -> HttpResponse:
    name, viewer = title_in_address(title), visitor(request)
    if name.key != title:
        return canonical(request, name)
    if request.GET and (other := elsewhere(request, name)) is not None:
        return other
    try:
        view = read_page(name, viewer=viewer)
    except PageMissing as missing:
        return no_page(request, missing)
    if view.redirect and request.GET.get("redirect") != "no" and FROM not in request.GET:
        return lead_on(view)
    if view.watching.unseen(view.title, view.line.id) or has_unread(viewer):
        visited(view.title, view.line.id, editor=viewer)
    return fresh_answer(request, view) or answer(request, view, redirected_from=came_from(request))


def has_unread(viewer: Editor) -> bool:
    return viewer.author is not None and viewer.author.unseen_notices > 0


def read(request: HttpRequest, title: str) -> HttpResponse:
    name = title_in_address(title)
    return special(request, name.name) if name.namespace == -1 else read_only(request, title)


def canonical(request: HttpRequest, title: Title) -> HttpResponse:
    """To the one address of the page, with the query kept."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(reverse("read", args=[title]) + (f"?{query}" if query else ""), permanent=True)


def lead_on(view: PageView) -> HttpResponse:
    """From a redirect to its target; to a section of it where it names one."""
    if view.redirect is None:
        raise ValueError("not a redirect")
    fragment = f"#{quote_fragment(view.redirect_fragment)}" if view.redirect_fragment else ""
    origin = quote(view.title.key, safe=":/")
    return HttpResponseRedirect(f"{reverse('read', args=[view.redirect])}?{FROM}={origin}{fragment}")


def came_from(request: HttpRequest) -> Title | None:
    """The redirect that led here; it has to be one, or anybody could put words on the page."""
    if FROM not in request.GET:
        return None
    try:
        page = find_page(parse_title(request.GET[FROM]))
    except InvalidTitle:
        return None
    return page.name if page and page.redirect else None


def answer(request: HttpRequest, view: PageView, **more: Any) -> HttpResponse:
    """The page in its frame."""
    context = {
        "view": view,
        "title": view.title,
        "page": view.page,
        "line": view.line,
        "heading": view.title.full,
        "site_notice": view.notice,
        "action": "view",
        "other_exists": None if view.title.is_talk else view.talk_exists,
        "plain": view.old is not None,
    }
    beside = members(request, view.title, view.moment) | (
        {} if view.old else file_parts(request, view.title, view.page)
    )
    response = render(request, "read/article.html", context | more | beside)
    response = with_memento(response, view, visitor(request), more.get("around"))
    return take_notice(request, mark_fresh(request, response, view))


def no_page(request: HttpRequest, missing: PageMissing) -> HttpResponse:
    """The one page that must have been meant, or 404 with what one can do."""
    title = missing.title
    guess = guess_title(title) if title.namespace >= 0 else None
    if guess is not None and guess != title:
        return redirect("read", guess)
    context: dict[str, Any] = {"title": title, "page": None, "deletions": missing.deletions}
    context["heading"] = title.full
    rule = protected_title(title) if title.namespace >= 0 else None
    context["title_closed"] = rule is not None and not passes(visitor(request), rule.level)
    context["rule"] = rule
    context |= members(request, title)
    if title.namespace in (USER, USER_TALK):
        context["blocked"] = blocked_owner(title, viewer=visitor(request))
        context["unregistered"] = not is_registered(title.base.name)
    return take_notice(request, render(request, "read/missing.html", context, status=404))


@require_safe
def revision(request: HttpRequest, revision_id: int) -> HttpResponse:
    try:
        view = read_revision(revision_id, viewer=visitor(request))
    except RevisionMissing:
        raise Http404(_("There is no revision %(id)d.") % {"id": revision_id}) from None
    except RevisionHidden as hidden:
        return withheld(request, hidden)
    words = read_words(request)
    view, box = quoted(view, words) if words.text else (view, None)
    response = answer(request, view, quoted=box)
    response["Last-Modified"] = http_date(view.line.timestamp.timestamp())
    return response


def withheld(request: HttpRequest, hidden: RevisionHidden) -> HttpResponse:
    """A revision that this reader may not see."""
    message = _("The text of this revision was hidden by an administrator.")
    return refuse(request, 403, hidden.line.page_title.full, message, robots="noindex")


@require_safe
def raw(request: HttpRequest, title: str) -> HttpResponse:
    name, oldid = title_in_address(title), request.GET.get("oldid", "")
    if oldid and not is_id(oldid):
        raise BadRequest(_("oldid has to be a revision's number, not “%(oldid)s”.") % {"oldid": oldid[:40]})
    try:
        text = page_source(name, viewer=visitor(request), oldid=int(oldid) if oldid else None)
    except PageMissing:
        raise Http404(_("There is no page “%(title)s”.") % {"title": name.full}) from None
    except RevisionMissing:
        words = {"title": name.full, "id": oldid}
        raise Http404(_("“%(title)s” has no revision %(id)s.") % words) from None
    except RevisionHidden as hidden:
        return withheld(request, hidden)
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_safe
def short(request: HttpRequest, page_id: int) -> HttpResponse:
    """The page of this number, whatever its title is now."""
    title = title_of_page(page_id)
    if title is None:
        raise Http404(_("There is no page with the number %(id)d.") % {"id": page_id})
    return redirect("read", title)


@require_safe
def section(request: HttpRequest, section_id: int) -> HttpResponse:
    try:
        return to_place(section_place(section_id), f"section={section_id}")
    except PartMissing:
        raise Http404(_("There is no section %(id)d.") % {"id": section_id}) from None


def to_place(place: Place, part: str) -> HttpResponse:
    """To the part where it stands now; to its history where it stands no more."""
    if place.gone:
        return HttpResponseRedirect(f"{reverse('history', args=[place.title])}?{part}")
    return HttpResponseRedirect(f"{reverse('read', args=[place.title])}#{quote_fragment(place.anchor)}")
