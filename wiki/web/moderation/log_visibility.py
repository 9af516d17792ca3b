"""Change visibility of selected entries of the log: hide deeds, names or reasons, or show them again."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.models import LogEntry
from wiki.moderation.hide_log import hide_log_entries
from wiki.permissions import Editor, Refused, may_hide_log
from wiki.reading.lists.log import log
from wiki.web.frame.errors import refused
from wiki.web.frame.visitor import visitor
from wiki.web.identity.prove import first_proof
from wiki.web.moderation.hiding import MOST, Ticked, changed
from wiki.web.moderation.moderation import posted, way_in
from wiki.web.moderation.moderation_forms import LogVisibilityForm

TICKED = Ticked(
    "ids",
    gettext_lazy("No entry was chosen. Tick some in the log first."),
    gettext_lazy("At most %(most)s entries can be changed at once."),
    gettext_lazy("“%(id)s” is no number of an entry of the log."),
)


def log_visibility(request: HttpRequest) -> HttpResponse:
    viewer = visitor(request)
    try:
        may_hide_log(viewer)
        response = first_proof(request) or _asked_or_done(request, viewer)
    except Refused as error:
        return refused(request, error, way_on=way_in(request, viewer))
    add_never_cache_headers(response)
    return response


def _asked_or_done(request: HttpRequest, viewer: Editor) -> HttpResponse:
    form, chosen = LogVisibilityForm(posted(request), viewer=viewer), chosen_entries(request, viewer)
    hide = partial(hide_log_entries, [entry.pk for entry in chosen])
    if done := changed(form, hide, viewer, back=reverse("special", args=["Log"]), notice="logvisibility"):
        return done
    context = {
        "heading": _("Change visibility of entries of the log"), "action": "special", "form": form,
        "chosen": chosen,
    }  # fmt: skip
    return render(request, "moderation/log_visibility.html", context, status=400 if form.errors else 200)


def chosen_entries(request: HttpRequest, viewer: Editor) -> tuple[LogEntry, ...]:
    """The entries that the address names as `ids`; else an answer of 400."""
    ids = TICKED.ids(request)
    entries, _older = log(ids=ids, limit=MOST, viewer=viewer)
    if unknown := ids - {entry.pk for entry in entries}:
        raise BadRequest(_("The log has no entry %(id)s.") % {"id": min(unknown)})
    return entries
