"""Who may do what: one function a right, asked where the write happens."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.models import Page, User
from wiki.text.titles import Title

# Rights by group, as MediaWiki names them. Everyone is in "*", accounts in "user" too.
RIGHTS: dict[str, frozenset[str]] = {
    "*": frozenset({"read", "edit", "createpage", "createtalk", "createaccount"}),
    "user": frozenset({"minoredit", "move", "restore", "upload", "reupload"}),
    "autoconfirmed": frozenset({"editsemiprotected"}),
    "bot": frozenset({"bot", "autopatrol", "noratelimit"}),
    "reviewer": frozenset({"patrol", "autopatrol", "review"}),
    "sysop": frozenset(
        {
            "delete", "undelete", "deletedhistory", "deletedtext", "deleterevision", "protect",
            "editprotected", "editsemiprotected", "rollback", "block", "editinterface", "suppressredirect",
            "move-subpages", "patrol", "autopatrol", "editunsourced", "unwatchedpages",
        }
    ),
    "bureaucrat": frozenset({"userrights"}),
    "suppress": frozenset({"suppressrevision", "viewsuppressed", "hideuser", "deleterevision"}),
}  # fmt: skip
LEVELS = {"": "", "autoconfirmed": "editsemiprotected", "sysop": "editprotected"}
CONFIRMED_AGE, CONFIRMED_EDITS = timedelta(days=4), 10
INTERFACE = 8  # the MediaWiki namespace


class Refused(Exception):
    """The editor may not do this. `code` is for machines, the message for people."""

    code = "permissiondenied"

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code


class PageProtected(Refused):
    """The page's protection asks for a right that the editor has not."""

    code = "protectedpage"


class AnonymousEditingOff(Refused):
    """Only accounts may edit here."""

    code = "noedit-anon"


class UserBlocked(Refused):
    """The account may not act."""

    code = "blocked"


@dataclass(frozen=True)
class Editor:
    """Who acts or looks: an account, or an address on the network."""

    user: User | None = None
    ip: str = ""
    system: str = field(default="", kw_only=True)  # name of the wiki's own hand (the seed), with every right

    @property
    def name(self) -> str:
        """What stands as the author of an edit."""
        return self.user.username if self.user else self.system or self.ip

    @property
    def is_anonymous(self) -> bool:
        """Whether no account stands behind it."""
        return self.user is None and not self.system

    @property
    def sortable_ip(self) -> str | None:
        """The address as 32 hex digits (IPv4 mapped into IPv6), so that ranges are a comparison; else
        None.
        """
        if not self.is_anonymous:
            return None
        address = ipaddress.ip_address(self.ip)
        if isinstance(address, ipaddress.IPv4Address):
            address = ipaddress.IPv6Address(f"::ffff:{address}")
        return address.exploded.replace(":", "")

    @cached_property
    def groups(self) -> frozenset[str]:
        """Names of the groups, implicit ones included; read from the database once."""
        if self.user is None:
            return frozenset({"*"})
        return frozenset({"*", "user", *(group.name for group in self.user.groups.all())})

    @cached_property
    def confirmed(self) -> bool:
        """Whether the account is old enough and has edited enough to pass for confirmed (asked once)."""
        if self.user is None or timezone.now() - self.user.date_joined < CONFIRMED_AGE:
            return False
        return self.user.revisions.all()[:CONFIRMED_EDITS].count() == CONFIRMED_EDITS

    def has(self, right: str) -> bool:
        """Whether one of the editor's groups gives the right; "autoconfirmed" is asked for only then."""
        return right in self.rights or (right in RIGHTS["autoconfirmed"] and self.confirmed)

    @cached_property
    def rights(self) -> frozenset[str]:
        """All rights of all groups but "autoconfirmed"; a superuser and the wiki itself have every one."""
        if self.system or (self.user and self.user.is_superuser):
            return frozenset().union(*RIGHTS.values())
        return frozenset().union(*(RIGHTS.get(group, frozenset()) for group in self.groups))


def editor_of(user: Any, ip: str) -> Editor:
    """The Editor behind a request's user (an account or Django's AnonymousUser) and address."""
    if isinstance(user, User) and user.is_authenticated:
        return Editor(user, ip)
    return Editor(None, ip)


def _need(editor: Editor, right: str, message: str) -> None:
    if right not in editor.rights:
        raise Refused(message)


def protection_level(page: Page, action: str, *, now: datetime | None = None) -> str:
    """The level ("", "autoconfirmed", "sysop") that protection asks for now."""
    rule = page.protection.get(action)
    if not rule:
        return ""
    expiry = rule.get("expiry")
    if expiry and datetime.fromisoformat(expiry) <= (now or timezone.now()):
        return ""
    return str(rule["level"])


