"""The editor's door: which part of which page is to be edited, and the forms of source text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.models import Page
from wiki.permissions import Refused
from wiki.reading.page import RevisionMissing
from wiki.reading.source import Opened, PartMissing, open_page, open_section, with_item
from wiki.reading.talk.discussions import concerning
from wiki.text.titles import InvalidTitle, Title, parse_title
from wiki.web.addresses.find_part import desk_for
from wiki.web.edit.answer import answer
from wiki.web.edit.forms import ReplyForm, SectionForm, TextForm
from wiki.web.edit.infobox import edit_field, edit_infobox
from wiki.web.edit.lost import lost_part
from wiki.web.edit.refusals import bad_title, editable_title, no_such_part
from wiki.web.edit.screen import open_form
from wiki.web.editor.desk import Desk
from wiki.web.editor.draft_form import wanted_draft
from wiki.web.frame.errors import refuse
from wiki.web.suggested.from_form import open_amended

View = Callable[[HttpRequest, Desk], HttpResponse]


def edit(request: HttpRequest, title: str = "") -> HttpResponse:
    typed = request.POST.get("title") or title or request.GET.get("title", "")
    try:
        wanted = editable_title(typed)
        desk = desk_for(request, wanted)
    except InvalidTitle as error:
        return bad_title(request, typed, error.message)
    except (PartMissing, RevisionMissing):
        return lost_part(request, wanted)
    if request.method != "POST":
        if "redlink" in request.GET and desk.page is not None:
            return HttpResponseRedirect(desk.way_back)
        if wanted.key != title:
            return HttpResponseRedirect(canonical(request, wanted), status=301)
        if (restored := wanted_draft(request, desk)) is not None:
            return restored
        if desk.suggestion and desk.page is not None:
            return amended(request, desk)
    return view_of(desk)(request, desk)


def amended(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The form for what one has suggested."""
    try:
        return open_amended(request, desk)
    except PartMissing:
        return no_such_part(request, desk.title)
    except Refused as refusal:
        return refuse(request, 403, _("Not for you to amend"), refusal.message)


def view_of(desk: Desk) -> View:
    views: dict[str, View] = {
        "new": edit_new_section,
        "infobox": edit_infobox,
        "field": edit_field,
        "reply": edit_reply,
    }
    return views.get(desk.part, edit_text)


def canonical(request: HttpRequest, title: Title) -> str:
    query = request.GET.copy()
    query.pop("title", None)
    return reverse("edit", args=[title]) + (f"?{query.urlencode()}" if query else "")


# ---- Source text ------------------------------------------------------------------------------------------


def edit_text(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "POST":
        return answer(request, desk, TextForm(request.POST))
    try:
        opened = open_text(desk)
    except PartMissing:
        return no_such_part(request, desk.title)
    text = with_link(opened.text, request.GET.get("add", ""), desk.page)
    form = TextForm(initial={"text": text, "base": opened.base, "summary": desk.summary})
    return open_form(request, desk, form, source=opened.text)


def open_text(desk: Desk) -> Opened:
    """The text to edit; an old revision's text stands on the base of what is live. Raises PartMissing."""
    if desk.page is None:
        return Opened("", "")
    if desk.part == "page":
        opened = open_page(desk.page)
        old = open_page(desk.page, as_of=desk.old.number) if desk.old else opened
    else:
        opened = open_section(desk.page, desk.part_id)
        old = open_section(desk.page, desk.part_id, as_of=desk.old.number) if desk.old else opened
    return replace(opened, text=old.text)


def with_link(text: str, add: str, page: Page | None) -> str:
    """A list of links with one more, for the way back that a reader was offered."""
    try:
        return with_item(text, parse_title(add), page) if add else text
    except InvalidTitle:
        return text


# ---- A new section ----------------------------------------------------------------------------------------


def edit_new_section(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "POST":
        return answer(request, desk, SectionForm(request.POST))
    initial = {"heading": request.GET.get("heading", "")}
    if request.GET.get("part") == "see-also":
        initial = {
            "heading": _("See also"),
            "text": with_link("", request.GET.get("add", ""), desk.page).lstrip(),
        }
    elif desk.is_topic and (about := request.GET.get("about", "")):
        try:
            initial["text"] = f"{concerning(desk.title, about)}\n\n"
        except PartMissing:
            return no_such_part(request, desk.title)
    return open_form(request, desk, SectionForm(initial=initial))


# ---- A reply ----------------------------------------------------------------------------------------------


def edit_reply(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "POST":
        return answer(request, desk, ReplyForm(request.POST))
    base = open_section(desk.living, desk.part_id).base
    return open_form(request, desk, ReplyForm(initial={"base": base, "comment": desk.comment}))
