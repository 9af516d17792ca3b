"""The reviewer's side of a suggested edit: accepted as a whole or in part, or refused."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit, Choices, EditConflict
from wiki.editing.merging.rows import Edit, Living
from wiki.editing.save import Saved, check_summary, prepare_edit
from wiki.editing.saving.deadlock import in_transaction
from wiki.editing.saving.plan import plan_edit
from wiki.editing.suggest.kept import decided_meanwhile, settle
from wiki.models import Suggestion
from wiki.models.suggestion import OPEN
from wiki.permissions import Editor, may_review
from wiki.reading.suggested.hunks import chosen_rows
from wiki.reading.suggested.sides import Sides, sides_of

TAG = "suggested"
ONE_BY_ONE = 20  # hunks that are looked at each for itself


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of accepting: `saved.revision` is None where the page said all of it already; `partly` where
    some of the hunks were not taken.
    """

    suggestion: Suggestion
    saved: Saved
    partly: bool


def accept(
    suggestion: Suggestion,
    *,
    editor: Editor,
    version: int,
    taken: Collection[int] | None = None,
    summary: str = "",
    answer: str = "",
    choices: Choices | None = None,
) -> Decided:
    """Save what is suggested, or the hunks `taken` of it (by number, from 0), merged with the page as it is
    now. The revision's author is who wrote the words; the editor stands beside him as who accepted them.

    `version` is the one that the editor has seen. Raises Refused, AlreadyDecided, SuggestionHidden,
    EditConflict where the same words were changed since, BadEdit for hunks that there are not.
    """
    check_summary(summary)
    check_summary(answer, "answer")
    sides = sides_of(suggestion, viewer=editor)
    may_review(editor, sides.page, author=suggestion.author_id)
    if suggestion.state != OPEN or suggestion.version != version:
        raise decided_meanwhile(suggestion)
    numbers = _numbers(sides, taken)
    if sides.page.deleted:
        raise BadEdit(_("This page was deleted meanwhile."), code="pagedeleted")
    prepared = prepare_edit(
        sides.page, edit_of(sides, numbers), editor=editor, author=author_of(suggestion),
        summary=summary or suggestion.summary, tags=[TAG], choices=choices,
    )  # fmt: skip
    state = "accepted" if len(numbers) == len(sides.hunks) else "partly"

    def decide() -> Decided:
        saved = prepared if isinstance(prepared, Saved) else prepared()
        settle(
            suggestion, state, editor, version=version, page=sides.page, answer=answer, taken=numbers,
            revision=saved.revision,
        )  # fmt: skip
        return Decided(suggestion, saved, state == "partly")

    return in_transaction(decide)


def refuse(suggestion: Suggestion, *, editor: Editor, version: int, answer: str = "") -> None:
    """Say no, and why. Raises Refused, AlreadyDecided."""
    check_summary(answer, "answer")
    may_review(editor, suggestion.page, author=suggestion.author_id)
    in_transaction(lambda: settle(suggestion, "refused", editor, version=version, answer=answer))


def edit_of(sides: Sides, numbers: Collection[int] | None = None) -> Edit:
    """The edit that a suggestion stands for, or some of its hunks (by number) alone."""
    hunks, wanted = sides.hunks, sides.wanted
    if numbers is not None and len(set(numbers)) < len(hunks):
        wanted = chosen_rows(sides.base, wanted, {hunks[n].key for n in numbers})
    return Edit(sides.base, wanted, Living(sides.page.number, sides.living))


def standing(sides: Sides) -> list[str]:
    """How each hunk stands to the page as it is now: "" it fits, "there" the page says so already,
    "conflict" the words changed since. Many hunks are looked at as a whole.
    """
    count = len(sides.hunks)
    if count > ONE_BY_ONE:
        return [_stands(sides, range(count))] * count
    return [_stands(sides, [n]) for n in range(count)]


def author_of(suggestion: Suggestion) -> Editor:
    """Who wrote it: an account, or an address on the network."""
    if suggestion.author is not None:
        temporary = suggestion.author.temporary_until is not None
        return Editor(temporary=suggestion.author) if temporary else Editor(suggestion.author)
    return Editor(None, suggestion.author_text)


def _numbers(sides: Sides, taken: Collection[int] | None) -> list[int]:
    every = range(len(sides.hunks))
    numbers = sorted(set(every if taken is None else taken))
    if not numbers:
        message = _("Choose at least one change to accept, or refuse the suggestion.")
        raise BadEdit(message, field="hunks", code="nohunks")
    if not set(numbers) <= set(every):
        raise BadEdit(_("The suggestion has no such change."), field="hunks", code="nosuchhunk")
    return numbers


def _stands(sides: Sides, numbers: Collection[int]) -> str:
    try:
        return "there" if plan_edit(sides.page, edit_of(sides, numbers)).empty else ""
    except (EditConflict, BadEdit):
        return "conflict"
