"""How people log in, by django-allauth: what of it is on, read from the environment (docs/accounts.md)."""

import importlib.util
import json
from typing import Any

from config.environment import env, env_choice, env_text, refuse

ACCOUNT_APPS = ["allauth", "allauth.account", "allauth.socialaccount", "allauth.mfa"]

ACCOUNT_ADAPTER = "wiki.web.identity.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "wiki.web.identity.elsewhere.ElsewhereAdapter"
MFA_ADAPTER = "wiki.web.identity.adapter.FactorAdapter"

EMAIL_VERIFICATION = env_choice("EMAIL_VERIFICATION", "optional", ("optional", "mandatory"))
ACCOUNT_EMAIL_VERIFICATION = "none"  # the wiki's own stage of logging in asks (wiki/web/identity/stages.py)
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
# Beside RATE_LIMITS (config/limits.py), which count addresses: attempts at one name, or one mailbox.
ACCOUNT_RATE_LIMITS = {"login_failed": "8/5m/key", "reauthenticate": "10/m/user", "reset_password": "5/h/key"}

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "add_webauthn": "wiki.web.identity.passkeys.AddForm",
    "authenticate_webauthn": "wiki.web.identity.passkeys.SecondFactorForm",
    "login_webauthn": "wiki.web.identity.passkeys.LogInForm",
    "reauthenticate_webauthn": "wiki.web.identity.passkeys.ProveForm",
}
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute wrong

# ---- Other places that know people -------------------------------------------------------------------------


def read_providers(value: str) -> dict[str, dict[str, str]]:
    """By allauth's names of providers: {"github": {"client_id": "…", "secret": "…"}}."""
    providers = json.loads(value or "{}")
    for name, keys in dict(providers).items():
        known = name.isidentifier() and importlib.util.find_spec(f"allauth.socialaccount.providers.{name}")
        if not known or set(dict(keys)) != {"client_id", "secret"}:
            raise ValueError(value)
    return dict(providers)


OIDC_SERVER = env_text("OIDC_SERVER")
_oidc = {
    "provider_id": "oidc",
    "name": env_text("OIDC_NAME", "OpenID Connect"),
    "client_id": env_text("OIDC_CLIENT_ID"),
    "secret": env_text("OIDC_CLIENT_SECRET"),
    "settings": {"server_url": OIDC_SERVER},
}
if OIDC_SERVER and not OIDC_SERVER.startswith("https://"):
    refuse("OIDC_SERVER", OIDC_SERVER, "an address that begins with https://")
if OIDC_SERVER and not (_oidc["client_id"] and _oidc["secret"]):
    refuse("OIDC_CLIENT_ID", "", "set together with OIDC_SERVER, and OIDC_CLIENT_SECRET too")

_social = env(
    "SOCIAL_PROVIDERS",
    "",
    read_providers,
    'a JSON object such as {"github": {"client_id": "…", "secret": "…"}}',
    secret=True,
)
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {name: {"APPS": [keys]} for name, keys in _social.items()}
if OIDC_SERVER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {"APPS": [_oidc], "OAUTH_PKCE_ENABLED": True}
PROVIDER_APPS = [f"allauth.socialaccount.providers.{name}" for name in SOCIALACCOUNT_PROVIDERS]
ACCOUNT_UNIQUE_EMAIL = False  # several accounts may have one address
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_AUTO_SIGNUP = False  # the name is the person's choice
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address alone proves nobody
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = True
