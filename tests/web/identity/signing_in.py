"""Logging in as people do: through the page, so that the session knows how it was opened."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from tests.factories import PASSWORD
from wiki.models import User

LOG_IN = "/wiki/Special:UserLogin"


def sign_in(client: Client, name: str, **more: str) -> Client:
    """The client, logged in by the form; a password just given proves who asks."""
    answer = client.post(LOG_IN, {"username": name, "password": PASSWORD, **more})
    assert answer.status_code == 303, answer.content.decode()
    return client


def ask_codes(user: User) -> str:
    """Let logging in ask the account for codes; the secret that makes them."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str) -> str:
    """The code that an app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def recovery_codes(user: User) -> list[str]:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
