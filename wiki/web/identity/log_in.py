"""Logging in: the password, then whatever else the account asks for."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django import forms
from django.contrib.auth import views
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wiki.editing.watching.preferences import change_email
from wiki.models import User
from wiki.permissions import Editor
from wiki.web.accounts.account_forms import LogInForm, ResetForm
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.identity.elsewhere import log_in_elsewhere, ways_in
from wiki.web.identity.frame import InFrame, way_back
from wiki.web.identity.stages import AddressStage
from wiki.web.watching.preferences import send_confirmation


def password_given(request: HttpRequest, user: User, *, keep: bool = False) -> HttpResponse:
    """The password is right: log in, or go on to the next stage."""
    login = Login(user=user, redirect_url=way_back(request), signal_kwargs={"keep": keep})
    return cast("HttpResponse", perform_password_login(request, {"username": user.username}, login))


class LogIn(InFrame, views.LoginView):
    template_name = "accounts/log_in.html"
    authentication_form = LogInForm
    extra_context = {"heading": gettext_lazy("Log in"), "action": "account"}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return {**super().get_context_data(**context), "ways_in": ways_in(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        return password_given(self.request, form.get_user(), keep=form.cleaned_data["keep"])


class SecondFactor(InFrame, AuthenticateView):
    template_name = "accounts/second_factor.html"
    extra_context = {"heading": gettext_lazy("Confirm that it is you"), "action": "account"}


class LogInByPasskey(LoginWebAuthnView):
    def form_invalid(self, form: forms.Form) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        return leave_notice(answer, "nopasskey")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        factor = form.cleaned_data["credential"]
        login = Login(user=factor.user, redirect_url=way_back(self.request))
        return cast("HttpResponse", perform_passwordless_login(self.request, factor, login))


@never_cache
def prove_address(request: HttpRequest) -> HttpResponse:
    """Nobody is logged in yet, but the password was right: the account's address has to be proved first."""
    stage = get_pending_stage(request)
    if not isinstance(stage, AddressStage):
        return HttpResponseRedirect(reverse("account_login"))
    user: User = stage.login.user
    form = ResetForm(request.POST or None) if not user.email else None
    sent = True
    if request.method == "POST":
        if form is not None and form.is_valid():
            change_email(form.cleaned_data["email"], editor=Editor(user))
            form = None
        if form is None:
            sent = send_confirmation(user)
    context = {"heading": _("Confirm your e-mail address"), "action": "account", "form": form, "sent": sent}
    context |= {"email": user.email}
    return render(
        request, "accounts/prove_address.html", context, status=400 if form and form.errors else 200
    )


def log_in(request: HttpRequest, rest: str = "") -> HttpResponse:
    if not visitor(request).is_anonymous:
        return HttpResponseRedirect(way_back(request))
    steps = {
        "": LogIn.as_view(),
        "code": SecondFactor.as_view(),
        "passkey": LogInByPasskey.as_view(),
        "address": prove_address,
        "elsewhere": log_in_elsewhere,
    }
    if rest.casefold() not in steps:
        raise Http404(_("There is no such step of logging in."))
    return cast("HttpResponse", steps[rest.casefold()](request))
