"""Who sits at the desk."""

from __future__ import annotations

from django.http import HttpRequest

from wiki.permissions import Editor, editor_of


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
