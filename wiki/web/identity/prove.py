"""Proving again that it is you, before what could take an account away.

A view asks for it with `proved`; who has not proved it within the last ten minutes is led here and back.
Deeds of moderators that could do harm ask `first_proof` when they are posted, after the right for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCode
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.web.frame.context import MAIN_PAGE
from wiki.web.frame.notices import leave_notice
from wiki.web.identity.frame import InFrame, is_ours

if TYPE_CHECKING:  # the list of special pages needs what stands here
    from wiki.web.special.entry import View

# The desk may take allauth's own: the way to prove it is the same.
proved: Callable[[View], View] = reauthentication_required()


def first_proof(request: HttpRequest) -> HttpResponse | None:
    """What to answer before a posted deed is done: the way to prove who is there; None where it was proved
    lately, and for who only looks or is not logged in.
    """
    if request.method != "POST" or not request.user.is_authenticated:
        return None
    return cast("HttpResponse | None", get_adapter(request).first_proof(request))


WORDS = {"heading": gettext_lazy("Confirm that it is you"), "action": "account"}


def came_from(request: HttpRequest) -> str:
    """Where Cancel leads: the page of ours that led to the proof; forms and other ways carry it as `from`."""
    carried = request.POST.get("from", request.GET.get("from"))
    wanted = request.headers.get("Referer", "") if carried is None else carried
    return wanted if is_ours(request, wanted) else reverse("read", args=[MAIN_PAGE])


class Proof(InFrame):
    """One of the ways to prove it."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        known, place = super().get_context_data(**context), came_from(self.request)
        for other in known["reauthentication_alternatives"]:
            other["url"] += f"{'&' if '?' in other['url'] else '?'}{urlencode({'from': place})}"
        return {**known, "came_from": place}


class ByPassword(Proof, ReauthenticateView):
    template_name = "accounts/prove.html"
    extra_context = {**WORDS, "way": "password"}


class ByCode(Proof, ReauthenticateByCode):
    template_name = "accounts/prove.html"
    extra_context = {**WORDS, "way": "code"}


class ByPasskey(Proof, ReauthenticateWebAuthnView):
    template_name = "accounts/prove.html"
    extra_context = {**WORDS, "way": "passkey"}

    def form_invalid(self, form: Any) -> HttpResponse:
        again = self.passthrough_next_url(
            f"{self.request.path}?{urlencode({'from': came_from(self.request)})}"
        )
        return leave_notice(HttpResponseRedirect(again), "nopasskey")


WAYS = {"": ByPassword.as_view(), "code": ByCode.as_view(), "passkey": ByPasskey.as_view()}


def reauthenticate(request: HttpRequest, rest: str = "") -> HttpResponse:
    if rest not in WAYS:
        raise Http404(_("There is no such way to confirm it."))
    return cast("HttpResponse", WAYS[rest](request))
