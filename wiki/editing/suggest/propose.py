"""The author's side of a suggested edit: proposed by whoever may not, or will not, save it himself."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.editing.fields.field_rules import refuse_unsourced
from wiki.editing.merging.rows import Edit
from wiki.editing.patterns import refuse_links
from wiki.editing.save import check_summary
from wiki.editing.saving.deadlock import in_transaction
from wiki.editing.saving.plan import Plan, plan_edit
from wiki.editing.suggest.kept import content_of, decided_meanwhile, keep, now, pass_gate, settle
from wiki.editing.suggest.tell import tell_answered
from wiki.editing.temporary import as_author, signed_as, signs_unnamed
from wiki.models import Page, Suggestion, SuggestionComment
from wiki.models.suggestion import OPEN
from wiki.permissions import Editor, Refused, may_suggest
from wiki.text.normal import InvalidText, check_text

COMMENT_MAX = 5_000
MOST_OPEN = 50  # of one author


def propose(page: Page, edit: Edit, *, editor: Editor, summary: str = "", place: str = "") -> Suggestion:
    """Keep an edit of a page as a suggestion; the page's text stays as it is.

    `place` is the query of the form it came from, for amending it. Raises Refused, BadEdit where nothing is
    changed or too many of the author's wait, EditConflict as a save would.
    """
    may_suggest(editor, page)
    check_summary(summary)
    plan = _plan(page, edit, editor)

    def write() -> Suggestion:
        pass_gate(editor, page)
        author = as_author(editor)
        mine = Suggestion.objects.filter(author_text=author.name, state=OPEN)
        if mine[:MOST_OPEN].count() == MOST_OPEN:
            message = _("%(n)d suggestions of yours are waiting. Withdraw one, or wait for an answer.")
            raise BadEdit(message % {"n": MOST_OPEN}, code="toomanysuggestions")
        wanted = signed_as(author.name, edit) if signs_unnamed(edit, editor) else edit
        return keep(page, wanted, plan, author=author, summary=summary, place=place, kind="suggested")

    return in_transaction(write)


def amend(suggestion: Suggestion, edit: Edit, *, editor: Editor, summary: str = "", place: str = "") -> None:
    """Let the author suggest something else in its place: an edit of the page that the suggestion is for now.

    Raises Refused, AlreadyDecided, and what `propose` raises.
    """
    page = Page.objects.select_related("latest").get(pk=suggestion.page_id)
    may_suggest(editor, page)
    be_author(suggestion, editor)
    check_summary(summary)
    content = content_of(page, edit, _plan(page, edit, editor))

    def write() -> None:
        pass_gate(editor, page)
        found = Suggestion.objects.filter(pk=suggestion.pk, state=OPEN)
        if not found.update(
            version=F("version") + 1, summary=summary, place=place, origin=page, amended=now(), **content
        ):
            raise decided_meanwhile(suggestion)

    in_transaction(write)


def withdraw(suggestion: Suggestion, *, editor: Editor) -> None:
    """Let the author take it back. Raises Refused, AlreadyDecided."""
    be_author(suggestion, editor)
    in_transaction(lambda: settle(suggestion, "withdrawn", editor))


def comment(suggestion: Suggestion, text: str, *, editor: Editor) -> SuggestionComment:
    """Say something about it, now or when it is decided; those who talk about it are told.

    Raises Refused, BadEdit.
    """
    may_suggest(editor, suggestion.page)
    try:
        check_text(text)
    except InvalidText as error:
        raise BadEdit(error.message, field="comment", code=error.code) from None
    if not text.strip():
        raise BadEdit(_("Write what you have to say."), field="comment", code="emptycomment")
    if len(text) > COMMENT_MAX:
        message = _("The comment has %(n)s characters; the limit is %(max)s.")
        raise BadEdit(message % {"n": len(text), "max": COMMENT_MAX}, field="comment", code="toolong")

    def say() -> SuggestionComment:
        pass_gate(editor, suggestion.page)
        author = as_author(editor)
        tell_answered(suggestion, author)
        return SuggestionComment.objects.create(
            suggestion=suggestion, author=author.author, author_text=author.name, text=text.strip(),
            created=now(),
        )  # fmt: skip

    return in_transaction(say)


def be_author(suggestion: Suggestion, editor: Editor) -> None:
    """Raise Refused unless the editor's account made the suggestion: an address is nobody for sure."""
    if editor.author is None or editor.author.pk != suggestion.author_id:
        raise Refused(_("Only its author can do this, logged in."))


def _plan(page: Page, edit: Edit, editor: Editor) -> Plan:
    if page.deleted:
        raise BadEdit(_("This page was deleted meanwhile."), code="pagedeleted")
    plan = plan_edit(page, edit)
    if plan.empty:
        message = _("Nothing is changed: there is nothing to suggest.")
        raise BadEdit(message, field="text", code="nochange")
    refuse_unsourced(plan, page.name, editor)
    refuse_links(plan.text_before, plan.text, editor)
    return plan
