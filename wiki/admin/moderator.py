"""Who sits at the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest
from django.utils.decorators import method_decorator

from wiki.permissions import Editor, editor_of

Method = TypeVar("Method", bound=Callable[..., object])
# What is posted to such a view of the desk is done once who is at it has proved it within the last minutes:
# else it waits while the password or a second factor is asked for.
proved: Callable[[Method], Method] = method_decorator(reauthentication_required(allow_get=True))


def moderator(request: HttpRequest) -> Editor:
    """The Editor behind a request to the admin; groups are read at most once a request.

    No address goes with it: only accounts come here, and what an account does stands under its name.
    """
    known = request.META.get("wiki.moderator")
    if not isinstance(known, Editor):
        known = request.META["wiki.moderator"] = editor_of(request.user, "")
    return known


def sees_deleted(request: HttpRequest) -> bool:
    """Whether deleted pages and what stands on them may be shown."""
    return "deletedtext" in moderator(request).rights
