"""Where an account is logged in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from wiki.models.sessions import Session
from wiki.permissions import Editor

MOST = 100  # sessions that are listed


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its owner sees it; `name` tells it from the others and opens nothing."""

    name: str
    opened: datetime | None
    address: str
    agent: str
    ends: datetime
    here: bool


def session_name(key: str) -> str:
    """What stands for a session's key where it may be seen."""
    return hashlib.sha256(key.encode()).hexdigest()[:20]


def sessions_of(editor: Editor, here: str) -> list[OpenSession]:
    """The sessions in which the account is logged in, this one (of key `here`) first; one query."""
    rows = Session.objects.filter(account=editor.user, expire_date__gt=timezone.now())
    found = [_open_session(row, here) for row in rows.order_by("-expire_date")[:MOST]]
    oldest = datetime.min.replace(tzinfo=timezone.get_default_timezone())
    return sorted(found, key=lambda one: (one.here, one.opened or oldest), reverse=True)


def _open_session(row: Session, here: str) -> OpenSession:
    opened = row.get_decoded().get("opened") or ["", "", ""]
    when = datetime.fromisoformat(opened[0]) if opened[0] else None
    key = row.session_key
    return OpenSession(session_name(key), when, opened[1], opened[2], row.expire_date, key == here)
