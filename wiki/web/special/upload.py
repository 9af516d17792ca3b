"""Special:Upload: files come in by a form, one or several, new ones or the next version of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from wiki.editing.files.file_bytes import BadFile
from wiki.editing.files.files import file_title
from wiki.editing.files.offers import Outcome, keep_waiting, take_in
from wiki.models import Preferences
from wiki.permissions import Editor, Refused, may_upload
from wiki.pictures.found import EXTENSIONS, KINDS
from wiki.reading.files.file_lists import FileLine, current_line, current_picture
from wiki.reading.files.files import picture_of
from wiki.text.html.thumbs import Picture
from wiki.web.files.upload_form import (
    StripForm,
    UploadForm,
    VersionForm,
    posted_offers,
    problems_of,
    token_of,
)
from wiki.web.frame.errors import refused
from wiki.web.frame.visitor import visitor
from wiki.web.moderation.moderation import posted
from wiki.web.watching.watch_box import watch_as_said, watch_box


@dataclass(frozen=True, slots=True)
class Row:
    """A file as the form shows it again, or as it was stored."""

    outcome: Outcome
    token: str = ""
    picture: Picture | None = None  # of what was stored


@never_cache
def upload(request: HttpRequest, rest: str) -> HttpResponse:
    viewer = visitor(request)
    try:
        may_upload(viewer, None, None, again=False)
    except Refused as refusal:
        return turned_away(request, viewer, refusal)
    asked = (request.GET.get("wpDestFile") or rest).replace("_", " ").strip()[:255]
    existing = file_to_replace(asked) if "wpForReUpload" in request.GET else None
    kind: type[StripForm] = VersionForm if existing else UploadForm
    form = kind(posted(request), initial={"own": False})
    rows: list[Row] = []
    watched: list[bool] = []
    if request.method == "POST":
        rows = [shown(one, viewer) for one in taken_in(request, form, viewer, existing)]
        stored = [row.outcome.stored for row in rows if row.outcome.stored]
        watched = [watch_as_said(viewer, one.title, request.POST) for one in stored]
        if request.POST.get("script"):
            return for_script(request, form, rows)
        if not rows and not form.errors:
            form.add_error(None, _("Choose a file first."))
    waiting = [row for row in rows if row.outcome.stored is None]
    context = {
        "heading": heading(existing), "action": "special", "form": form, "existing": existing,
        "wanted": "" if rows else request.POST.get("wpDestFile", asked), "waiting": waiting,
        "done": [row for row in rows if row.outcome.stored], "box": upload_box(request, viewer, existing),
        **allowed(),
    }  # fmt: skip
    if not all(watched):
        context["notice"] = _("The files were uploaded, but your watchlist is full.")
    status = 400 if form.errors or any(row.outcome.problem for row in waiting) else 200
    return render(request, "special/upload.html", context, status=status)


def taken_in(
    request: HttpRequest, form: StripForm, viewer: Editor, existing: FileLine | None
) -> list[Outcome]:
    """Each file of the form: stored, or kept until what is wrong is mended."""
    offers = posted_offers(request, viewer, name=existing.title.name if existing else "")
    if not form.is_valid():
        strip = "strip" in request.POST
        return [keep_waiting(offer, editor=viewer, strip=strip) for offer in offers]
    about: dict[str, Any] = {
        "editor": viewer, "text": form.source_text(viewer), "comment": form.log_comment,
        "strip": form.cleaned_data["strip"], "again": existing is not None,
    }  # fmt: skip
    return [take_in(offer, **about) for offer in offers]


def shown(outcome: Outcome, viewer: Editor) -> Row:
    if outcome.stored is None:
        return Row(outcome, token_of(outcome.aside, viewer) if outcome.aside else "")
    title = outcome.stored.title
    version = outcome.stored.version
    picture = picture_of(version, title.name) if version else current_picture(title)
    return Row(outcome, picture=picture)


def upload_box(request: HttpRequest, viewer: Editor, existing: FileLine | None) -> dict[str, Any]:
    chosen = viewer.user.chosen if viewer.user else Preferences()
    wished = chosen.watch_edited if existing else chosen.watch_created
    return watch_box(viewer, existing.title if existing else None, posted(request), wished=wished)


def heading(existing: FileLine | None) -> str:
    if existing is None:
        return _("Upload file")
    return _("Upload a new version of “%(name)s”") % {"name": existing.title.name}


def for_script(request: HttpRequest, form: StripForm, rows: list[Row]) -> JsonResponse:
    """One file as its row, and what is wrong with the form."""
    html = "".join(render_to_string("special/upload_row.html", {"row": row}, request) for row in rows)
    return JsonResponse({"html": html, "errors": problems_of(form)})


def file_to_replace(name: str) -> FileLine | None:
    try:
        return current_line(file_title(name))
    except BadFile:
        return None


def allowed() -> dict[str, Any]:
    """What the form says of the files that are taken."""
    kinds = settings.UPLOAD_TYPES
    endings = [f".{ending}" for kind in kinds for ending in EXTENSIONS[KINDS[kind]]]
    limits: dict[int, list[str]] = {}
    for kind, most in kinds.items():
        limits.setdefault(most, []).append(kind.upper())
    shown_limits = [(", ".join(some), f"{most / 1_000_000:g} MB") for most, some in limits.items()]
    return {"accept": ",".join(endings), "limits": shown_limits, "most": settings.UPLOAD_MAX_BYTES}


def turned_away(request: HttpRequest, viewer: Editor, refusal: Refused) -> HttpResponse:
    way_on = None
    if viewer.is_anonymous:
        query = urlencode({"next": request.get_full_path()})
        way_on = (f"{reverse('special', args=['UserLogin'])}?{query}", _("Log in"))
    if request.POST.get("script"):
        return JsonResponse({"message": refusal.message}, status=refusal.status)
    return refused(request, refusal, way_on=way_on)
