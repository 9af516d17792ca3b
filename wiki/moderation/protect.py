"""Protecting a page: who may edit or move it, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.derived import keep_html
from wiki.editing.log import write_log
from wiki.editing.save import insert_revision, lock_page, record_page
from wiki.models import LogEntry, Page
from wiki.permissions import LEVELS, Editor, may_protect
from wiki.text.comparing.changes import Change

ACTIONS = ("edit", "move")


class BadProtection(Exception):
    """The wanted protection cannot be; the message names what is wrong."""


def protect_page(
    page: Page,
    levels: Mapping[str, str],
    *,
    editor: Editor,
    expiry: datetime | None = None,
    reason: str = "",
) -> LogEntry | None:
    """Set who may do what: `levels` maps "edit" and "move" to "" (everyone), "autoconfirmed" or "sysop".

    Makes a revision that changes only the page, and a log entry; None if nothing changes. Raises Refused and
    BadProtection.
    """
    may_protect(editor)
    for action, level in levels.items():
        if action not in ACTIONS or level not in LEVELS:
            raise BadProtection(
                _("“%(action)s=%(level)s” is no protection.") % {"action": action, "level": level}
            )
    if expiry is not None and expiry <= timezone.now():
        raise BadProtection(_("A protection cannot end in the past."))
    until = expiry.isoformat() if expiry else None
    wanted = {action: {"level": level, "expiry": until} for action, level in sorted(levels.items()) if level}
    with transaction.atomic():
        page = lock_page(page)
        if page.deleted:
            raise BadProtection(_("This page is deleted."))
        before, latest = page.protection, page.latest
        if before == wanted or latest is None:
            return None
        change = Change(part="page", id=None, verb="protected", old=_told(before), new=_told(wanted))
        revision = insert_revision(
            page,
            editor,
            sha1=latest.sha1,
            size=latest.size,
            summary=reason[:500],
            changes=[change],
            minor=True,
        )
        page.take(revision)
        page.protection, page.rev = wanted, revision.number
        page.save_without_historical_record()  # type: ignore[attr-defined]
        record_page(page, revision)
        keep_html(page)
        action = "unprotect" if not wanted else "modify" if before else "protect"
        return write_log(
            "protect", action, page.name, editor=editor, page=page, comment=reason,
            timestamp=revision.timestamp, protection=wanted,
        )  # fmt: skip


def _told(protection: Mapping[str, Mapping[str, str | None]]) -> str:
    """Protection as the change line tells it: "edit=sysop, move=sysop"."""
    return ", ".join(f"{action}={rule['level']}" for action, rule in sorted(protection.items()))
