"""Marking an edit as patrolled."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from wiki.moderation.patrol import patrol
from wiki.permissions import Refused, may_patrol
from wiki.reading.lists.lines import lines
from wiki.web.addresses.wanted import wanted_revision
from wiki.web.frame.errors import refused
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor


@never_cache
def patrol_view(request: HttpRequest, revision_id: int) -> HttpResponse:
    viewer = visitor(request)
    try:
        may_patrol(viewer)
        revision = wanted_revision(revision_id, viewer=viewer)
        if request.method == "POST":
            entry = patrol(revision, editor=viewer)
            back = HttpResponseRedirect(reverse("special", args=["RecentChanges"]), status=303)
            return leave_notice(back, "patrolled" if entry else "patrolledbefore")
    except Refused as error:
        return refused(request, error, _("Not marked as patrolled"))
    shown = lines([revision], viewer=viewer)[0]
    context = {"heading": _("Mark as patrolled"), "action": "special", "line": shown, "page": None}
    return render(request, "moderation/patrol.html", context)
