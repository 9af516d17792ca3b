"""Special:MassMessage: a message to many talk pages, shown first, then sent; and what became of it."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wiki.models import DeedStep, MassMessage
from wiki.moderation.mass_message import (
    MOST,
    SUBJECT_MAX,
    TEXT_MAX,
    BadMessage,
    Sent,
    begin_message,
    send_on,
    take_message_back,
    waiting,
)
from wiki.permissions import GIVEN, Refused, may_send_mass_message
from wiki.reading.lists.recipients import Recipients, recipients
from wiki.web.frame.errors import refused
from wiki.web.frame.visitor import visitor
from wiki.web.identity.prove import first_proof

LATEST = 10  # messages that are listed below the form


class MessageForm(forms.Form):
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=SUBJECT_MAX)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=TEXT_MAX,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("It becomes a topic on each talk page, signed with your name."),
    )
    group = forms.ChoiceField(
        label=gettext_lazy("To the members of a group"),
        required=False,
        choices=[("", "–"), *((name, name) for name in GIVEN if name != "autoconfirmed")],
    )
    pages = forms.CharField(
        label=gettext_lazy("And to these pages of users, or talk pages"),
        required=False,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy("One a line, as User:Alice or Talk:Rome."),
    )
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)


@never_cache
def mass_message_view(request: HttpRequest, rest: str) -> HttpResponse:
    try:
        may_send_mass_message(visitor(request))
        if "preview" not in request.POST and (proof := first_proof(request)):
            return proof
        if rest:
            return one_message(request, rest)
        if request.method != "POST":
            return screen(request, MessageForm(initial={"key": secrets.token_hex(16)}))
        return written(request)
    except Refused as error:
        return refused(request, error)


def written(request: HttpRequest) -> HttpResponse:
    """The form was posted: what would be sent and to whom, or it is sent."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return screen(request, form)
    said = form.cleaned_data
    found = recipients(said["group"], said["pages"])
    if "send" not in request.POST or found.wrong:
        if len(found.titles) > MOST:
            form.add_error("pages", _("At most %(n)d talk pages.") % {"n": MOST})
        elif not (found.titles or found.wrong):
            form.add_error("pages", _("Nobody would get this message."))
        return screen(request, form, found)
    try:
        message = begin_message(
            said["subject"], said["text"], found.titles, key=said["key"], editor=visitor(request)
        )
    except BadMessage as error:
        form.add_error(error.field, error.message)
        return screen(request, form, found)
    return told(request, message, send_on(message, editor=visitor(request)))


def one_message(request: HttpRequest, rest: str) -> HttpResponse:
    """What became of a message; it goes on, or is taken back."""
    number = int(rest) if rest.isascii() and rest.isdigit() and len(rest) < 19 else 0
    message = MassMessage.objects.select_related("entry").filter(pk=number).first()
    if message is None:
        raise Http404(_("There is no such message."))
    if request.method == "POST" and "go_on" in request.POST:
        return told(request, message, send_on(message, editor=visitor(request)))
    if request.method == "POST" and "back" in request.POST:
        return told(request, message, take_message_back(message, editor=visitor(request)))
    return told(request, message, None)


def told(request: HttpRequest, message: MassMessage, sent: Sent | None) -> HttpResponse:
    undone = DeedStep.objects.filter(undoes__entry=message.entry_id).count()
    have = DeedStep.objects.filter(entry=message.entry_id, kind="message").count()
    context: dict[str, Any] = {
        "heading": _("Message “%(subject)s”") % {"subject": message.subject}, "action": "special",
        "message": message, "have": have, "all": len(message.recipients), "undone": undone, "sent": sent,
        "waits": len(waiting(message)),
    }  # fmt: skip
    return render(request, "special/mass_message_sent.html", context)


def screen(request: HttpRequest, form: MessageForm, found: Recipients | None = None) -> HttpResponse:
    context = {
        "heading": _("Message to many talk pages"), "action": "special", "form": form, "found": found,
        "latest": MassMessage.objects.select_related("entry").order_by("-pk")[:LATEST],
        "may_send": found is not None and bool(found.titles) and not found.wrong and not form.errors,
    }  # fmt: skip
    return render(request, "special/mass_message.html", context, status=400 if form.errors else 200)
