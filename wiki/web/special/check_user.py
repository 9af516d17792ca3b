"""Special:CheckUser, Special:IPContributions and Special:CheckUserLog: from where accounts act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.moderation.addresses import look_up_accounts, look_up_addresses, look_up_edits
from wiki.moderation.reasons import REASON_MAX
from wiki.permissions import Editor, Refused, may_see_addresses, may_see_looks
from wiki.reading.lists.accounts import find_account
from wiki.reading.lists.addresses import MOST, looks
from wiki.reading.lists.lines import BadCursor
from wiki.text.names import InvalidName, IpRange, check_user_name, ip_range, is_ip, sortable
from wiki.web.frame.errors import refused
from wiki.web.frame.visitor import visitor
from wiki.web.lists.lists import upper_first
from wiki.web.lists.recent_changes import bad_cursor
from wiki.web.lists.steps import Steps, read_place, read_size, read_text
from wiki.web.moderation.moderation import way_in


class LookForm(forms.Form):
    """Whom or where to look up, and why."""

    target = forms.CharField(
        label=gettext_lazy("Account, IP address or range"),
        max_length=255,
        widget=forms.TextInput({"autocapitalize": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Name an account, an address or a range.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_MAX,
        widget=forms.TextInput({"spellcheck": "true"}),
        help_text=gettext_lazy("It is kept with your name in the log of look-ups."),
        error_messages={"required": gettext_lazy("Say why you look this up.")},
    )

    def clean_target(self) -> str | IpRange:
        """An account's name, or an address or a range as a range."""
        text = self.cleaned_data["target"].strip().removeprefix("User:")
        if is_ip(text):
            return IpRange(text, sortable(text), sortable(text))
        try:
            return ip_range(text) or check_user_name(upper_first(text), registering=False)
        except InvalidName as error:
            raise forms.ValidationError(error.message) from None


class PlaceForm(LookForm):
    """The same for what can only be looked up of an address."""

    def clean_target(self) -> str | IpRange:
        target = super().clean_target()
        if isinstance(target, str):
            raise forms.ValidationError(_("Name an address or a range, such as 192.0.2.0/24."))
        return target


def check_user(request: HttpRequest, rest: str) -> HttpResponse:
    return looking_up(request, rest, LookForm, _("Check addresses"), edits=False)


def ip_contributions(request: HttpRequest, rest: str) -> HttpResponse:
    return looking_up(request, rest, PlaceForm, _("Edits from an address"), edits=True)


def looking_up(
    request: HttpRequest, rest: str, kind: type[LookForm], heading: str, *, edits: bool
) -> HttpResponse:
    """The form; what it found below it, once it was sent with a reason."""
    viewer = visitor(request)
    context: dict[str, Any] = {"heading": heading, "action": "special", "most": MOST, "edits": edits}
    try:
        may_see_addresses(viewer, temporary=True)
        form = kind(request.POST) if request.method == "POST" else kind(initial={"target": rest})
        if form.is_bound and form.is_valid():
            context |= found(form, viewer, edits=edits)
    except Refused as error:
        return refused(request, error, way_on=way_in(request, viewer))
    status = 400 if form.errors else 200
    response = render(request, "special/check_user.html", context | {"form": form}, status=status)
    add_never_cache_headers(response)
    return response


def found(form: LookForm, viewer: Editor, *, edits: bool) -> dict[str, Any]:
    """What there is about the target. Raises Refused."""
    target, reason = form.cleaned_data["target"], form.cleaned_data["reason"]
    if isinstance(target, IpRange):
        if edits:
            return {"found": target.name, "lines": look_up_edits(target, editor=viewer, reason=reason)}
        return {"found": target.name, "uses": look_up_accounts(target, editor=viewer, reason=reason)}
    account = find_account(target)
    if account is None:
        form.add_error("target", _("There is no account named “%(name)s” on this wiki.") % {"name": target})
        return {}
    uses = look_up_addresses(account, editor=viewer, reason=reason)
    return {"found": account.username, "uses": uses, "of_account": True}


def check_user_log(request: HttpRequest, rest: str) -> HttpResponse:
    viewer, target = visitor(request), upper_first(rest or read_text(request.GET, "target"))
    try:
        may_see_looks(viewer)
        screen = looks(target=target, limit=read_size(request.GET), **read_place(request))
    except Refused as error:
        return refused(request, error, way_on=way_in(request, viewer))
    except BadCursor as error:
        raise bad_cursor(error) from None
    kept = {"target": "" if rest else target}
    steps = Steps(request.path, read_size(request.GET), screen.before, screen.after, kept)
    heading = _("Log of address look-ups")
    context = {"heading": heading, "action": "special", "screen": screen, "steps": steps, "target": target}
    response = render(request, "special/check_user_log.html", context)
    add_never_cache_headers(response)
    return response