def may_edit(editor: Editor, page: Page | None, title: Title) -> None:
    """Raise a Refused unless the editor may change (or, where page is None, create) this page."""
    if editor.user and not editor.user.is_active:
        raise UserBlocked(_("This account is blocked from editing."))
    if editor.is_anonymous and settings.ANONYMOUS_EDITING == "off":
        raise AnonymousEditingOff(
            _("Editing here needs an account. Log in or create one; your text is kept.")
        )
    if title.namespace == INTERFACE:
        _need(
            editor,
            "editinterface",
            _("This page holds the wiki's own words; only administrators may edit it."),
        )
    if title.namespace < 0:
        raise Refused(_("Special pages cannot be edited."), code="protectednamespace")
    if page is None:
        talk = title.is_talk
        _need(editor, "createtalk" if talk else "createpage", _("You may not create this page."))
        return
    level = protection_level(page, "edit")
    if level and not editor.has(LEVELS[level]):
        raise PageProtected(
            _("This page is protected: only %(who)s may edit it.") % {"who": level_name(level)}
        )
    _need(editor, "edit", _("You may not edit this page."))


def may_check(editor: Editor, page: Page) -> None:
    """Raise a Refused unless the editor may say that a fact of this page still holds."""
    if editor.is_anonymous:
        raise Refused(_("Checking a fact needs an account."))
    may_edit(editor, page, page.name)


def checks_facts(viewer: Editor, page: Page) -> bool:
    """Whether to offer it."""
    try:
        may_check(viewer, page)
    except Refused:
        return False
    return True


def saves_unsourced(editor: Editor) -> bool:
    """Whether the editor may leave out a source that a template of infoboxes requires."""
    return "editunsourced" in editor.rights


def edits_templates(editor: Editor) -> bool:
    """Whether the editor may change the templates of infoboxes."""
    return "editinterface" in editor.rights


def may_upload(editor: Editor, page: Page | None, title: Title, *, again: bool) -> None:
    """Raise a Refused unless the editor may store a file with this title, or (`again`) its next version."""
    may_edit(editor, page, title)
    if again:
        _need(editor, "reupload", _("Replacing a file needs an account."))
    _need(editor, "upload", _("Uploading files needs an account."))


def level_name(level: str) -> str:
    """Who may act on a page protected at this level, in words."""
    return {"": _("everyone"), "autoconfirmed": _("confirmed accounts"), "sysop": _("administrators")}[level]


def may_move(editor: Editor, page: Page | None = None, target: Title | None = None) -> None:
    """Raise a Refused unless the editor may move pages, this page, and give one this title."""
    if editor.user and not editor.user.is_active:
        raise UserBlocked(_("This account is blocked from editing."))
    if "move" not in editor.rights:
        code = "cantmove-anon" if editor.is_anonymous else "cantmove"
        raise Refused(_("Moving pages needs an account."), code=code)
    if page is not None:
        may_edit(editor, page, page.name)
        level = protection_level(page, "move")
        if level and not editor.has(LEVELS[level]):
            words = {"title": page.name.full, "who": level_name(level)}
            raise PageProtected(_("“%(title)s” is protected: only %(who)s may move it.") % words)
    if target is not None:
        may_edit(editor, None, target)


def may_suppress_redirect(editor: Editor) -> bool:
    """Whether the editor may move a page without leaving a redirect."""
    return "suppressredirect" in editor.rights


def may_move_subpages(editor: Editor) -> bool:
    """Whether the editor may move a page together with its subpages."""
    return "move-subpages" in editor.rights


def may_rollback(editor: Editor) -> None:
    """Raise a Refused unless the editor may roll back in one click."""
    _need(editor, "rollback", _("Rolling back is for administrators."))


def may_protect(editor: Editor) -> None:
    """Raise a Refused unless the editor may protect pages."""
    _need(editor, "protect", _("Protecting pages is for administrators."))


def may_delete(editor: Editor) -> None:
    """Raise a Refused unless the editor may delete pages."""
    _need(editor, "delete", _("Deleting pages is for administrators."))


def may_undelete(editor: Editor) -> None:
    """Raise a Refused unless the editor may bring deleted pages back."""
    _need(editor, "undelete", _("Undeleting pages is for administrators."))


def may_hide(editor: Editor) -> None:
    """Raise a Refused unless the editor may change the visibility of revisions."""
    _need(editor, "deleterevision", _("Hiding revisions is for administrators."))


def sees_hidden(viewer: Editor, *, suppressed: bool) -> bool:
    """Whether the viewer sees text, names and summaries that were hidden (or suppressed)."""
    return ("viewsuppressed" if suppressed else "deletedtext") in viewer.rights


def marks_minor(editor: Editor) -> bool:
    """Whether the editor's edits can be minor: an account's can."""
    return "minoredit" in editor.rights
