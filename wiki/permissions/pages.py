"""Who may change which page, and give it which title."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.models import Page
from wiki.permissions.editor import Editor, need
from wiki.permissions.groups import INTERFACE, LEVELS
from wiki.permissions.refused import AnonymousEditingOff, PageProtected, Refused, UserBlocked
from wiki.text.titles import Title


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
        need(
            editor,
            "editinterface",
            _("This page holds the wiki's own words; only administrators may edit it."),
        )
    if title.namespace < 0:
        raise Refused(_("Special pages cannot be edited."), code="protectednamespace")
    if page is None:
        talk = title.is_talk
        need(editor, "createtalk" if talk else "createpage", _("You may not create this page."))
        return
    level = protection_level(page, "edit")
    if level and not editor.has(LEVELS[level]):
        raise PageProtected(
            _("This page is protected: only %(who)s may edit it.") % {"who": level_name(level)}
        )
    need(editor, "edit", _("You may not edit this page."))


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
        need(editor, "reupload", _("Replacing a file needs an account."))
    need(editor, "upload", _("Uploading files needs an account."))


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
