"""Deleting a page flags it; undeleting takes the flag away. No version is ever lost."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing import derived
from wiki.editing.log import write_log
from wiki.editing.save import lock_page, record_page
from wiki.editing.saving.deadlock import in_transaction
from wiki.editing.saving.plan import Plan
from wiki.models import LogEntry, Page, parts_live
from wiki.permissions import Editor, may_delete, may_undelete, refuse_blocked


class CannotUndelete(Exception):
    """The page cannot come back; the message says why."""


def delete_page(page: Page, *, editor: Editor, reason: str = "") -> LogEntry:
    """Delete a page: readers find it missing, links to it turn red. Deleting it twice is one deed.

    Raises Refused.
    """
    may_delete(editor)
    return in_transaction(lambda: _delete(lock_page(page), editor, reason))


def _delete(page: Page, editor: Editor, reason: str) -> LogEntry:
    refuse_blocked(editor, lock=True)
    now = timezone.now().replace(microsecond=0)
    if page.deleted:
        return LogEntry.objects.filter(page=page, type="delete", action="delete").latest("id")
    page.deleted, page.version = True, page.version + 1
    page.save_without_historical_record()  # type: ignore[attr-defined]
    assert page.latest is not None  # noqa: S101  # every stored page has a revision
    record_page(page, page.latest, moment=now)
    derived.close(page, now)
    return write_log("delete", "delete", page.name, editor=editor, page=page, comment=reason, timestamp=now)


def undelete_page(page: Page, *, editor: Editor, reason: str = "") -> LogEntry:
    """Bring a deleted page back with all its revisions.

    Raises Refused, and CannotUndelete if it is not deleted or another page has its title now.
    """
    may_undelete(editor)
    return in_transaction(lambda: _undelete(lock_page(page), editor, reason))


def _undelete(page: Page, editor: Editor, reason: str) -> LogEntry:
    refuse_blocked(editor, lock=True)
    if not page.deleted:
        raise CannotUndelete(_("“%(title)s” is not deleted.") % {"title": page.name.full})
    now = timezone.now().replace(microsecond=0)
    page.deleted, page.version = False, page.version + 1
    try:
        with transaction.atomic():
            page.save_without_historical_record()  # type: ignore[attr-defined]
    except IntegrityError:
        message = _("Another page has the title “%(title)s” now; move or delete that one first.")
        raise CannotUndelete(message % {"title": page.name.full}) from None
    assert page.latest is not None  # noqa: S101  # as above
    record_page(page, page.latest, moment=now)
    rows = tuple(parts_live(page.pk))
    derived.reopen(page, Plan(page.number, (), rows), now)
    return write_log("delete", "restore", page.name, editor=editor, page=page, comment=reason, timestamp=now)
