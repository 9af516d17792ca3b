"""A form whose part or page is somewhere else by now: what was typed comes back in the form that there is."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.editing.edits import page_of_base
from wiki.reading.page import RevisionMissing, find_page
from wiki.reading.source import PartMissing
from wiki.text.titles import Title
from wiki.web.addresses.find_part import desk_for
from wiki.web.edit.forms import FORMS, EditForm, TextForm
from wiki.web.edit.refusals import no_such_part
from wiki.web.edit.screen import Problem, show
from wiki.web.editor.desk import Desk
from wiki.web.editor.draft_form import account_draft, fitted, open_draft
from wiki.web.frame.visitor import visitor


def lost_part(request: HttpRequest, title: Title) -> HttpResponse:
    """The page has no such part. A posted form comes back: where the page is now, or as a new section."""
    if request.method != "POST":
        return lost_draft(request, title) or no_such_part(request, title)
    desk = Desk(title, find_page(title), visitor(request))
    moved = moved_since(request, desk, TextForm(request.POST))
    if moved is not None:
        return moved
    if "text" not in request.POST:
        return no_such_part(request, title)
    desk = replace(desk, part="new" if desk.page else "page")
    data = fitted(request.POST.copy(), desk)
    data["base"] = ""
    message = _(
        "The page has no such section any more. If you publish, your text becomes a section of its own."
    )
    return show(request, desk, FORMS.get(desk.part, TextForm)(data), status=409, problems=[Problem(message)])


def lost_draft(request: HttpRequest, title: Title) -> HttpResponse | None:
    """A draft whose part is gone with its page, as a new section of the page that has the title now."""
    draft = account_draft(request)
    desk = Desk(title, find_page(title), visitor(request), part="new")
    if draft is None or not any(name == "text" for name, _value in draft.typed):
        return None
    return open_draft(request, desk, draft)


def moved_since(request: HttpRequest, desk: Desk, form: EditForm) -> HttpResponse | None:
    """The form at the new title, if what it was opened from is another page's: that one was moved."""
    page = page_of_base(form.data.get("base", ""))
    if page is None or (desk.page is not None and page.pk == desk.page.pk):
        return None
    try:
        there = desk_for(request, page.name)
    except (PartMissing, RevisionMissing):
        return None
    again = FORMS.get(there.part, TextForm)(request.POST)
    words = {"old": desk.title.full, "new": page.name.full}
    message = (
        _("%(old)s was moved to %(new)s while you were writing. Publish again to save it there.") % words
    )
    return show(request, there, again, status=409, problems=[Problem(message)])
