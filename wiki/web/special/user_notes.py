"""Special:UserNotes: what moderators noted about an account or an address."""

from __future__ import annotations

from django import forms
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wiki.moderation.block import CannotBlock, Target, block_target, name_of
from wiki.moderation.user_notes import NOTE_MAX, BadNote, NoteMissing, add_note, strike_note
from wiki.permissions import Refused, may_note_users
from wiki.reading.lists.user_notes import notes_about
from wiki.web.frame.errors import refused
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.lists.lists import show
from wiki.web.lists.paging import whole_number


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Another note"),
        max_length=NOTE_MAX,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("The note is empty.")},
        help_text=gettext_lazy(
            "Only those who may block read this. It stays as it is; what holds no more is struck out."
        ),
    )


@never_cache
def user_notes_view(request: HttpRequest, rest: str) -> HttpResponse:
    named = (rest or request.GET.get("user", "")).strip()
    try:
        may_note_users(visitor(request))
        if not named:
            return show(request, "special/which_user.html", _("Notes about users"))
        return about(request, block_target(named))
    except CannotBlock as error:
        raise (Http404 if error.code == "nosuchuser" else BadRequest)(error.message) from None
    except Refused as error:
        return refused(request, error)


def about(request: HttpRequest, target: Target) -> HttpResponse:
    viewer, name = visitor(request), name_of(target)
    form, told = NoteForm(request.POST if "text" in request.POST else None), ""
    try:
        if "strike" in request.POST:
            number = whole_number(request.POST, "strike") or 0
            strike_note(number, editor=viewer, reason=request.POST.get("reason", ""))
            return done(name)
        if form.is_valid():
            add_note(target, form.cleaned_data["text"], editor=viewer)
            return done(name)
    except NoteMissing:
        raise Http404(_("There is no such note.")) from None
    except BadNote as error:
        told = error.message
    context = {
        "heading": _("Notes about %(name)s") % {"name": name}, "action": "special", "form": form,
        "name": name, "notes": notes_about(name, viewer=viewer), "told": told,
    }  # fmt: skip
    status = 400 if form.errors or told else 200
    return render(request, "special/user_notes.html", context, status=status)


def done(name: str) -> HttpResponse:
    place = reverse("special", args=[f"UserNotes/{name}"])
    return leave_notice(HttpResponseRedirect(place, status=303), "noted")
