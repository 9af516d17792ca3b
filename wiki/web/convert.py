"""Convert to Markdown: what would come of it, rendered and as a difference, and the button for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from wiki.editing.convert import conversion, convert_to_markdown
from wiki.editing.errors import BadEdit, EditConflict
from wiki.editing.merging.rows import Edit
from wiki.editing.save import SUMMARY_MAX, Saved
from wiki.editing.saving.plan import plan_edit
from wiki.models import Page
from wiki.permissions import Refused, may_edit
from wiki.reading.compare import compare_rows
from wiki.reading.showing.preview import preview_rows
from wiki.web.addresses.wanted import wanted_page
from wiki.web.frame.errors import refuse, refused
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor


def convert_view(request: HttpRequest, title: str) -> HttpResponse:
    viewer = visitor(request)
    page = wanted_page(title, viewer=viewer)
    try:
        may_edit(viewer, page, page.name)
        edit = conversion(page)
        if request.method != "POST":
            return ask(request, page, edit)
        if request.POST.get("base") != str(page.number):
            return ask(request, page, edit, status=409)
        summary = request.POST.get("summary", "").strip()
        return done(page, convert_to_markdown(page, edit, editor=viewer, summary=summary))
    except EditConflict:
        return ask(request, page, edit, status=409)
    except Refused as error:
        return refused(request, error)
    except BadEdit as error:
        return refuse(request, 400, _("Convert “%(title)s” to Markdown") % {"title": title}, error.message)


def ask(request: HttpRequest, page: Page, edit: Edit, *, status: int = 200) -> HttpResponse:
    """The page that shows what would come of it; with 409 it says that somebody edited meanwhile."""
    plan = plan_edit(page, edit)
    context = {
        "title": page.name, "page": page, "action": "edit", "base": page.number, "summary_max": SUMMARY_MAX,
        "heading": _("Convert “%(title)s” to Markdown") % {"title": page.name.full},
        "preview": preview_rows(plan.rows, page.name, plan.parsed), "meanwhile": status == 409,
        "parts": compare_rows(plan.before, plan.rows), "typed": request.POST.get("summary", ""),
    }  # fmt: skip
    response = render(request, "edit/convert.html", context, status=status)
    add_never_cache_headers(response)
    return response


def done(page: Page, saved: Saved) -> HttpResponse:
    response = HttpResponseRedirect(reverse("read", args=[page.name]), status=303)
    return leave_notice(response, "waits" if saved.waits else "converted")
