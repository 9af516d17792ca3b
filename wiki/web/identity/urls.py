"""The names by which allauth asks for addresses. All are special pages, which the list of those answers."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from wiki.web.special.dispatch import special

ADDRESSES = {
    "account_login": "UserLogin",
    "account_logout": "UserLogout",
    "account_signup": "CreateAccount",
    "account_inactive": "UserLogin",
    "account_reset_password": "PasswordReset",
    "account_change_password": "ChangePassword",
    "account_set_password": "ChangePassword",
    "account_email": "ChangeEmail",
    "account_email_verification_sent": "UserLogin/address",
    "account_reauthenticate": "Reauthenticate",
    "mfa_authenticate": "UserLogin/code",
    "mfa_login_webauthn": "UserLogin/passkey",
    "mfa_reauthenticate": "Reauthenticate/code",
    "mfa_reauthenticate_webauthn": "Reauthenticate/passkey",
    "mfa_index": "AccountSecurity",
    "mfa_list_webauthn": "AccountSecurity",
    "mfa_activate_totp": "AccountSecurity/codes",
    "mfa_deactivate_totp": "AccountSecurity/codes/off",
    "mfa_view_recovery_codes": "AccountSecurity/recovery",
    "mfa_generate_recovery_codes": "AccountSecurity/recovery/new",
    "mfa_download_recovery_codes": "AccountSecurity/recovery/file",
    "mfa_add_webauthn": "AccountSecurity/passkeys/add",
    "socialaccount_signup": "CreateAccount/elsewhere",
    "socialaccount_connections": "AccountSecurity/elsewhere",
    "socialaccount_login_cancelled": "UserLogin",
    "socialaccount_login_error": "UserLogin",
}
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"wiki/Special:{address}", special, {"name": address}, name=name)
    for name, address in ADDRESSES.items()
]
# Where other places lead back to; nothing of them is here unless the operator has set one.
urlpatterns += [path("accounts/", include(f"{app}.urls")) for app in settings.PROVIDER_APPS]
