"""What moderators noted about an account or an address, for those who may read it."""

from __future__ import annotations

from wiki.models import UserNote
from wiki.permissions import Editor, sees_user_notes

MOST = 200  # that are shown of one account
ANY = 100  # no more is counted


def notes_about(name: str, *, viewer: Editor) -> tuple[UserNote, ...]:
    """The notes about an account, an address or a range, newest first, MOST at most; one query, none for who
    may not read them.
    """
    if not (name and sees_user_notes(viewer)):
        return ()
    return tuple(UserNote.objects.filter(about_text=name).order_by("-pk")[:MOST])


def count_notes(name: str, *, viewer: Editor) -> int:
    """How many of them hold, up to ANY; one query, none for who may not read them."""
    if not (name and sees_user_notes(viewer)):
        return 0
    return UserNote.objects.filter(about_text=name, struck=None)[:ANY].count()
