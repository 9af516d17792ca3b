"""Special:Notifications, and thanking for an edit."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from wiki.editing.watching.notices import mark_read, thank
from wiki.models import Revision
from wiki.permissions import Refused
from wiki.reading.lists.lines import BadCursor, lines
from wiki.reading.watching.notices import notices
from wiki.web.addresses.addresses import is_id
from wiki.web.addresses.wanted import wanted_revision
from wiki.web.frame.errors import refused, with_wait
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.lists.paging import Paging, read_limit
from wiki.web.lists.recent_changes import bad_cursor
from wiki.web.watching.watch import wants_json


@never_cache
def notifications_view(request: HttpRequest, rest: str = "") -> HttpResponse:
    viewer, query = visitor(request), request.GET
    if viewer.user is None:
        return redirect_to_login(request.get_full_path())
    if request.method == "POST":
        upto, one = request.POST.get("upto", ""), request.POST.get("read", "")
        if is_id(one):
            mark_read(viewer, ids=[int(one)])
        elif is_id(upto):
            mark_read(viewer, upto=int(upto))
        return HttpResponseRedirect(reverse("special", args=["Notifications"]), status=303)
    limit = read_limit(query)
    try:
        found = notices(viewer.user, viewer=viewer, limit=limit, before=query.get("older", ""))
    except BadCursor as error:
        raise bad_cursor(error) from None
    paging = Paging(request.path, limit, {}, found.older, query.get("older"), {}, has_other_end=False)
    context = {
        "heading": _("Notifications"), "action": "special", "found": found, "paging": paging,
        "unread": any(not row.seen for row in found.rows),
    }  # fmt: skip
    return render(request, "watch/notifications.html", context)


@never_cache
def thank_view(request: HttpRequest, revision_id: int) -> HttpResponse:
    viewer = visitor(request)
    revision = wanted_revision(revision_id, viewer=viewer)
    if viewer.user is None:
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        return thank_screen(request, revision)
    try:
        thank(revision, editor=viewer)
    except Refused as error:
        if wants_json(request):
            return with_wait(JsonResponse({"problem": error.message}, status=error.status), error)
        return refused(request, error, _("Not thanked"))
    if wants_json(request):
        return JsonResponse({"said": _("thanked")})
    back = reverse("history", args=[revision.page.name])
    return leave_notice(HttpResponseRedirect(back, status=303), "thanked")


def thank_screen(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The question, with the edit that it is about."""
    shown = lines([revision], viewer=visitor(request))[0]
    context = {"heading": _("Thank for an edit"), "action": "special", "line": shown, "page": None}
    return render(request, "watch/thank.html", context)
