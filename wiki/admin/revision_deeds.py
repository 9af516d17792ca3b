"""What is done to single revisions at the desk: from the queue one by one, from lists several at once.

Of two moderators at the same row the second is told who was quicker, and nothing is done twice.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.admin.deeds import Deed, ReasonForm, action_of, roll_back
from wiki.admin.foreseen import hiding, patrolling
from wiki.editing.saving.reverts import REVERTS
from wiki.models import Page, Revision
from wiki.moderation.block import AlreadyBlocked, Terms, block, block_target
from wiki.moderation.deal import blocked_by
from wiki.moderation.hide import CannotHide, hide_revisions
from wiki.moderation.patrol import patrol
from wiki.moderation.reasons import BLOCK_SPANS
from wiki.permissions import Editor, Refused, may_block, may_hide, may_patrol, may_rollback
from wiki.reading.lists.queue import patrolled_by
from wiki.reading.visibility import sees_author
from wiki.text.expiry import read_expiry

LATER = 50  # revisions among which the one that took it back is looked for


class BlockForm(ReasonForm):
    span = forms.ChoiceField(
        label=gettext_lazy("Block for"), choices=list(BLOCK_SPANS.items()), required=False, initial="1 day"
    )
    field_order = ("span", "reason")


def patrol_revision(revision: Revision, editor: Editor, said: dict[str, Any]) -> str:
    words = {"page": revision.page, "number": revision.number}
    if patrol(revision, editor=editor):
        return _("“%(page)s”, revision %(number)d: marked as patrolled") % words
    by = patrolled_by(revision, viewer=editor)
    told = _("revision %(number)d was patrolled already by %(by)s")
    raise Refused((told if by else _("revision %(number)d was patrolled already")) % {**words, "by": by})


def roll_back_author(revision: Revision, editor: Editor, said: dict[str, Any]) -> str:
    """Back past the newest edits of the revision's author, if these are his."""
    page = Page.objects.select_related("latest").get(pk=revision.page_id)
    newest = page.latest
    if not sees_author(editor, revision):
        raise Refused(_("the author of this edit is hidden"))
    if newest is not None and newest.author_text == revision.author_text:
        return roll_back(newest, page, editor, said)
    by = taken_back_by(revision, editor)
    if by == editor.name:
        return _("“%(page)s”: taken back with the edits before") % {"page": page}
    if by:
        raise Refused(_("already rolled back by %(by)s") % {"by": by})
    raise Refused(_("others have edited the page since"))


def taken_back_by(revision: Revision, viewer: Editor) -> str:
    """Who took it back; "" where nobody did, or it is not told."""
    if "mw-reverted" not in Revision.objects.values_list("tags", flat=True).get(pk=revision.pk):
        return ""
    later = Revision.objects.filter(page=revision.page_id, number__gt=revision.number, withheld=False)
    for row in later.order_by("number")[:LATER]:
        if not REVERTS.isdisjoint(row.tags):
            return row.author_text if sees_author(viewer, row) else ""
    return ""


def hide_text(revision: Revision, editor: Editor, said: dict[str, Any]) -> str:
    words = {"page": revision.page, "number": revision.number}
    try:
        entry = hide_revisions(revision.page, [revision.pk], editor=editor, text=True, reason=said["reason"])
    except CannotHide as error:
        raise Refused(str(error)) from None
    if entry is None:
        raise Refused(_("the text of revision %(number)d was hidden already") % words)
    return _("“%(page)s”, revision %(number)d: the text is hidden") % words


def block_author(revision: Revision, editor: Editor, said: dict[str, Any]) -> str:
    if not sees_author(editor, revision):
        raise Refused(_("the author of this edit is hidden"))
    span = said["span"] or "1 day"
    terms = Terms(read_expiry(span, now=timezone.now()), said["reason"], duration=span)
    try:
        made = block(block_target(revision.author_text), terms, editor=editor)
    except AlreadyBlocked as error:
        raise Refused(blocked_by(error)) from None
    return _("“%(name)s” is blocked: %(span)s") % {"name": made.name, "span": BLOCK_SPANS[span]}


PATROL = Deed(
    "patrol_revisions", gettext_lazy("Mark these edits as patrolled"), gettext_lazy("Mark as patrolled"),
    may_patrol, patrol_revision, of_pages=False, foresee=patrolling,
)  # fmt: skip
ROLL_BACK = Deed(
    "roll_back_authors", gettext_lazy("Roll back the edits of these authors"), gettext_lazy("Roll back"),
    may_rollback, roll_back_author, of_pages=False,
)  # fmt: skip
HIDE = Deed(
    "hide_texts", gettext_lazy("Hide the texts of these revisions"), gettext_lazy("Hide the texts"),
    may_hide, hide_text, of_pages=False, foresee=hiding,
)  # fmt: skip
BLOCK = Deed(
    "block_authors", gettext_lazy("Block the authors of these edits"), gettext_lazy("Block"),
    may_block, block_author, BlockForm, grave=True,
)  # fmt: skip
patrol_revisions = action_of(PATROL)
hide_texts = action_of(HIDE)
