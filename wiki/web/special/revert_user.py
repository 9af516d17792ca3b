"""Special:RevertUser: all that one author did in a span of time, shown first, then taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.models import LogEntry
from wiki.models.utc_field import UtcField
from wiki.moderation.deed import unfinished
from wiki.moderation.reasons import REASON_MAX
from wiki.moderation.revert_user import Reverted, go_on, revert_user
from wiki.moderation.take_back import take_back
from wiki.permissions import Editor, Refused, may_rollback
from wiki.reading.visibility import as_seen, deed_seen
from wiki.web.frame.errors import refused
from wiki.web.frame.visitor import visitor
from wiki.web.identity.prove import first_proof
from wiki.web.lists.contributions import author_named, name_of
from wiki.web.lists.paging import whole_number

LONGEST = 200  # characters of a reason, beside which a summary names the author
SHOWN = 10  # earlier reverts
WHEN = "%Y-%m-%dT%H:%M"


class RevertForm(forms.Form):
    """Whose deeds, from when until when, and why they are taken back."""

    since = UtcField(
        label=gettext_lazy("From (UTC)"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=WHEN),
        error_messages={"required": gettext_lazy("Say since when.")},
    )
    until = UtcField(
        label=gettext_lazy("To (UTC)"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=WHEN),
        help_text=gettext_lazy("Empty: until now."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=min(LONGEST, REASON_MAX),
        widget=forms.TextInput({"spellcheck": "true"}),
        help_text=gettext_lazy("It stands in the summary of each edit and in the log."),
    )


def revert_user_view(request: HttpRequest, rest: str) -> HttpResponse:
    viewer, named = visitor(request), (rest or request.GET.get("user", "")).strip()
    if not named:
        return screen(request, "", form=RevertForm())
    try:
        may_rollback(viewer)
    except Refused as error:
        return refused(request, error)
    if proof := first_proof(request):
        return proof
    author = author_named(named)
    if request.method == "POST" and "entry" in request.POST:
        return taken_back(request, name_of(author))
    data = request.POST or (request.GET if "since" in request.GET else None)
    form, done = RevertForm(data), None
    if form.is_valid():
        said = form.cleaned_data
        done = revert_user(
            author, said["since"], said["until"] or timezone.now(), editor=viewer, reason=said["reason"],
            preview=request.method != "POST",
        )  # fmt: skip
    carried_out = bool(done) and request.method == "POST"
    return screen(request, name_of(author), form=form, done=done, carried_out=carried_out)


def taken_back(request: HttpRequest, author: str) -> HttpResponse:
    """A whole revert undone, or one that was broken off gone on with."""
    entry = reverts_of(author, visitor(request)).filter(pk=whole_number(request.POST, "entry") or 0).first()
    if entry is None:
        raise BadRequest(_("The log has no such revert of edits by “%(name)s”.") % {"name": author})
    if "go_on" in request.POST and unfinished(entry):
        done = go_on(entry, editor=visitor(request))
        return screen(request, author, form=RevertForm(), done=done, carried_out=True)
    done = take_back(entry, editor=visitor(request), reason=_("Revert taken back"))
    return screen(request, author, form=RevertForm(), done=done, carried_out=True, back=True)


def reverts_of(author: str, viewer: Editor) -> QuerySet[LogEntry]:
    """What the log tells of reverts of this author's deeds, the last one first."""
    entries = LogEntry.objects.filter(namespace=2, title=author, type="rollback", action="user")
    return entries.filter(deed_seen(viewer)).order_by("-timestamp", "-pk")


def screen(request: HttpRequest, author: str, *, form: RevertForm, **more: Any) -> HttpResponse:
    done: Reverted | None = more.get("done")
    pages = [(done.pages[id_], sorted(numbers)) for id_, numbers in done.edits.items()] if done else []
    heading = _("Take back the edits of %(name)s") % {"name": author} if author else _("Take back edits")
    viewer = visitor(request)
    told = as_seen(reverts_of(author, viewer)[:SHOWN], viewer) if author else []
    earlier = [(entry, unfinished(entry)) for entry in told]
    context = {
        "heading": heading,
        "earlier": earlier,
        "action": "special",
        "author": author,
        "form": form,
        "pages": pages,
        **more,
    }
    response = render(request, "special/revert_user.html", context, status=400 if form.errors else 200)
    add_never_cache_headers(response)
    return response
