"""What others changed since a form was opened, merged with what was typed in it: shown, and taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from wiki.editing.merging.rows import Edit
from wiki.editing.saving.plan import plan_edit
from wiki.models import Row
from wiki.reading.compare import PartDiff
from wiki.reading.source import OpenedInfobox, infobox_in, page_in, section_in
from wiki.text.diff import diff_lines, fold_context
from wiki.web.edit.forms import FORMS, EditForm, TextForm, lf
from wiki.web.edit.screen import show
from wiki.web.editor.desk import Desk


@dataclass(frozen=True)
class Merged:
    """The part after the merge, as its form posts it, and the versions that it stands on now."""

    number: int
    base: str
    fields: dict[str, list[str]]

    @property
    def text(self) -> str:
        """All of it as one text, to be compared."""
        if "text" in self.fields:
            return self.fields["text"][0]
        rows = zip(self.fields.get("row_key", ()), self.fields.get("row_value", ()), strict=True)
        return "\n".join(f"{key}: {lf(value)}" for key, value in rows)


def merge_now(desk: Desk, edit: Edit) -> Merged:
    """The edit merged with the page as it stands. Raises EditConflict, or PartMissing where the part went."""
    plan = plan_edit(desk.page, edit)
    if desk.part in ("new", "reply"):
        return Merged(plan.number, "", {})
    return Merged(plan.number, typed_in_form(desk, plan.before)[0], typed_in_form(desk, plan.rows)[1])


def typed_in_form(desk: Desk, rows: Sequence[Row]) -> tuple[str, dict[str, list[str]]]:
    """The part as it stands in these rows: the base of its form, and what is typed in it. Raises
    PartMissing.
    """
    if desk.part in ("infobox", "field"):
        return typed_infobox(desk, rows)
    opened = page_in(rows) if desk.part == "page" else section_in(rows, desk.part_id)
    return opened.base, {"text": [opened.text]}


def typed_infobox(desk: Desk, rows: Sequence[Row]) -> tuple[str, dict[str, list[str]]]:
    opened = infobox_in(rows, desk.part_id if desk.part == "field" else None)
    if desk.part == "field":
        (row,) = opened.rows
        return opened.base, {"key": [row.key], "value": [row.value], "source": [row.source]}
    return opened.base, {"caption": [opened.caption], **posted(opened)}


def posted(infobox: OpenedInfobox) -> dict[str, list[str]]:
    """The rows as the form posts them; new ones have no id yet."""
    return {
        "row_id": [str(row.id) if row.id > 0 else "" for row in infobox.rows],
        "row_key": [row.key for row in infobox.rows],
        "row_value": [row.value for row in infobox.rows],
        "row_source": [row.source for row in infobox.rows],
    }


def difference(desk: Desk, data: QueryDict, merged: Merged) -> PartDiff | None:
    """What the merge would change in what was typed; None for nothing."""
    fields = {name: [lf(value) for value in data.getlist(name)] for name in merged.fields}
    typed = Merged(0, "", fields).text if fields else ""
    lines = diff_lines(typed, merged.text)
    if all(line.kind == "same" for line in lines):
        return None
    shown = tuple(fold_context(lines))
    return PartDiff("section", desk.part_id, desk.name, desk.name, "changed", False, shown)


def take_newer(request: HttpRequest, desk: Desk, form: EditForm, edit: Edit) -> HttpResponse:
    """The form with the newer version taken into what was typed. Raises EditConflict."""
    merged = merge_now(desk, edit)
    data = request.POST.copy()
    for name, values in merged.fields.items():
        data.setlist(name, values)
    data["base"] = merged.base
    more: dict[str, Any] = {
        "notes": [_("What others changed stands in your text now. Nothing is published yet.")]
    }
    return show(request, desk, FORMS.get(desk.part, TextForm)(data), **more)
