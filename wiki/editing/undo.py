"""Undo: reverse one past edit, keeping later ones."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from wiki.editing.errors import Choices
from wiki.editing.merging.rows import Edit
from wiki.editing.revert import part_put_back
from wiki.editing.save import Saved, prepare_edit, save_edit
from wiki.editing.saving.plan import Plan, plan_edit
from wiki.editing.saving.reverts import UNDO
from wiki.models import Page, Revision, parts_as_of
from wiki.models.parts import Ref
from wiki.permissions import Editor
from wiki.reading.lists.lines import line
from wiki.reading.page import RevisionHidden
from wiki.reading.visibility import sees_text


class AlreadyUndone(Exception):
    """What the revision changed is not there any more: undoing it would change nothing."""


def undo_edit(
    page: Page,
    revision: Revision,
    *,
    viewer: Editor,
    after: int | None = None,
    part: Ref | None = None,
) -> Edit:
    """The edit that takes back what `revision` (or all after number `after`, up to it) changed, on the whole
    page or in one section or field.

    It is an edit from the page as that revision left it to the page as it was before, so that later edits of
    other parts, or of other words, stay. Raises RevisionHidden if one of the texts is withheld from the
    viewer, BadEdit if there was no such part.
    """
    before = revision.number - 1 if after is None else after
    for shown in Revision.objects.filter(page=page, number__in=(before, revision.number)):
        if not sees_text(viewer, shown):
            shown.page = page
            raise RevisionHidden(line(shown, viewer=viewer))
    base, mine = parts_as_of(page.pk, revision.number), parts_as_of(page.pk, before) if before else []
    if part is not None:
        return part_put_back(*part, base, mine)
    # Rows that are alike on both sides stay in the edit: they say the order.
    return Edit(tuple(base), tuple(mine))


def plan_undo(page: Page, edit: Edit, choices: Choices | None = None) -> Plan:
    """The page as the undo would leave it. Raises AlreadyUndone, or EditConflict where later edits
    overlap.
    """
    plan = plan_edit(page, edit, choices)
    if plan.empty:
        raise AlreadyUndone
    return plan


def prepare_undo(
    page: Page, revision: Revision, *, editor: Editor, summary: str = ""
) -> Saved | Callable[[], Saved]:
    """`undo` of one revision in two steps, as `prepare_edit`, for deeds of several edits; nobody is told that
    he was reverted. Raises RevisionHidden, EditConflict, Refused.
    """
    return prepare_edit(
        page, undo_edit(page, revision, viewer=editor), editor=editor,
        summary=summary or undo_summary(revision, editor), tags=[UNDO], takes_back=[revision.number],
    )  # fmt: skip


def undo(
    page: Page,
    revision: Revision,
    *,
    editor: Editor,
    summary: str = "",
    after: int | None = None,
    part: Ref | None = None,
    choices: Choices | None = None,
) -> Saved:
    """Take back one revision (or a run, from number `after` on), or what it did to one `part`, keeping what
    came later.

    Raises AlreadyUndone, RevisionHidden, EditConflict where later edits changed the same words, Refused.
    """
    edit = undo_edit(page, revision, viewer=editor, after=after, part=part)
    back = range((revision.number - 1 if after is None else after) + 1, revision.number + 1)
    saved = save_edit(
        page,
        edit,
        editor=editor,
        summary=summary or undo_summary(revision, editor),
        tags=[UNDO],
        choices=choices,
        reverted=_authors(page, revision, after),
        takes_back=back if part is None or _is_all_of(revision, part) else (),
    )
    if saved.revision is None and saved.waits is None:
        raise AlreadyUndone
    return saved


def _is_all_of(revision: Revision, part: Ref) -> bool:
    """Whether the revision changed nothing but this part, as its lines tell."""
    return all((change["part"], change.get("id")) == part for change in revision.changes)


def _authors(page: Page, revision: Revision, after: int | None) -> set[int]:
    """The accounts whose edits are taken back."""
    if after is None:
        return {revision.author_id} if revision.author_id else set()
    run = Revision.objects.filter(page=page, number__gt=after, number__lte=revision.number)
    return set(run.exclude(author=None).values_list("author_id", flat=True))


def undo_summary(revision: Revision, editor: Editor) -> str:
    """The summary that stands for an undo, as MediaWiki words it; a hidden author is not named."""
    if revision.user_hidden:
        return _("Undo revision %(id)s by a hidden user") % {"id": revision.pk}
    name = revision.author_text
    words = {
        "id": revision.pk,
        "link": f"[[Special:Contributions/{name}|{name}]] ([[User talk:{name}|talk]])",
    }
    return _("Undo revision %(id)s by %(link)s") % words
