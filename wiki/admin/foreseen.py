"""What a deed would come to for a row, as far as the row itself tells: said before one is asked to do it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.admin.cells import protection_cell
from wiki.models import Page, Revision


def page_of(row: Any) -> Page:
    """The page that a row is, or stands for."""
    return row if isinstance(row, Page) else row.page


def protection_now(page: Page) -> str:
    rules = protection_cell(page)
    return _("now: %(rules)s") % {"rules": rules} if rules else _("not protected now")


def deletion(row: Any) -> str:
    page = page_of(row)
    if page.deleted:
        return _("deleted already")
    return ngettext("%(n)d revision", "%(n)d revisions", page.number) % {"n": page.number}


def undeletion(row: Any) -> str:
    page = page_of(row)
    if not page.deleted:
        return _("not deleted")
    return ngettext("%(n)d revision", "%(n)d revisions", page.number) % {"n": page.number}


def rollback(row: Any) -> str:
    page = page_of(row)
    if page.deleted:
        return _("deleted")
    if isinstance(row, Revision) and page.latest_id != row.pk:
        return _("not the newest edit of the page any more")
    return _("nobody else has edited this page") if page.number == 1 else ""


def patrolling(revision: Revision) -> str:
    return "" if revision.unpatrolled else _("needs no patrol any more")


def hiding(revision: Revision) -> str:
    if revision.text_hidden:
        return _("hidden already")
    return _("what readers see: not hidden") if revision.page.latest_id == revision.pk else ""
