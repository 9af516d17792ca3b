"""Whoever signs in, by whichever way: from where is noted."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from wiki.editing.addresses import note_address
from wiki.models import User
from wiki.web.frame.visitor import address_of


def note_sign_in(request: HttpRequest | None, user: User, **_more: Any) -> None:
    """Django's signal carries the request of each way of signing in; none where a program signs in."""
    if request is not None:
        note_address(user, address_of(request), "login")


def listen() -> None:
    """To be called once the models are there."""
    user_logged_in.connect(note_sign_in, dispatch_uid="wiki.sign_ins")
