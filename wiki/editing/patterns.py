"""Titles and links that the wiki does not take: asked when a page is made or moved, when a file or an account
comes in, and of each link that an edit adds.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.models.pattern import LINK, TITLE, reasons_in_force
from wiki.permissions import Editor, passes_lists
from wiki.text.patterns import added_addresses, first_match
from wiki.text.titles import Title


def refuse_title(title: Title, editor: Editor) -> None:
    """Raise BadEdit for a title on the list, unless the editor may pass over it. One query."""
    if passes_lists(editor):
        return
    reasons = reasons_in_force(TITLE)
    found = first_match(reasons, [title.full], whole=True)
    if found is not None:
        message = _("The title “%(title)s” is on the list of those that this wiki does not take.")
        told = message % {"title": title.full}
        raise BadEdit(_because(told, reasons[found[0]]), field="title", code="titleblacklist-forbidden")


def refuse_links(before: str, after: str, editor: Editor) -> None:
    """Raise BadEdit if the new text has a link on the list that the old one had not. One query, if it has a
    new link at all.
    """
    if passes_lists(editor) or not (added := added_addresses(before, after)):
        return
    reasons = reasons_in_force(LINK)
    found = first_match(reasons, added, whole=False)
    if found is not None:
        message = _("The link to “%(address)s” is on the list of those that this wiki does not take.")
        told = message % {"address": found[1][:80]}
        raise BadEdit(_because(told, reasons[found[0]]), field="text", code="spamblacklist")


def _because(message: str, reason: str) -> str:
    return f"{message} {reason}".strip()
