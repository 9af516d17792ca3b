"""Withholding a suggestion, or what was said about it, from readers."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.editing.log import write_log
from wiki.models import Suggestion
from wiki.permissions import Editor, may_hide, refuse_blocked


def hide_suggestion(suggestion: Suggestion, *, editor: Editor, hidden: bool) -> None:
    """Hide the words and the author of a suggestion, with all that was said about it, or show them again.

    The log says so. Raises Refused.
    """
    may_hide(editor)
    with transaction.atomic():
        refuse_blocked(editor, lock=True)
        if Suggestion.objects.filter(pk=suggestion.pk, hidden=not hidden).update(hidden=hidden):
            _note(suggestion, editor)


def hide_comment(suggestion: Suggestion, comment: int, *, editor: Editor, hidden: bool) -> None:
    """Hide one comment on a suggestion, or show it again; the log says so. Raises Refused, BadEdit."""
    may_hide(editor)
    with transaction.atomic():
        refuse_blocked(editor, lock=True)
        if not suggestion.comments.filter(pk=comment).exists():
            raise BadEdit(_("The suggestion has no such comment."), code="nosuchcomment")
        if suggestion.comments.filter(pk=comment, hidden=not hidden).update(hidden=hidden):
            _note(suggestion, editor)


def _note(suggestion: Suggestion, editor: Editor) -> None:
    page = suggestion.page
    write_log("suggestion", "hide", page.name, editor=editor, page=page, suggestion=suggestion.pk)
