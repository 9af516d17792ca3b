"""Who may do what keeps a wiki in order and is no deed upon a page: tags, imports, histories, mail."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wiki.permissions.editor import Editor, need


def may_create_account(editor: Editor) -> None:
    """Raise a Refused unless the editor may make an account."""
    need(editor, "createaccount", _("You may not create an account."))


def may_tag(editor: Editor, *, others: bool = False) -> None:
    """Raise a Refused unless the editor may tag edits of his own, or (`others`) change the tags of any."""
    right = "changetags" if others else "applychangetags"
    need(editor, right, _("Tagging edits needs an account."))


def may_manage_tags(editor: Editor) -> None:
    """Raise a Refused unless the editor may make tags, delete them, and switch them on and off."""
    need(editor, "managechangetags", _("Making and deleting tags is for administrators."))


def may_import(editor: Editor) -> None:
    """Raise a Refused unless the editor may import pages with their histories."""
    need(editor, "import", _("Importing pages is for administrators."))


def may_merge_histories(editor: Editor) -> None:
    """Raise a Refused unless the editor may join the histories of two pages."""
    need(editor, "mergehistory", _("Merging histories is for administrators."))


def may_send_mail(editor: Editor) -> None:
    """Raise a Refused unless the editor may write e-mail to other accounts."""
    need(editor, "sendemail", _("Writing e-mail needs an account."))


def may_purge(editor: Editor) -> None:
    """Raise a Refused unless the editor may have a page drawn anew."""
    need(editor, "purge", _("Having a page drawn anew needs an account."))


def may_change_options(editor: Editor) -> None:
    """Raise a Refused unless the editor has preferences to change."""
    need(editor, "editmyoptions", _("Preferences need an account."))


def may_change_watchlist(editor: Editor) -> None:
    """Raise a Refused unless the editor has a watchlist to change."""
    need(editor, "editmywatchlist", _("A watchlist needs an account."))


def marks_as_bot(editor: Editor) -> bool:
    """Whether the editor's edits count as a program's where it says so."""
    return "bot" in editor.rights


def rolls_back_as_bot(editor: Editor) -> bool:
    """Whether the editor may roll back without flooding the recent changes."""
    return "markbotedits" in editor.rights


def asks_for_more(viewer: Editor) -> bool:
    """Whether the viewer gets more at once from the API than others."""
    return "apihighlimits" in viewer.rights


def passes_lists(editor: Editor) -> bool:
    """Whether the editor may use titles and links that the wiki's lists forbid."""
    return "tboverride" in editor.rights


def may_edit_filters(editor: Editor) -> None:
    """Raise a Refused unless the editor may make edit filters and switch them on."""
    need(editor, "abusefilter-modify", _("Edit filters are for administrators."))


def edits_filters(editor: Editor) -> bool:
    """Whether the editor may make edit filters, change them, and switch them on and off."""
    return "abusefilter-modify" in editor.rights


def sees_filter_hits(viewer: Editor) -> bool:
    """Whether the viewer may know which edits the filters caught."""
    return "abusefilter-log" in viewer.rights


def unhurried(editor: Editor) -> bool:
    """Whether no rate limit slows the editor down."""
    return "noratelimit" in editor.rights


def sees_deleted(viewer: Editor) -> bool:
    """Whether the viewer may know which revisions were deleted."""
    return "deletedhistory" in viewer.rights


def sees_unwatched(viewer: Editor) -> bool:
    """Whether the viewer may know which pages few watch."""
    return "unwatchedpages" in viewer.rights
