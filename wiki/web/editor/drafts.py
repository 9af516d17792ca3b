"""The doors of drafts: kept while one types, listed, thrown away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wiki.editing.drafts import DraftGone, DraftTooLarge, NewerDraft, discard_draft, save_draft
from wiki.reading.drafts import drafts
from wiki.reading.lists.lines import BadCursor
from wiki.reading.page import RevisionMissing
from wiki.reading.source import PartMissing
from wiki.text.titles import InvalidTitle
from wiki.web.accounts.accounts import LOG_IN
from wiki.web.addresses.find_part import desk_for
from wiki.web.edit.refusals import editable_title
from wiki.web.editor.draft_keep import tab_in, typed_in
from wiki.web.editor.draft_offer import place_of, row_of
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.times import clock
from wiki.web.frame.visitor import visitor
from wiki.web.identity.frame import way_back
from wiki.web.lists.lists import show
from wiki.web.lists.paging import whole_number
from wiki.web.lists.recent_changes import bad_cursor
from wiki.web.lists.steps import Steps, read_place, read_size


@never_cache
@require_POST
def save(request: HttpRequest, title: str) -> HttpResponse:
    data, editor = request.POST, visitor(request)
    if editor.user is None or data.get("editor") != editor.name:
        message = _("You are no longer logged in as before. What you type is kept in this browser.")
        return refused(403, "notloggedin", message)
    try:
        desk = desk_for(request, editable_title(title))
        draft = save_draft(
            editor.user, place_of(desk), typed_in(data), base=data.get("base", ""), tab=tab_in(data),
            follows=tab_in(data, "follows"), going_on=data.get("going_on") == "1",
        )  # fmt: skip
    except InvalidTitle as error:
        return refused(400, "invalidtitle", error.message)
    except (PartMissing, RevisionMissing):
        return refused(404, "nosuchpart", _("The page has no such section or field any more."))
    except DraftTooLarge as error:
        return refused(413, "toolarge", error.message)
    except DraftGone:
        return refused(410, "gone", _("The draft was published or discarded elsewhere."))
    except NewerDraft as error:
        message = _("A newer draft of this was written in another tab or on another device, at %(time)s.")
        words = {"time": clock(error.draft.saved)}
        there = row_of(error.draft, editor, desk).restore
        return refused(409, "newer", message % words, tab=error.draft.tab, address=there)
    return JsonResponse({"saved": clock(draft.saved)})


def refused(status: int, code: str, message: str, **more: str) -> JsonResponse:
    return JsonResponse({"error": code, "message": message, **more}, status=status)


@never_cache
def drafts_view(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Special:Drafts: one's own, newest first."""
    viewer = visitor(request)
    if request.method == "POST":
        return discard(request)
    if viewer.user is None:
        return show(request, "special/drafts.html", _("Drafts"))
    limit = read_size(request.GET)
    try:
        screen = drafts(viewer.user, limit=limit, **read_place(request))
    except BadCursor as error:
        raise bad_cursor(error) from None
    rows = [row_of(line, viewer) for line in screen.rows]
    steps = Steps(request.path, limit, screen.before, screen.after)
    return show(request, "special/drafts.html", _("Drafts"), rows=rows, steps=steps)


def discard(request: HttpRequest) -> HttpResponse:
    owner = visitor(request).user
    if owner is None:
        return HttpResponseRedirect(f"{LOG_IN}?next={reverse('special', args=['Drafts'])}")
    wanted = whole_number(request.POST, "discard")
    if wanted is None or not discard_draft(owner, wanted):
        raise Http404(_("This draft is no longer there: it was published or discarded."))
    there = way_back(request) if "next" in request.POST else request.path
    return leave_notice(HttpResponseRedirect(there, status=303), "discarded")
