"""What an open form asks every few seconds: who else writes here, and whether its part is another by now."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wiki.editing.errors import BadEdit, EditConflict
from wiki.editing.presence import leave, note_presence
from wiki.models import Revision
from wiki.permissions import Refused, may_edit
from wiki.reading.page import RevisionMissing
from wiki.reading.presence import Other, others_at
from wiki.reading.source import PartMissing, open_infobox, open_page, open_section
from wiki.reading.visibility import sees_author
from wiki.text.titles import InvalidTitle
from wiki.web.addresses.find_part import desk_for, number
from wiki.web.edit.forms import FORMS, TextForm
from wiki.web.edit.made import made_edit
from wiki.web.edit.merged import difference, merge_now
from wiki.web.edit.refusals import editable_title
from wiki.web.editor.desk import Desk, Part
from wiki.web.editor.draft_keep import tab_in
from wiki.web.editor.draft_offer import place_of
from wiki.web.editor.drafts import refused
from wiki.web.frame.times import clock


def desk_or_refusal(request: HttpRequest, title: str) -> Desk | JsonResponse:
    """The desk that a form speaks of, if it may be edited."""
    try:
        desk = desk_for(request, editable_title(title))
        may_edit(desk.editor, desk.page, desk.title)
    except InvalidTitle as error:
        return refused(400, "invalidtitle", error.message)
    except (PartMissing, RevisionMissing):
        return refused(404, "nosuchpart", _("The page has no such section or field any more."))
    except Refused as refusal:
        return refused(403, refusal.code, refusal.message)
    return desk


@never_cache
@require_POST
def meanwhile(request: HttpRequest, title: str) -> HttpResponse:
    data, tab = request.POST, tab_in(request.POST)
    if not tab:
        return refused(400, "notab", _("“tab” has to name the form that asks."))
    if "leaving" in data:
        leave(tab)
        return HttpResponse(status=204)
    desk = desk_or_refusal(request, title)
    if isinstance(desk, JsonResponse):
        return desk
    place = place_of(desk)
    note_presence(place, tab=tab, account=desk.editor.user)
    told = [sentence(other, desk) for other in others_at(place, tab=tab, viewer=desk.editor)]
    seen = number(data.get("number", ""))
    changed = changed_since(desk, data.get("base", "")) if desk.page and desk.page.number != seen else ""
    return JsonResponse({"others": told, "changed": changed, "number": desk.page.number if desk.page else 0})


def sentence(other: Other, desk: Desk) -> str:
    name = other.name or _("Somebody")
    there = Desk(desk.title, None, desk.editor, cast("Part", other.part), other.part_id, other.part_name)
    if other.here and (other.part == desk.part or not there.part_words):
        return _("%(name)s is editing this now, too.") % {"name": name}
    return _("%(name)s is editing %(part)s of this page now.") % {"name": name, "part": there.part_words}


def changed_since(desk: Desk, base: str) -> str:
    """One sentence about who changed the part since the versions that `base` names; empty if nobody did."""
    if not base or desk.part in ("new", "reply"):
        return ""
    try:
        now = base_now(desk)
    except PartMissing:
        return _("Somebody removed this part of the page while you were writing. You will be asked about it.")
    if now == base:
        return ""
    new = {part.rpartition(".")[2] for part in set(now.split(",")) - set(base.split(","))}
    revision = Revision.objects.filter(page=desk.page, number=max(map(int, new), default=0)).first()
    if revision is None:
        return _("Somebody changed this while you were writing.")
    known = sees_author(desk.editor, revision) and not (
        desk.editor.is_anonymous and revision.author_id is None
    )
    words = {
        "name": revision.author_text if known else _("Somebody"),
        "time": clock(revision.timestamp),
    }
    return _("%(name)s changed this at %(time)s, while you were writing.") % words


def base_now(desk: Desk) -> str:
    """What the part's form would name as its base if it were opened now. Raises PartMissing."""
    if desk.part == "page":
        return open_page(desk.living).base
    if desk.part in ("infobox", "field"):
        field_id = desk.part_id if desk.part == "field" else None
        return open_infobox(desk.living, field_id=field_id).base
    return open_section(desk.living, desk.part_id).base


@never_cache
@require_POST
def merged(request: HttpRequest, title: str) -> HttpResponse:
    """What was typed, merged with the page as it stands: as text, and what that changes in it."""
    desk = desk_or_refusal(request, title)
    if isinstance(desk, JsonResponse):
        return desk
    form = FORMS.get(desk.part, TextForm)(request.POST)
    form.full_clean()
    try:
        form.check()
        result = merge_now(desk, made_edit(desk, form))
    except BadEdit as error:
        return refused(400, error.code, error.message)
    except (EditConflict, PartMissing):
        message = _("You both changed the same words. You will be asked about them when you publish.")
        return refused(409, "editconflict", message)
    shown = render_to_string("edit/merged.html", {"part": difference(desk, request.POST, result)}, request)
    return JsonResponse(
        {
            "text": result.fields.get("text", [None])[0],
            "base": result.base,
            "number": result.number,
            "html": shown,
        }
    )
