"""A draft where its part is edited: found, and the addresses that lead to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from wiki.models import Draft
from wiki.permissions import Editor
from wiki.reading.drafts import DraftLine, Place, draft_for
from wiki.text.titles import Title
from wiki.web.edit.forms import EditForm
from wiki.web.editor.desk import Desk, Part


@dataclass(frozen=True)
class DraftRow:
    """A draft with the addresses that lead to it."""

    line: DraftLine | Draft
    desk: Desk

    @property
    def restore(self) -> str:
        """The form with the draft in it."""
        return self.desk.address_with(draft=str(self.line.id))

    @property
    def changes(self) -> str:
        """The same, with what it would change above."""
        return self.desk.address_with(draft=str(self.line.id), changes="1")


def row_of(line: DraftLine | Draft, editor: Editor, desk: Desk | None = None) -> DraftRow:
    """The draft with its form's address: of its own part, or of the desk it is offered at."""
    if desk is None:
        title = line.title if isinstance(line.title, Title) else Title(line.namespace, line.title)
        desk = Desk(title, None, editor, cast("Part", line.part), line.part_id, line.name)
    return DraftRow(line, replace(desk, old=None))


def place_of(desk: Desk) -> Place:
    """What the desk's drafts are kept under."""
    return Place(desk.title, desk.page, desk.part, desk.part_id, desk.name)


def offered(desk: Desk, form: EditForm) -> DraftRow | None:
    """The account's draft for what a form was opened for, unless the form says the same."""
    if desk.editor.user is None or not desk.title.name:
        return None
    draft = draft_for(desk.editor.user, place_of(desk))
    return None if draft is None or says_the_same(draft, form) else row_of(draft, desk.editor, desk)


def says_the_same(draft: Draft, form: EditForm) -> bool:
    """Whether the form was opened with the very text of the draft."""
    typed = dict(draft.typed)
    return "text" in typed and all(
        str(form.initial.get(name) or "") == typed.get(name, "") for name in ("heading", "text")
    )
