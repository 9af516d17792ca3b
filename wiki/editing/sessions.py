"""Ending sessions of an account: its own rows, no revision."""

from __future__ import annotations

from wiki.editing.watching.watch import account_of
from wiki.models import User
from wiki.models.sessions import Session
from wiki.permissions import Editor
from wiki.reading.sessions import session_name


def end_session(editor: Editor, name: str, *, here: str) -> bool:
    """End the one of the editor's sessions that has this name, but not the present one (of key `here`);
    says whether there was one. Raises Refused without an account.
    """
    keys = Session.objects.filter(account=account_of(editor)).values_list("session_key", flat=True)
    wanted = [key for key in keys if session_name(key) == name and key != here]
    return bool(Session.objects.filter(session_key__in=wanted).delete()[0])


def end_other_sessions(editor: Editor, *, here: str) -> int:
    """End all of the editor's sessions but the present one; says how many. Raises Refused."""
    return end_sessions(account_of(editor), but=here)


def end_sessions(user: User, *, but: str = "") -> int:
    """Log the account out everywhere, except in the session of the key `but`; says how many ended."""
    return Session.objects.filter(account=user).exclude(session_key=but).delete()[0]
