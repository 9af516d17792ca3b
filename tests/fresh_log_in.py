"""Logging in with a password proves who is there, in tests as in browsers; `force_login` proves nothing."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from wiki.models import User


def use_fresh_log_in() -> None:
    """Let `Client.login` leave the session as the log-in form leaves it: somebody just gave the password."""
    plain = Client.login

    def login(self: Client, **given: Any) -> bool:
        done = plain(self, **given)
        if done:
            request = HttpRequest()
            request.session = self.session
            user = User.objects.get(pk=request.session["_auth_user_id"])
            record_authentication(request, user, method="password", reauthenticated=True)
            request.session.save()
        return done

    Client.login = login  # type: ignore[method-assign]
