"""Deleting a page flags it; undeleting takes the flag away. No version is ever lost."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing import derived
from wiki.editing.errors import BadEdit, EditConflict
from wiki.editing.log import write_log
from wiki.editing.revert import restore_edit
from wiki.editing.save import insert_revision, lock_page, record_page, save_edit
from wiki.editing.saving.deadlock import in_transaction
from wiki.editing.saving.plan import Plan
from wiki.models import Fact, Link, LogEntry, Page, Revision, parts_live
from wiki.permissions import Editor, may_delete, may_undelete, refuse_blocked
from wiki.reading.showing.anchors import withheld_anchors


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
    Revision.objects.filter(page=page, unpatrolled=True).update(unpatrolled=False)  # it was looked at
    page.save_without_historical_record()  # type: ignore[attr-defined]
    assert page.latest is not None  # noqa: S101  # every stored page has a revision
    record_page(page, page.latest, moment=now)
    derived.close(page, now)
    return write_log("delete", "delete", page.name, editor=editor, page=page, comment=reason, timestamp=now)


def undelete_page(
    page: Page, ids: Collection[int] | None = None, *, editor: Editor, reason: str = ""
) -> LogEntry:
    """Bring a deleted page back with all its revisions, or (`ids`) with some of them alone.

    It has the text of the newest of these then, as a new revision on top where that was not the last one; the
    others are left out: withheld from readers. Of a page that came back in part, more is brought back in the
    same way; what it says stays. Raises Refused, and CannotUndelete if there is nothing to bring back,
    another page has the title now, the text of the newest chosen revision is hidden or cannot be saved, or
    one of the ids is not the page's.
    """
    may_undelete(editor)
    return in_transaction(lambda: _undelete(lock_page(page), ids, editor, reason))


def _undelete(page: Page, ids: Collection[int] | None, editor: Editor, reason: str) -> LogEntry:
    refuse_blocked(editor, lock=True)
    revisions = Revision.objects.filter(page=page)
    if not page.deleted and not revisions.filter(withheld=True).exists():
        raise CannotUndelete(_("“%(title)s” is not deleted.") % {"title": page.name.full})
    chosen = revisions if ids is None else _chosen(page, ids)
    now = timezone.now().replace(microsecond=0)
    if page.deleted:
        _reopen(page, now)
        revisions.exclude(pk__in=chosen.values("pk")).update(withheld=True)
        chosen.update(withheld=False)
        page = _on_top(page, chosen.order_by("number")[chosen.count() - 1], now, editor)
    else:
        chosen.update(withheld=False)
    page.withheld_anchors = "\n".join(withheld_anchors(page))
    page.version += 1
    page.save_without_historical_record(update_fields=["version", "withheld_anchors"])  # type: ignore[attr-defined]
    said = {} if ids is None else {"ids": sorted(ids)}
    return write_log(
        "delete", "restore", page.name, editor=editor, page=page, comment=reason, timestamp=now, **said
    )


def _chosen(page: Page, ids: Collection[int]) -> QuerySet[Revision]:
    chosen = Revision.objects.filter(page=page, pk__in=ids)
    known = set(chosen.values_list("pk", flat=True))
    if unknown := sorted(set(ids) - known):
        words = {"id": unknown[0], "title": page.name.full}
        raise CannotUndelete(_("Revision %(id)s is not one of “%(title)s”.") % words)
    if not known:
        raise CannotUndelete(_("No revision was chosen."))
    return chosen


def _reopen(page: Page, now: datetime) -> None:
    """The page is there again, as it was when it was deleted."""
    page.deleted, page.version = False, page.version + 1
    try:
        with transaction.atomic():
            page.save_without_historical_record()  # type: ignore[attr-defined]
    except IntegrityError:
        message = _("Another page has the title “%(title)s” now; move or delete that one first.")
        raise CannotUndelete(message % {"title": page.name.full}) from None
    assert page.latest is not None  # noqa: S101  # as above
    record_page(page, page.latest, moment=now)
    derived.reopen(page, Plan(page.number, (), tuple(parts_live(page.pk))), now)


def _on_top(page: Page, newest: Revision, now: datetime, editor: Editor) -> Page:
    """The page with the text of this revision: where it is not the latest, a new one says what it said."""
    if newest.pk == page.latest_id:
        return page
    if newest.text_hidden:
        message = _("The text of revision %(id)s is hidden; choose a later one as well.")
        raise CannotUndelete(message % {"id": newest.pk})
    summary = _("Brought back as of revision %(id)s") % {"id": newest.pk}
    try:
        edit = restore_edit(page, newest, viewer=editor)
        saved = save_edit(page, edit, editor=editor, summary=summary, timestamp=now)
    except (BadEdit, EditConflict) as error:
        raise CannotUndelete(str(error)) from None
    page = lock_page(page)
    if saved.revision is None:  # what was left out had said the same
        _same_text(page, summary, editor)
    # What the text that was left out linked to and stated has held for no time: no list is to tell it.
    for told in (Link, Fact):
        told._default_manager.filter(page=page, valid_from=now, valid_to=now).delete()
    return page


def _same_text(page: Page, summary: str, editor: Editor) -> None:
    latest = page.latest
    assert latest is not None  # noqa: S101  # as above
    revision = insert_revision(
        page, editor, sha1=latest.sha1, size=latest.size, summary=summary, changes=(), minor=True
    )
    page.take(revision)
    page.save_without_historical_record()  # type: ignore[attr-defined]
    derived.keep_html(page)
