"""The question before an edit is published that takes more away than words: asked once, never in the way."""

from __future__ import annotations

from django.http import HttpRequest

from wiki.editing.fields.field_rules import refuse_unsourced
from wiki.editing.impact import Impact, impact_of, losses
from wiki.editing.merging.rows import Edit
from wiki.editing.saving.plan import plan_edit
from wiki.permissions import may_edit
from wiki.web.editor.desk import Desk


def impact_on(desk: Desk, edit: Edit) -> Impact:
    """What the edit would take away; a cheap look at what was typed decides whether the page is looked at.

    Raises as a save would.
    """
    adds = {"field"} if any(row.kind == "field" and row.id < 0 for row in edit.mine) else set()
    lost = losses(edit) | adds
    if desk.page is None or not lost:
        return Impact()
    plan = plan_edit(desk.page, edit)
    if "field" in lost:
        refuse_unsourced(plan, desk.title, desk.editor)
    return impact_of(plan, desk.page, lost)


def to_ask_about(request: HttpRequest, desk: Desk, edit: Edit) -> Impact | None:
    """What has to be asked about before this edit is published, if anything.

    Only a form in a browser asks to be asked (script sets `ask`): a program that posts an edit gets it saved,
    and without script the preview and the changes tell the same. Nothing is asked where it was told already,
    where the reader wants no questions, or where a conflict has just been settled. Raises Refused: who may
    not publish is told that, and is not asked.
    """
    may_edit(desk.editor, desk.page, desk.title)
    told = request.POST.get("told", "")
    user = desk.editor.user
    if "ask" not in request.POST or "dispute" in request.POST or (user and not user.chosen.ask_impact):
        return None
    impact = impact_on(desk, edit)
    return impact if impact.weighs and impact.key != told else None
