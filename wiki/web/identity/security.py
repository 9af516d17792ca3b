"""Special:AccountSecurity: second factors, passkeys, recovery codes and sessions of an account."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wiki.editing.sessions import end_other_sessions, end_session
from wiki.reading.sessions import sessions_of
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.identity.elsewhere import connections_of, connections_view
from wiki.web.identity.frame import InFrame
from wiki.web.identity.prove import proved
from wiki.web.lists.lists import show


def words(heading: Any, deed: str = "") -> dict[str, Any]:
    return {"heading": heading, "action": "account", "deed": deed}


class TurnCodesOn(InFrame, ActivateTOTPView):
    template_name = "accounts/totp.html"
    extra_context = words(gettext_lazy("Codes of an app"))


class TurnCodesOff(InFrame, DeactivateTOTPView):
    template_name = "accounts/sure.html"
    extra_context = words(gettext_lazy("Turn the codes off"), "totp")


class NewRecoveryCodes(InFrame, GenerateRecoveryCodesView):
    template_name = "accounts/sure.html"
    extra_context = words(gettext_lazy("New recovery codes"), "recovery")


class RecoveryCodes(InFrame, ViewRecoveryCodesView):
    template_name = "accounts/recovery_codes.html"
    extra_context = words(gettext_lazy("Recovery codes"))


class RecoveryCodesFile(DownloadRecoveryCodesView):
    template_name = "accounts/recovery_codes.txt"


class AddPasskey(InFrame, AddWebAuthnView):
    template_name = "accounts/add_passkey.html"
    extra_context = words(gettext_lazy("Add a passkey"))


class RenamePasskey(InFrame, EditWebAuthnView):
    template_name = "accounts/name_passkey.html"
    extra_context = words(gettext_lazy("Name of a passkey"))


class RemovePasskey(InFrame, RemoveWebAuthnView):
    template_name = "accounts/sure.html"
    extra_context = words(gettext_lazy("Remove a passkey"), "passkey")


@proved
def picture(request: HttpRequest, rest: str) -> HttpResponse:
    """The key that is being tied to an app, as a picture for its camera."""
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(request.user, get_totp_secret()))
    return HttpResponse(drawn, content_type="image/svg+xml")


VIEWS: dict[str, Any] = {
    "codes": TurnCodesOn.as_view(),
    "codes/picture": lambda request: picture(request, ""),
    "codes/off": TurnCodesOff.as_view(),
    "recovery": RecoveryCodes.as_view(),
    "recovery/new": NewRecoveryCodes.as_view(),
    "recovery/file": RecoveryCodesFile.as_view(),
    "passkeys/add": AddPasskey.as_view(),
}
PASSKEY = {"remove": RemovePasskey.as_view(), "name": RenamePasskey.as_view()}


@never_cache
def security_view(request: HttpRequest, rest: str = "") -> HttpResponse:
    if visitor(request).is_anonymous:
        return redirect_to_login(request.get_full_path())
    if not rest:
        return overview(request)
    if rest in VIEWS:
        return cast("HttpResponse", VIEWS[rest](request))
    if rest == "elsewhere":
        return connections_view(request, rest)
    if rest == "sessions":
        return end(request)
    kind, _slash, deed = rest.partition("/")
    number, _slash, name = deed.partition("/")
    if kind == "passkeys" and name in PASSKEY and number.isascii() and number.isdigit() and len(number) < 19:
        return cast("HttpResponse", PASSKEY[name](request, pk=int(number)))
    raise Http404(_("There is no such page of your account."))


def overview(request: HttpRequest) -> HttpResponse:
    user = visitor(request).user
    factors: dict[str, list[Any]] = {}
    for factor in Authenticator.objects.filter(user=user).order_by("pk"):
        factors.setdefault(factor.type, []).append(factor.wrap())
    codes = factors.get("recovery_codes")
    return show(
        request,
        "accounts/security.html",
        _("Security of your account"),
        codes_on="totp" in factors,
        passkeys=factors.get("webauthn", []),
        recovery=len(codes[0].get_unused_codes()) if codes else None,
        sessions=sessions_of(visitor(request), str(request.session.session_key)),
        connections=connections_of(request),
        elsewhere=bool(settings.SOCIALACCOUNT_PROVIDERS),
    )


def end(request: HttpRequest) -> HttpResponse:
    """End one session, or all but this one."""
    answer = HttpResponseRedirect(reverse("special", args=["AccountSecurity"]), status=303)
    if request.method != "POST":
        return answer
    editor, one = visitor(request), request.POST.get("session", "")
    here = str(request.session.session_key)
    ended = end_session(editor, one, here=here) if one else end_other_sessions(editor, here=here)
    return leave_notice(answer, "sessionended" if ended else "nothingchanged")
