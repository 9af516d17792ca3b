"""Who is logged in. Django's own parts verify the session; the account comes with it in one query.

`Accounts.get_user` is asked for an account without being told the session, so the middleware leaves that in a
context variable.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.contrib.auth import get_user
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wiki.models import User
from wiki.models.sessions import SessionStore, account_with_groups
from wiki.permissions import ALL_RIGHTS, editor_of

_session: ContextVar[SessionStore | None] = ContextVar("session", default=None)


class Accounts(ModelBackend):
    """Django's accounts; the one of the request's session is there already."""

    def get_user(self, user_id: Any) -> User | None:
        session = _session.get()
        account = session.account if session else None
        if account is None or account.pk != int(user_id):
            account = account_with_groups(user_id)
        return account if account and self.user_can_authenticate(account) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Django's permission "wiki.rollback" is the right of that name, which groups give."""
        app, _dot, right = perm.partition(".")
        if app == "wiki" and right in ALL_RIGHTS:
            return bool(user_obj.is_active) and editor_of(user_obj, "").has(right)
        return bool(super().has_perm(user_obj, perm, obj))


def account_of(request: HttpRequest) -> Any:
    """The request's user, as Django finds and verifies it."""
    token = _session.set(request.session)  # type: ignore[arg-type]
    try:
        return get_user(request)
    finally:
        _session.reset(token)


class OneQueryAuthentication(AuthenticationMiddleware):
    """Sets request.user, read with its session when it is first asked for."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: account_of(request))  # type: ignore[assignment]
