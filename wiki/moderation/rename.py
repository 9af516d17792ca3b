"""Renaming accounts: the edits, files, deeds and pages of an account come along."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wiki.editing.log import write_log
from wiki.editing.saving.deadlock import in_transaction
from wiki.models import LogEntry, Page, User
from wiki.moderation.accounts import NameLikeAnother, NameTaken, check_name_free, sign
from wiki.moderation.move import move_page
from wiki.moderation.move_rules import CannotMove
from wiki.moderation.reasons import REASON_MAX
from wiki.permissions import Editor, Refused, may_rename, refuse_blocked
from wiki.reading.page import find_page
from wiki.text.lookalikes import skeleton
from wiki.text.names import InvalidName, check_user_name
from wiki.text.titles import Title

USER, USER_TALK = 2, 3
# Logs whose title is an account's name.
ABOUT_ACCOUNTS = ("block", "rights", "newusers", "usernote", "report")


class CannotRename(Exception):
    """The account cannot have this name; the message says why, `field` names the input."""

    def __init__(self, message: str, *, field: str = "name") -> None:
        super().__init__(message)
        self.message, self.field = message, field


@dataclass(frozen=True, slots=True)
class Renamed:
    """What a renaming did: to the account, and to its pages."""

    user: User
    old: str
    pages: tuple[tuple[Title, Title], ...]


def rename_account(
    user: User, name: str, *, editor: Editor, reason: str = "", move_pages: bool = True
) -> Renamed:
    """Give an account another name, all or nothing: everything it did stands under the new one, its user and
    talk page (with subpages, if `move_pages`) move along and leave redirects, the log tells it.

    Raises Refused, and CannotRename (`message`, `field`) for a name that no account may have or that another
    has, for a page in the way, and for a reason that is too long.
    """
    may_rename(editor, user)
    if len(reason) > REASON_MAX:
        words = {"n": len(reason), "max": REASON_MAX}
        raise CannotRename(
            _("The reason has %(n)s characters; the limit is %(max)s.") % words, field="reason"
        )
    try:
        new = check_user_name(name)
    except InvalidName as error:
        raise CannotRename(error.message) from None
    return in_transaction(lambda: _rename(user.pk, new, editor, reason, move_pages))


def _rename(user_id: int, new: str, editor: Editor, reason: str, move_pages: bool) -> Renamed:
    refuse_blocked(editor, lock=True)
    user = User.objects.select_for_update().get(pk=user_id)
    old = user.username
    if new == old:
        raise CannotRename(_("The account has this name already."))
    try:
        check_name_free(new, but=user)
    except NameLikeAnother as error:
        words = _("This name looks like that of the account “%(name)s”.")
        raise CannotRename(words % {"name": error.other}) from None
    except NameTaken:
        raise CannotRename(_("This user name is taken.")) from None
    sign_all(user, new)
    moved = _move_pages(old, new, editor, reason) if move_pages else ()
    write_log(
        "renameuser", "renameuser", Title(USER, old), editor=_as_named(editor, user), comment=reason,
        target=Title(USER, new).full,
    )  # fmt: skip
    return Renamed(user, old, moved)


def _as_named(editor: Editor, user: User) -> Editor:
    """The editor, under the new name if it is his own account."""
    return Editor(user, editor.ip) if editor.user and editor.user.pk == user.pk else editor


def sign_all(user: User, new: str) -> None:
    """Put the new name under everything that the account did; a transaction of the caller's is open. What is
    written in texts, such as signatures on talk pages, stays as it was written.
    """
    old = user.username
    chosen = {name: value for name, value in user.preferences.items() if name != "signature"}
    if old in str(user.preferences.get("signature", "")):
        user.preferences = chosen
    user.username, user.skeleton = new, skeleton(new)
    User.objects.filter(pk=user.pk).update(username=new, skeleton=user.skeleton, preferences=user.preferences)
    sign(user, old, account=user, name=new)
    LogEntry.objects.filter(type__in=ABOUT_ACCOUNTS, namespace=USER, title=old).update(title=new)


def _move_pages(old: str, new: str, editor: Editor, reason: str) -> tuple[tuple[Title, Title], ...]:
    """The user page with its talk page and subpages, and what has no user page, under the new name."""
    moved: list[tuple[Title, Title]] = []
    for page in pages_of(old):
        here = find_page(page.name)
        if here is None or here.pk != page.pk:
            continue  # moved along with another
        target = Title(page.namespace, new + page.title.removeprefix(old))
        try:
            with transaction.atomic():
                done = move_page(here, target, editor=editor, reason=reason)
        except CannotMove as error:
            raise CannotRename(error.message) from None
        except Refused as refusal:
            raise CannotRename(refusal.message) from None
        moved += [(done.old, done.new), *done.along]
    return tuple(moved)


def pages_of(name: str) -> list[Page]:
    """The living user pages of an account: its own, the talk page, and subpages of both; in that order."""
    named = Q(title=name) | Q(title__startswith=f"{name}/")
    found = Page.objects.filter(named, namespace__in=(USER, USER_TALK), deleted=False)
    return sorted(found, key=lambda page: (page.title != name, page.namespace, page.title))
