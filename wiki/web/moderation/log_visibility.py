"""Change visibility of selected entries of the log: hide deeds, names or reasons, or show them again."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from wiki.models import LogEntry
from wiki.moderation.hide import CannotHide
from wiki.moderation.hide_log import hide_log_entries
from wiki.permissions import Editor, Refused, may_hide_log
from wiki.reading.lists.log import log
from wiki.web.addresses.addresses import is_id
from wiki.web.frame.errors import refused
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.lists.paging import LIMITS
from wiki.web.moderation.moderation import posted, way_in
from wiki.web.moderation.moderation_forms import LogVisibilityForm

MOST = LIMITS[-1]  # as many as a screen of the log holds


def log_visibility(request: HttpRequest) -> HttpResponse:
    viewer = visitor(request)
    try:
        may_hide_log(viewer)
        response = _asked_or_done(request, viewer)
    except Refused as error:
        return refused(request, error, way_on=way_in(request, viewer))
    add_never_cache_headers(response)
    return response


def _asked_or_done(request: HttpRequest, viewer: Editor) -> HttpResponse:
    form, chosen = LogVisibilityForm(posted(request), viewer=viewer), chosen_entries(request, viewer)
    if form.is_valid():
        ids = [entry.pk for entry in chosen]
        try:
            entry = hide_log_entries(ids, editor=viewer, reason=form.reason, **form.wanted)
        except CannotHide as error:
            form.add_error(None, str(error))
        else:
            answer = HttpResponseRedirect(reverse("special", args=["Log"]), status=303)
            return leave_notice(answer, "logvisibility" if entry else "nochange")
    context = {
        "heading": _("Change visibility of entries of the log"), "action": "special", "form": form,
        "chosen": chosen,
    }  # fmt: skip
    return render(request, "moderation/log_visibility.html", context, status=400 if form.errors else 200)


def chosen_entries(request: HttpRequest, viewer: Editor) -> tuple[LogEntry, ...]:
    """The entries that the address names as `ids`; else an answer of 400."""
    named = dict.fromkeys(request.GET.getlist("ids"))
    if not named:
        raise BadRequest(_("No entry was chosen. Tick some in the log first."))
    if len(named) > MOST:
        raise BadRequest(_("At most %(most)s entries can be changed at once.") % {"most": MOST})
    if wrong := next((text for text in named if not is_id(text)), None):
        raise BadRequest(_("“%(id)s” is no number of an entry of the log.") % {"id": wrong[:30]})
    ids = {int(text) for text in named}
    entries, _older = log(ids=ids, limit=MOST, viewer=viewer)
    if unknown := ids - {entry.pk for entry in entries}:
        raise BadRequest(_("The log has no entry %(id)s.") % {"id": min(unknown)})
    return entries
