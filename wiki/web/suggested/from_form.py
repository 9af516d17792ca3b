"""The edit form as a door for suggestions: beside saving, and where one may not save."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit, EditConflict
from wiki.editing.merging.rows import Edit, Living
from wiki.editing.saving.plan import plan_edit
from wiki.editing.suggest.decide import edit_of
from wiki.editing.suggest.propose import amend, be_author, propose
from wiki.models import Suggestion
from wiki.permissions import Refused
from wiki.reading.source import PartMissing
from wiki.reading.suggested.sides import Sides, SuggestionHidden, sides_of
from wiki.reading.suggested.suggestions import SuggestionMissing, find_suggestion
from wiki.web.edit.conflict import read_choices
from wiki.web.edit.forms import FORMS, EditForm, SectionForm, TextForm
from wiki.web.edit.merged import merge_now, typed_in_form
from wiki.web.edit.screen import show
from wiki.web.editor.desk import Desk
from wiki.web.editor.draft_keep import drop
from wiki.web.frame.notices import leave_notice


def suggest(request: HttpRequest, desk: Desk, form: EditForm, edit: Edit) -> HttpResponse:
    """Keep what was typed as a suggestion, or in the place of the one that is amended. Raises as a save."""
    if desk.page is None:
        message = _(
            "A page that does not exist cannot be suggested. Create it, or suggest it on a talk page."
        )
        raise BadEdit(message, code="missingtitle")
    if choices := read_choices(request.POST):
        plan = plan_edit(desk.page, edit, choices)
        edit = Edit(plan.before, plan.rows, Living(plan.number, plan.before))
    if desk.suggestion:
        made = own_suggestion(desk)
        amend(made, edit, editor=desk.editor, summary=form.said, place=desk.form_query)
    else:
        made = propose(desk.page, edit, editor=desk.editor, summary=form.said, place=desk.form_query)
    drop(request, desk)
    there = reverse("suggestion", args=[made.pk])
    return leave_notice(
        HttpResponseRedirect(there, status=303), "amended" if desk.suggestion else "suggested"
    )


def own_suggestion(desk: Desk) -> Suggestion:
    """The suggestion that the form amends. Raises Refused unless it is the editor's own, and of this page."""
    try:
        made = find_suggestion(desk.suggestion, viewer=desk.editor)
    except SuggestionMissing:
        raise Http404(_("There is no suggestion %(id)d.") % {"id": desk.suggestion}) from None
    be_author(made, desk.editor)
    if made.page != desk.page:
        raise Refused(_("This suggestion is for another page."))
    return made


def open_amended(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The form with what is suggested, merged with the page as it is now; where the same words were changed
    since, as it was suggested: they are asked about when it is sent. Raises Refused, PartMissing.
    """
    made = own_suggestion(desk)
    try:
        sides = sides_of(made, viewer=desk.editor)
    except SuggestionHidden:
        raise Refused(_("The text that this suggestion started from was hidden.")) from None
    data = QueryDict(mutable=True)
    data["editor"], data["summary"] = desk.account, made.summary
    if desk.part == "new":
        data["heading"], data["text"] = new_section_of(sides)
        return show(request, desk, SectionForm(data))
    try:
        merged = merge_now(desk, edit_of(sides))
        data["base"], fields = merged.base, merged.fields
    except EditConflict:
        data["base"], fields = made.base, typed_in_form(desk, sides.wanted)[1]
    for name, values in fields.items():
        data.setlist(name, values)
    return show(request, desk, FORMS.get(desk.part, TextForm)(data))


def new_section_of(sides: Sides) -> tuple[str, str]:
    """Heading and text of the section that is suggested."""
    row = next((row for row in sides.wanted if row.kind == "section" and row.id < 0), None)
    if row is None:
        raise PartMissing
    links = [one.text for one in sides.wanted if one.section == row.id]
    return row.heading[1], "".join([*links, row.text]).strip()
