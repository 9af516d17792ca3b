"""Who may do what moderators do, and see what others do not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wiki.models import User
from wiki.permissions.editor import Editor, need
from wiki.permissions.groups import CHANGES, GIVEN
from wiki.permissions.refused import Refused, UserBlocked


def may_rollback(editor: Editor) -> None:
    """Raise a Refused unless the editor may roll back in one click."""
    need(editor, "rollback", _("Rolling back is for administrators."))


def may_protect(editor: Editor) -> None:
    """Raise a Refused unless the editor may protect pages."""
    need(editor, "protect", _("Protecting pages is for administrators."))


def may_delete(editor: Editor) -> None:
    """Raise a Refused unless the editor may delete pages."""
    need(editor, "delete", _("Deleting pages is for administrators."))


def may_undelete(editor: Editor) -> None:
    """Raise a Refused unless the editor may bring deleted pages back."""
    need(editor, "undelete", _("Undeleting pages is for administrators."))


def may_patrol(editor: Editor) -> None:
    """Raise a Refused unless the editor may mark edits of others as patrolled."""
    need(editor, "patrol", _("Marking edits as patrolled is for reviewers."))


def may_block(editor: Editor) -> None:
    """Raise a Refused unless the editor may block accounts and addresses."""
    need(editor, "block", _("Blocking is for administrators."))


def may_hide(editor: Editor) -> None:
    """Raise a Refused unless the editor may change the visibility of revisions."""
    need(editor, "deleterevision", _("Hiding revisions is for administrators."))


def may_hide_log(editor: Editor) -> None:
    """Raise a Refused unless the editor may change the visibility of entries of the log."""
    need(editor, "deletelogentry", _("Hiding entries of the log is for administrators."))


def may_suppress(editor: Editor) -> None:
    """Raise a Refused unless the editor may withhold something from administrators too, and let it go."""
    need(editor, "suppressrevision", _("Withholding from administrators is for those trusted with it."))


def may_rename(editor: Editor, user: User | None = None) -> None:
    """Raise a Refused unless the editor may give accounts, and this one, another name: that of a superuser is
    changed by superusers alone, that of a temporary account by nobody.
    """
    need(editor, "renameuser", _("Renaming accounts is for bureaucrats."))
    if user is not None and user.is_superuser and not (editor.user and editor.user.is_superuser):
        raise Refused(_("Only a superuser may rename a superuser."))
    if user is not None and user.temporary_until is not None:
        raise Refused(_("A temporary account keeps its name: it is nobody’s own."))


def may_see_addresses(editor: Editor, *, temporary: bool) -> None:
    """Raise a Refused unless the editor may look up addresses: of temporary accounts, or of any."""
    if temporary and "checkuser-temporary-account" in editor.rights:
        return
    need(editor, "checkuser", _("Looking up addresses is for those whom this wiki trusts with it."))


def may_see_looks(editor: Editor) -> None:
    """Raise a Refused unless the editor may see who looked up addresses."""
    need(editor, "checkuser-log", _("Who looked up addresses is told to those who may look them up."))


def may_decide_reports(editor: Editor) -> None:
    """Raise a Refused unless the editor may decide what readers have reported."""
    need(editor, "handlereports", _("Reports are decided by administrators."))


def may_note_users(editor: Editor) -> None:
    """Raise a Refused unless the editor may keep notes about accounts and addresses."""
    need(editor, "block", _("Notes about users are kept by administrators."))


def may_send_mass_message(editor: Editor) -> None:
    """Raise a Refused unless the editor may write to many talk pages at once."""
    need(editor, "massmessage", _("Messages to many talk pages are for administrators."))


def sees_reports(viewer: Editor) -> bool:
    """Whether the viewer may read what readers have reported, and who decided it."""
    return "handlereports" in viewer.rights


def sees_user_notes(viewer: Editor) -> bool:
    """Whether the viewer may read what is noted about accounts and addresses."""
    return "block" in viewer.rights


def hides(viewer: Editor) -> bool:
    """Whether to offer hiding."""
    return "deleterevision" in viewer.rights


def deals(viewer: Editor) -> bool:
    """Whether to offer dealing with an author, which is done at the desk."""
    at_desk = viewer.user is not None and viewer.user.is_staff
    return at_desk and not viewer.rights.isdisjoint({"block", "rollback"})


def sees_hidden(viewer: Editor, *, suppressed: bool) -> bool:
    """Whether the viewer sees text, names and summaries that were hidden (or suppressed)."""
    return ("viewsuppressed" if suppressed else "deletedtext") in viewer.rights


def sees_suppression(viewer: Editor) -> bool:
    """Whether the viewer may know what was suppressed, by whom and why."""
    return "suppressionlog" in viewer.rights


def suppresses(viewer: Editor) -> bool:
    """Whether to offer it."""
    return "suppressrevision" in viewer.rights


def hides_log(viewer: Editor) -> bool:
    """Whether to offer it."""
    return "deletelogentry" in viewer.rights


def changeable_groups(editor: Editor) -> frozenset[str]:
    """The groups that the editor may put accounts into and take them out of."""
    if editor.system or (editor.user and editor.user.is_superuser):
        return frozenset(GIVEN)
    return frozenset().union(*(CHANGES.get(group, frozenset()) for group in editor.groups))


def may_change_groups(editor: Editor) -> None:
    """Raise a Refused unless the editor may change the groups of accounts."""
    if editor.author and not editor.author.is_active:
        raise UserBlocked(_("This account is blocked."))
    need(editor, "userrights", _("Changing the groups of accounts is for bureaucrats."))


def marks_minor(editor: Editor) -> bool:
    """Whether the editor's edits can be minor: an account's can."""
    return "minoredit" in editor.rights
