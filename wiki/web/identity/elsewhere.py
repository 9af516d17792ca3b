"""Logging in with an account of another place: OpenID Connect and the social ones the operator has set.

The form of the log-in page is posted to the wiki, whose policy lets forms go nowhere else, not even by a
redirect; so the answer is a page that leads on.
"""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.views import ConnectionsView, SignupView
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wiki.editing.watching.mailing import trust_address
from wiki.models import User
from wiki.moderation.accounts import admit, log_sign_up
from wiki.permissions import allows, may_create_account
from wiki.web.frame.errors import refuse
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.identity.frame import InFrame, is_ours, way_back
from wiki.web.identity.prove import proved


class ElsewhereAdapter(DefaultSocialAccountAdapter):
    """What allauth asks about accounts of other places."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": gettext_lazy("This account has no password yet; without one you could not come back."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return allows(may_create_account, visitor(request))

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """A new account, by the rules of all and noted in the log; an address that the other place vouches
        for is confirmed.
        """
        with transaction.atomic():
            admit(form.cleaned_data["username"], editor=visitor(request))
            user: User = super().save_user(request, sociallogin, form=form)
            log_sign_up(user)
        proved_there = {row.email.casefold() for row in sociallogin.email_addresses if row.verified}
        if user.email and user.email.casefold() in proved_there:
            trust_address(user)
        return user

    def on_authentication_error(self, request: HttpRequest, *args: Any, **more: Any) -> None:
        raise ImmediateHttpResponse(leave_notice(HttpResponseRedirect(settings.LOGIN_URL), "elsewherefailed"))


class WayIn(NamedTuple):
    """One button of the log-in page."""

    name: str
    key: str


def ways_in(request: HttpRequest) -> list[WayIn]:
    """The places whose accounts may log in; none unless the operator has set some."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return []
    return [WayIn(str(one.name), one.sub_id) for one in get_adapter().list_providers(request)]


def connections_of(request: HttpRequest) -> list[Any]:
    """The accounts of other places that log in to this one."""
    return list(SocialAccount.objects.filter(user=visitor(request).user).order_by("pk"))


def lead_on(request: HttpRequest, process: str, after: str) -> HttpResponse:
    """A page that goes on to the place whose button was pressed."""
    key = request.POST.get("place", "")
    provider = next((one for one in get_adapter().list_providers(request) if one.sub_id == key), None)
    if provider is None:
        raise Http404(_("No account of that place logs in here."))
    try:
        answer = provider.redirect(request, process, next_url=after if is_ours(request, after) else None)
    except OSError:  # what requests raises among it
        message = _("“%(name)s” does not answer. Try again later, or log in with your password.")
        return refuse(request, 502, _("Not reached"), message % {"name": provider.name})
    if answer.status_code != 302:
        return cast("HttpResponse", answer)
    words = {"heading": _("On the way to %(name)s") % {"name": provider.name}, "action": "account"}
    return render(request, "accounts/elsewhere.html", {**words, "address": answer["Location"]})


@never_cache
def log_in_elsewhere(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" or not settings.SOCIALACCOUNT_PROVIDERS:
        return HttpResponseRedirect(settings.LOGIN_URL)
    return lead_on(request, "login", way_back(request))


class SignUpFromElsewhere(InFrame, SignupView):
    """The first time: the name is the person's choice."""

    template_name = "accounts/from_elsewhere.html"
    extra_context = {"heading": gettext_lazy("Create account"), "action": "account"}

    def dispatch(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        may_create_account(visitor(request))
        return cast("HttpResponse", super().dispatch(request, *args, **more))


class Disconnect(InFrame, ConnectionsView):
    """One account of another place no longer logs in."""

    template_name = "accounts/connections.html"
    extra_context = {"heading": gettext_lazy("Accounts of other places"), "action": "account"}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        more = {"connections": connections_of(self.request), "ways_in": ways_in(self.request)}
        return {**super().get_context_data(**context), **more}


disconnect = Disconnect.as_view()


@proved
def connections_view(request: HttpRequest, rest: str) -> HttpResponse:
    """Which accounts of other places log in to this one; another is connected, or one taken off."""
    if visitor(request).is_anonymous:
        return redirect_to_login(request.get_full_path())
    if request.method == "POST" and "place" in request.POST:
        return lead_on(request, "connect", reverse("socialaccount_connections"))
    return cast("HttpResponse", disconnect(request))
