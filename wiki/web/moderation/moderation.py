"""Deeds of moderators: delete and undelete (protect: protect.py). Each is a page that asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from wiki.models import Page
from wiki.moderation.delete import CannotUndelete, delete_page, undelete_page
from wiki.permissions import Editor, Refused, may_delete, may_undelete
from wiki.reading.linking.backlinks import what_links_here
from wiki.reading.lists.deleted import deleted_pages, returned_in_part, to_bring_back
from wiki.reading.lists.lines import RevisionLine, lines
from wiki.reading.lists.log import log
from wiki.reading.page import find_page
from wiki.text.titles import Title
from wiki.web.addresses.addresses import is_id, title_in_address
from wiki.web.frame.errors import refused
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.identity.prove import first_proof
from wiki.web.lists.paging import LIMITS, whole_number
from wiki.web.moderation.moderation_forms import DeleteForm, UndeleteForm

EXCERPT = 5  # lines of the log, and of what links here
REVISIONS = LIMITS[-1]  # of a deleted page, the newest of which can be ticked
Door = Callable[[HttpRequest, Title, Editor], HttpResponse]


def door(
    address: str, may: Callable[[Editor], None], answer: Door, *, grave: bool = True
) -> Callable[[HttpRequest, str], HttpResponse]:
    """A view for those who have the right; `answer` does the rest. What is refused is told in the frame.

    `grave`: what it does could do harm, so that who does it has to have proved lately who he is.
    """

    def view(request: HttpRequest, title: str) -> HttpResponse:
        name, viewer = title_in_address(title), visitor(request)
        try:
            may(viewer)
            if name.key != title and request.method == "GET":
                return redirect(address, name)
            response = (grave and first_proof(request)) or answer(request, name, viewer)
        except Refused as error:
            return refused(request, error, way_on=way_in(request, viewer))
        add_never_cache_headers(response)
        return response

    return view


def way_in(request: HttpRequest, viewer: Editor) -> tuple[str, str] | None:
    """Logging in, for who has not."""
    if not viewer.is_anonymous:
        return None
    return f"{reverse('special', args=['UserLogin'])}?next={request.path}", _("Log in")


def living(title: Title, viewer: Editor) -> Page:
    page = find_page(title, viewer=viewer)
    if page is None:
        raise Http404(_("There is no page “%(title)s”.") % {"title": title.full})
    return page


def delete(request: HttpRequest, title: Title, viewer: Editor) -> HttpResponse:
    page, form = living(title, viewer), DeleteForm(posted(request))
    if form.is_valid():
        delete_page(page, editor=viewer, reason=form.reason)
        return done(title, "deleted")
    return screen(
        request, "delete", title, form, page=page, heading=_("Delete “%(title)s”") % {"title": title.full},
        links=what_links_here(title, limit=EXCERPT),
    )  # fmt: skip


def undelete(request: HttpRequest, title: Title, viewer: Editor) -> HttpResponse:
    deleted, living = deleted_pages(title, viewer=viewer), returned_in_part(title, viewer=viewer)
    pages = (*deleted, living) if living else deleted
    if not pages:
        raise Http404(_("No deleted page had the title “%(title)s”.") % {"title": title.full})
    wanted = whole_number(request.POST or request.GET, "page")
    chosen = next((page for page in pages if page.pk == wanted), pages[0])
    form, ticked = UndeleteForm(posted(request), initial={"page": chosen.pk}), ticked_ids(request)
    if form.is_valid():
        try:
            undelete_page(chosen, ticked or None, editor=viewer, reason=form.reason)
        except CannotUndelete as error:
            form.add_error(None, str(error))
        else:
            return done(title, "undeleted")
    return screen(
        request, "undelete", title, form, page=find_page(title, viewer=viewer), chosen=chosen,
        heading=_("Undelete “%(title)s”") % {"title": title.full}, others=others(deleted, chosen, viewer),
        revisions=to_bring_back(chosen, viewer=viewer, limit=REVISIONS), ticked=ticked, most=REVISIONS,
    )  # fmt: skip


def ticked_ids(request: HttpRequest) -> list[int]:
    """The revisions that the form names as `ids`; else an answer of 400."""
    named = request.POST.getlist("ids")
    if wrong := next((text for text in named if not is_id(text)), None):
        raise BadRequest(_("“%(id)s” is no number of a revision.") % {"id": wrong[:30]})
    return [int(text) for text in named]


def others(pages: Sequence[Page], chosen: Page, viewer: Editor) -> tuple[RevisionLine, ...]:
    """The last revisions of the other deleted pages of the title."""
    latest = []
    for page in pages:
        if page.latest is not None and page.pk != chosen.pk:
            page.latest.page = page
            latest.append(page.latest)
    return lines(latest, viewer=viewer)


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def done(title: Title, notice: str) -> HttpResponse:
    return leave_notice(HttpResponseRedirect(reverse("read", args=[title]), status=303), notice)


def screen(request: HttpRequest, deed: str, title: Title, form: Form, **more: Any) -> HttpResponse:
    """The page that asks, with what the log says of the title. A refused form comes back as it was typed."""
    type_ = deed if deed in ("protect", "move") else "delete"
    entries, older = log(type_=type_, title=title, limit=EXCERPT, viewer=visitor(request))
    context = {"title": title, "action": deed, "form": form, "entries": entries, "older": older, **more}
    return render(request, f"moderation/{deed}.html", context, status=400 if form.errors else 200)


delete_view = door("delete", may_delete, delete)
undelete_view = door("undelete", may_undelete, undelete)
