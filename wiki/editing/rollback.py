"""Rollback: one click back past the last editor's run of edits."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wiki.editing.revert import restore_edit
from wiki.editing.save import Saved, save_edit
from wiki.models import Page, Revision
from wiki.permissions import Editor, may_rollback


class OnlyAuthor(Exception):
    """Nobody else has edited the page: there is nothing to go back to."""


class AlreadyRolledBack(Exception):
    """The newest edit is not by the author named any more."""


def last_by_others(page: Page, author: str) -> Revision:
    """The newest revision that is not by the author of the page's last run of edits.

    Raises AlreadyRolledBack if `author` did not make the newest edit, OnlyAuthor if nobody else made one.
    """
    if page.latest is None or page.latest.author_text != author:
        raise AlreadyRolledBack(author)
    earlier = Revision.objects.filter(page=page, number__lt=page.number, withheld=False)
    others = earlier.exclude(author_text=author)
    found = others.order_by("-number").first()
    if found is None:
        raise OnlyAuthor(author)
    return found


def _accounts(page: Page) -> list[int]:
    """The account whose edits are taken back, if it is one."""
    return [page.latest.author_id] if page.latest and page.latest.author_id else []


def _summary(page: Page, author: str, target: Revision) -> str:
    """The summary that stands for a rollback; hidden authors are not named."""
    hidden = _("a hidden user")
    words = {
        "author": hidden if page.latest and page.latest.user_hidden else author,
        "id": target.pk,
        "by": hidden if target.user_hidden else target.author_text,
    }
    return _("Reverted edits by %(author)s to revision %(id)s by %(by)s") % words


def rollback(page: Page, author: str, *, editor: Editor, summary: str = "", bot: bool = False) -> Saved:
    """Restore the page to its last revision by anybody but `author`, as a minor edit.

    Raises Refused without the right, AlreadyRolledBack, OnlyAuthor.
    """
    may_rollback(editor)
    page = Page.objects.select_related("latest").get(pk=page.pk)  # somebody may have saved since it was read
    target = last_by_others(page, author)
    text = summary or _summary(page, author, target)
    edit = restore_edit(page, target, viewer=editor)
    return save_edit(
        page,
        edit,
        editor=editor,
        summary=text,
        minor=True,
        bot=bot,
        tags=["mw-rollback"],
        reverted=_accounts(page),
        takes_back=range(target.number + 1, page.number + 1),
    )
