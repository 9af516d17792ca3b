"""Pending changes: which changes of an edit wait until somebody has looked at them, and which go live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit, Choices
from wiki.editing.merging.rows import Edit
from wiki.editing.saving.plan import Plan, plan_edit
from wiki.editing.saving.protected import changed_parts
from wiki.editing.suggest.kept import keep
from wiki.editing.temporary import as_author, signed_as, signs_unnamed
from wiki.models import Page, Suggestion
from wiki.models.parts import Ref
from wiki.permissions import Editor, waits_for_review
from wiki.reading.source import PartMissing, subtree
from wiki.reading.suggested.hunks import Hunk, chosen_rows, hunks_of


@dataclass(frozen=True, slots=True)
class Held:
    """An edit of a page in two: what goes `live` (None: nothing), and what waits, with the page after it."""

    page: Page
    live: Edit | None
    waiting: Edit
    plan: Plan

    def keep(self, editor: Editor, summary: str) -> Suggestion:
        """Write what waits, in the transaction that saves the rest."""
        author = as_author(editor)
        signs = signs_unnamed(self.waiting, editor)
        edit = signed_as(author.name, self.waiting) if signs else self.waiting
        return keep(self.page, edit, self.plan, author=author, summary=summary, kind="pending")


def held_back(
    page: Page, edit: Edit, plan: Plan, editor: Editor, choices: Choices | None = None, *, whole: bool = False
) -> Held | None:
    """What has to wait of an edit; None where nothing has to. A part that is protected at the level "review"
    waits with all its changes; where the rest cannot be told apart from them, or a filter wants it (`whole`),
    the whole edit waits.
    """
    if whole or waits_for_review(editor, page):
        return Held(page, None, edit, plan)
    parts = [part for part in _changed(plan, page) if waits_for_review(editor, page, [part])]
    if not parts:
        return None
    refs = {ref for part in parts for ref in _refs(part, plan)}
    hunks = hunks_of(edit.base, edit.mine)
    waiting = {hunk.key for hunk in hunks if _waits(hunk, refs, parts)}
    free = {hunk.key for hunk in hunks} - waiting
    if not free or not waiting:
        return Held(page, None, edit, plan)
    live = replace(edit, mine=chosen_rows(edit.base, edit.mine, free))
    if set(parts) & set(_changed(plan_edit(page, live, choices), page)):
        return Held(page, None, edit, plan)
    held = replace(edit, mine=chosen_rows(edit.base, edit.mine, waiting))
    return Held(page, live, held, plan_edit(page, held, choices))


def refuse_waiting(page: Page | None, plan: Plan, editor: Editor) -> None:
    """Raise BadEdit if what is about to be written has to wait: protected since it was asked."""
    if page is not None and waits_for_review(editor, page, _changed(plan, page)):
        message = _(
            "This was protected while you were writing. Publish again: your edit will wait for review."
        )
        raise BadEdit(message, code="editconflict")


def _changed(plan: Plan, page: Page) -> list[str]:
    return [part for part, _name, _field in changed_parts(plan, page)]


def _refs(part: str, plan: Plan) -> Iterator[Ref]:
    """The sections and fields that stand in a protected part, before or after the edit."""
    if part == "infobox":
        return
    if part[0] == "f":
        yield "field", int(part[1:])
        return
    for rows in (plan.before, plan.rows):
        try:
            yield from (row.ref for row in subtree(rows, int(part[1:])) if row.kind == "section")
        except PartMissing:
            continue


def _waits(hunk: Hunk, refs: set[Ref], parts: list[str]) -> bool:
    if hunk.piece == "order":
        return any(kind == hunk.ref[0] for kind, _id in refs) or "infobox" in parts
    return hunk.ref in refs or ("infobox" in parts and hunk.ref[0] == "field")
