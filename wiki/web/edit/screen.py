"""Shows the edit form, or the source without a form to who may not edit."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from wiki.permissions import Refused, may_edit, may_edit_part, may_suggest, passes, refuse_blocked
from wiki.reading.links import targets
from wiki.reading.page import deletions_of
from wiki.reading.showing.protected_parts import PartLine, closed_lines, parts_over
from wiki.web.edit.forms import EditForm
from wiki.web.edit.wishes import edit_box, opened_as_wished
from wiki.web.editor.desk import Desk
from wiki.web.editor.draft_keep import keep
from wiki.web.editor.draft_offer import offered
from wiki.web.frame.middleware import policy_with_styles
from wiki.web.frame.visitor import visitor

TEMPLATES = {"infobox": "edit/infobox.html", "field": "edit/field.html", "reply": "edit/reply.html"}


@dataclass(frozen=True)
class Problem:
    """A sentence on top of the form, linked to the input it speaks of."""

    message: str
    anchor: str = ""


def screen(
    request: HttpRequest, template: str, desk: Desk, *, status: int = 200, heading: str = "", **more: Any
) -> HttpResponse:
    """A page of the editor, in the frame, never cached."""
    context: dict[str, Any] = {
        "title": desk.title if desk.title.name else None,
        "page": desk.page,
        "action": "edit",
        "desk": desk,
    }
    context |= {"heading": heading or desk.heading, "other_exists": other_exists(desk), **more}
    response = render(request, template, context, status=status)
    add_never_cache_headers(response)
    return response


def other_exists(desk: Desk) -> bool:
    """Whether the tab of the talk page (of a talk page: of its subject) leads to a page."""
    other = desk.title.subject if desk.title.is_talk else desk.title.talk
    return other in targets([other])


def show(
    request: HttpRequest, desk: Desk, form: EditForm, *, status: int = 200, trusted: bool = True, **more: Any
) -> HttpResponse:
    """The form, with all that was typed in it; an account's draft as well, if the request can be trusted."""
    if request.method == "POST" and trusted:
        keep(request, desk)
    context: dict[str, Any] = {
        "ways": ways_out(desk),
        "problems": [],
        "changes": None,
        "preview": None,
        "form": form,
        "box": edit_box(desk, form),
    }
    context |= more
    if template := TEMPLATES.get(desk.part):
        return screen(request, template, desk, status=status, **context)
    nonce = secrets.token_urlsafe(18)
    response = screen(request, "edit/text.html", desk, status=status, style_nonce=nonce, **context)
    response["Content-Security-Policy"] = policy_with_styles(nonce)
    return response


@dataclass(frozen=True)
class Ways:
    """What can be done with what is typed. `why` says what stands in the way of saving it."""

    save: bool = True
    suggest: bool = False
    why: str = ""


def ways_out(desk: Desk) -> Ways:
    """Saving always, and suggesting beside it; suggesting alone where one came for that or may not save."""
    if desk.page is None or desk.title.is_talk or desk.part == "reply":
        return Ways()
    try:
        may_suggest(desk.editor, desk.page)
    except Refused:
        return Ways()
    if desk.suggestion:
        return Ways(save=False, suggest=True)
    try:
        may_edit(desk.editor, desk.page, desk.title)
    except Refused as refusal:
        return Ways(not desk.suggests, suggest=True, why=refusal.message)
    return Ways(suggest=True)


def open_form(request: HttpRequest, desk: Desk, form: EditForm, *, source: str = "") -> HttpResponse:
    """The form for who may edit; for others the reason why not, and the source to read and copy."""
    try:
        may_edit(desk.editor, desk.page, desk.title)
        may_edit_it(desk)
        refuse_blocked(desk.editor, desk.place)
    except Refused as refusal:
        ways = ways_out(desk)
        if not (desk.suggests and ways.suggest):
            return view_source(request, desk, refusal, source, offer=offered(desk, form), ways=ways)
    deletions = () if desk.page else deletions_of(desk.title, viewer=visitor(request))
    gone = (
        [_("The draft is no longer there: it was published or discarded.")] if "draft" in request.GET else []
    )
    more = opened_as_wished(desk, form) | {"closed": closed_parts(desk), "notes": gone}
    return show(request, desk, form, deletions=deletions, offer=offered(desk, form), **more)


def may_edit_it(desk: Desk) -> None:
    """Raise PartProtected if the part on the desk is protected from the editor."""
    if desk.page is not None and (part := desk.protected_as):
        for one in parts_over(desk.page, part):
            may_edit_part(desk.editor, desk.page, one, name=desk.name)


def closed_parts(desk: Desk) -> list[PartLine]:
    """The parts of the page on the desk that are protected from the editor: the rest can be edited."""
    lines = closed_lines(desk.page) if desk.page is not None and desk.part in ("page", "infobox") else ()
    return [
        line
        for line in lines
        if not passes(desk.editor, line.level) and (desk.part == "page" or line.is_fact)
    ]


def view_source(request: HttpRequest, desk: Desk, refusal: Refused, source: str, **more: Any) -> HttpResponse:
    heading = _("View source for %(title)s") if desk.page else _("Creating %(title)s")
    status = 200 if desk.page else 403
    return screen(
        request, "edit/view_source.html", desk, status=status, heading=heading % {"title": desk.title.full},
        refusal=refusal, source=source, **more,
    )  # fmt: skip
