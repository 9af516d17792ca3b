"""The preview beside the text, as one types: the rendered part alone, for a script. Nothing is written."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wiki.editing.errors import BadEdit, EditConflict
from wiki.permissions import Refused, may_edit
from wiki.reading.page import RevisionMissing
from wiki.reading.source import PartMissing
from wiki.text.titles import InvalidTitle
from wiki.web.addresses.find_part import desk_for
from wiki.web.edit.forms import FORMS, TextForm
from wiki.web.edit.made import made_edit
from wiki.web.edit.refusals import editable_title
from wiki.web.editor.preview import preview_of

MAX_BYTES = 512 * 1024  # beyond it a preview is asked for with the button


@never_cache
@require_POST
def live_preview(request: HttpRequest, title: str) -> HttpResponse:
    if len(request.POST.get("text", "").encode(errors="replace")) > MAX_BYTES:
        message = _("The text is too long for a preview as you type. Use “Show preview”.")
        return refused(413, "toolarge", message)
    try:
        desk = desk_for(request, editable_title(title))
        may_edit(desk.editor, desk.page, desk.title)
        form = FORMS.get(desk.part, TextForm)(request.POST)
        form.full_clean()
        form.check()
        preview = preview_of(desk, made_edit(desk, form))
    except InvalidTitle as error:
        return refused(400, "invalidtitle", error.message)
    except (PartMissing, RevisionMissing):
        return refused(404, "nosuchpart", _("The page has no such section or field any more."))
    except Refused as refusal:
        return refused(403, refusal.code, refusal.message)
    except EditConflict:
        message = _(
            "Somebody else changed the same words meanwhile. You are asked about them when you publish."
        )
        return refused(409, "editconflict", message)
    except BadEdit as error:
        return refused(400, error.code, error.message)
    return render(request, "edit/preview_body.html", {"preview": preview})


def refused(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"error": code, "message": message}, status=status)
