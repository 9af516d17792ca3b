"""Editing the infobox as a form, and one field by itself. Without script rows move by submit buttons."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict

from wiki.reading.facts.field_rules import rules_of
from wiki.reading.source import OpenedInfobox, PartMissing, new_caption, open_infobox
from wiki.text.fields.facts import fold_fact
from wiki.web.edit.answer import answer
from wiki.web.edit.forms import FieldForm, InfoboxForm, Words
from wiki.web.edit.refusals import no_such_part
from wiki.web.edit.screen import closed_parts, open_form, show
from wiki.web.editor.desk import Desk

STEPS = {"row_up": -1, "row_down": 1}


def edit_infobox(request: HttpRequest, desk: Desk) -> HttpResponse:
    rules = rules_of(desk.title, desk.page)
    locks = closed_rows(desk)
    if request.method == "POST":
        form = InfoboxForm(request.POST, rules=rules, locks=locks)
        if rearranged(form, request.POST):
            return show(request, desk, form)
        return answer(request, desk, form)
    opened = open_rows(desk)
    initial = {"base": opened.base, "caption": opened.caption}
    form = InfoboxForm(opened=opened, rules=rules, locks=locks, initial=initial)
    if not form.rows:
        form.propose()
    source = "\n".join(f"{row.key}: {row.value}" for row in opened.rows)
    return open_form(request, desk, form, source=source)


def closed_rows(desk: Desk) -> dict[Words, str]:
    """The rows that are protected from the editor, as they stand, each with the level."""
    levels = {} if desk.suggests else {int(line.part[1:]): line.level for line in closed_parts(desk)}
    rows = open_infobox(desk.living).rows if levels else ()
    return {(row.id, row.key, row.value, row.source): levels[row.id] for row in rows if row.id in levels}


def open_rows(desk: Desk) -> OpenedInfobox:
    """The rows to edit; those of an old revision stand on the base of what is live."""
    if desk.page is None:
        return OpenedInfobox(new_caption(desk.title, None), (), "", exists=False)
    live = open_infobox(desk.page)
    opened = open_infobox(desk.page, as_of=desk.old.number) if desk.old else live
    caption = opened.caption if opened.exists else new_caption(desk.title, desk.page)
    return replace(opened, base=live.base, caption=caption)


def rearranged(form: InfoboxForm, data: QueryDict) -> bool:
    """Add, move or remove a row, if one of the buttons for it was pressed."""
    if "row_add" in data:
        form.add()
        return True
    for name in (*STEPS, "row_remove"):
        pressed = str(data.get(name, ""))
        if pressed.isascii() and pressed.isdigit():
            place = int(pressed)
            if name == "row_remove":
                form.remove(place)
            else:
                form.move(place, STEPS[name])
            return True
    return False


def edit_field(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "POST":
        return answer(request, desk, with_rule(FieldForm(request.POST), desk, request.POST.get("key", "")))
    try:
        opened = open_infobox(desk.living, field_id=desk.part_id)
        old = open_infobox(desk.living, field_id=desk.part_id, as_of=desk.old.number) if desk.old else opened
    except PartMissing:
        return no_such_part(request, desk.title)
    (row,) = old.rows
    initial = {"base": opened.base, "key": row.key, "value": row.value, "source": row.source}
    form = with_rule(FieldForm(initial=initial), desk, row.key)
    return open_form(request, desk, form, source=f"{row.key}: {row.value}")


def with_rule(form: FieldForm, desk: Desk, key: str) -> FieldForm:
    """The form, with what a template says of the field."""
    form.rule = rules_of(desk.title, desk.page).get(fold_fact(key))
    return form
