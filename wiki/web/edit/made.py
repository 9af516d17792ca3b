"""From a form that was filled in to the Edit that it means, whichever part it is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from wiki.editing.edits import field_value, infobox_form, new_section, section_text, whole_page
from wiki.editing.merging.rows import Edit
from wiki.editing.talk import reply_edit
from wiki.reading.facts.field_rules import rules_of
from wiki.reading.source import model_of_page
from wiki.web.edit.forms import EditForm, FieldForm, InfoboxForm, ReplyForm, SectionForm, TextForm
from wiki.web.editor.desk import Desk


def made_edit(desk: Desk, form: EditForm) -> Edit:
    """The edit that a form of this desk asks for; it has been cleaned. Raises BadEdit."""
    makers: dict[str, Callable[[Desk, Any], Edit]] = {
        "new": section_edit,
        "infobox": infobox_edit,
        "field": field_edit,
        "reply": reply_of,
    }
    return makers.get(desk.part, text_edit)(desk, form)


def text_edit(desk: Desk, form: TextForm) -> Edit:
    text, base = form.text_to_save(desk.editor, model_of_page(desk.page)), form.cleaned_data["base"]
    if desk.page is None or desk.part == "page":
        return whole_page(desk.page, text, base)
    return section_text(desk.page, desk.part_id, text, base)


def section_edit(desk: Desk, form: SectionForm) -> Edit:
    heading = " ".join(form.cleaned_data["heading"].split())
    if heading and not form.said:
        form.cleaned_data["summary"] = _("/* %(heading)s */ new section") % {"heading": heading}
    if desk.is_topic and form.cleaned_data["text"].strip():
        return new_section(desk.page, heading, form.comment_to_save(desk.editor, model_of_page(desk.page)))
    return new_section(desk.page, heading, form.text_to_save(desk.editor, model_of_page(desk.page)))


def reply_of(desk: Desk, form: ReplyForm) -> Edit:
    if not form.said:
        form.cleaned_data["summary"] = desk.summary
    reply = form.comment_to_save(desk.editor, model_of_page(desk.page))
    return reply_edit(desk.living, desk.part_id, form.cleaned_data["comment"], reply)


def infobox_edit(desk: Desk, form: InfoboxForm) -> Edit:
    typed, rules = form.cleaned_data, rules_of(desk.title, desk.page)
    return infobox_form(desk.page, typed["caption"], form.wanted, typed["base"], rules)


def field_edit(desk: Desk, form: FieldForm) -> Edit:
    typed = form.cleaned_data
    return field_value(
        desk.living, desk.part_id, typed["key"], typed["value"], typed["base"],
        source=typed["source"], rules=rules_of(desk.title, desk.page),
    )  # fmt: skip
