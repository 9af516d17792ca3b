"""Who may change which page, and give it which title."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from wiki.models import Page
from wiki.permissions.editor import Editor, need
from wiki.permissions.groups import INTERFACE
from wiki.permissions.protection import (
    inherited_rules,
    level_name,
    may_create,
    passes,
    past_rule,
    protection_level,
    rule_level,
)
from wiki.permissions.refused import AnonymousEditingOff, PageProtected, Refused, UserBlocked, allows
from wiki.text.titles import Title

FILE = 6


def may_begin(editor: Editor, title: Title, *, new: bool = True) -> None:
    """Raise a Refused unless the editor may write at all, and (`new`) make pages like this one; whether this
    very title is protected is not asked.
    """
    if editor.author and not editor.author.is_active:
        raise UserBlocked(_("This account is blocked from editing."))
    if editor.is_anonymous and settings.ANONYMOUS_EDITING == "off":
        raise AnonymousEditingOff(
            _("Editing here needs an account. Log in or create one; your text is kept.")
        )
    if title.namespace == INTERFACE:
        need(
            editor,
            "editinterface",
            _("This page holds the wiki’s own words; only administrators may edit it."),
        )
    if title.namespace < 0:
        raise Refused(_("Special pages cannot be edited."), code="protectednamespace")
    if new:
        need(editor, "createtalk" if title.is_talk else "createpage", _("You may not create this page."))


def may_edit(editor: Editor, page: Page | None, title: Title) -> None:
    """Raise a Refused unless the editor may change (or, where page is None, create) this page.

    Of the parts of the page that are protected by themselves says `may_edit_part`.
    """
    may_begin(editor, title, new=page is None)
    if page is None:
        may_create(editor, title)
        return
    past_rule(editor, protection_level(page, "edit"))
    for rules in inherited_rules(page, title):
        past_rule(editor, rule_level(rules.get("edit")), cascade=True)
    need(editor, "edit", _("You may not edit this page."))


def may_suggest(editor: Editor, page: Page) -> None:
    """Raise a Refused unless the editor may suggest an edit of this page, or talk about one: whoever may edit
    it, and whom only its protection or the lack of an account keeps from that.
    """
    try:
        may_edit(editor, page, page.name)
    except (PageProtected, AnonymousEditingOff):
        return


def may_review(editor: Editor, page: Page, *, author: int | None = None) -> None:
    """Raise a Refused unless the editor may decide about suggested edits of this page that are not his own:
    reviewers and confirmed accounts, if they may edit it.
    """
    if "review" not in editor.rights and not editor.confirmed:
        raise Refused(_("Deciding about suggested edits is for reviewers and confirmed accounts."))
    if author is not None and editor.author is not None and editor.author.pk == author:
        raise Refused(_("This suggestion is your own: somebody else decides about it."))
    may_edit(editor, page, page.name)


def reviews(viewer: Editor, page: Page, *, author: int | None = None) -> bool:
    """Whether to offer it."""
    return allows(may_review, viewer, page, author=author)


def may_check(editor: Editor, page: Page) -> None:
    """Raise a Refused unless the editor may say that a fact of this page still holds."""
    if editor.is_anonymous:
        raise Refused(_("Checking a fact needs an account."))
    may_edit(editor, page, page.name)


def checks_facts(viewer: Editor, page: Page) -> bool:
    """Whether to offer it."""
    return allows(may_check, viewer, page)


def saves_unsourced(editor: Editor) -> bool:
    """Whether the editor may leave out a source that a template of infoboxes requires."""
    return "editunsourced" in editor.rights


def edits_templates(editor: Editor) -> bool:
    """Whether the editor may change the templates of infoboxes."""
    return "editinterface" in editor.rights


def may_upload(editor: Editor, page: Page | None, title: Title | None, *, again: bool) -> None:
    """Raise a Refused unless the editor may store a file with this title (None: files at all), or (`again`)
    its next version.
    """
    if title is None:
        may_begin(editor, Title(FILE, "File"))
    else:
        may_edit(editor, page, title)
    if again:
        need(editor, "reupload", _("Replacing a file needs an account."))
    need(editor, "upload", _("Uploading files needs an account."))
    level = protection_level(page, "upload") if page else ""
    if not passes(editor, level):
        message = _("This file is protected: only %(who)s may upload a new version.")
        raise PageProtected(message % {"who": level_name(level)})


def may_move(editor: Editor, page: Page | None = None, target: Title | None = None) -> None:
    """Raise a Refused unless the editor may move pages, this page, and give one this title."""
    if editor.author and not editor.author.is_active:
        raise UserBlocked(_("This account is blocked from editing."))
    if "move" not in editor.rights:
        code = "cantmove-anon" if editor.is_anonymous else "cantmove"
        raise Refused(_("Moving pages needs an account."), code=code)
    if page is not None:
        if page.namespace == FILE:
            need(editor, "movefile", _("Moving files is for administrators."))
        may_edit(editor, page, page.name)
        level = protection_level(page, "move")
        if not passes(editor, level):
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
