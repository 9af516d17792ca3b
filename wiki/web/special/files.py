"""Special pages about files: lists of them, those with the same bytes, the way to a file itself."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wiki.reading.files.file_lists import KEYS, Order, current_picture, list_files, twins
from wiki.reading.lists.lines import BadCursor
from wiki.web.files.media import file_in_address
from wiki.web.lists.lists import show
from wiki.web.lists.recent_changes import bad_cursor
from wiki.web.lists.steps import Steps, read_place, read_size


def file_list(request: HttpRequest, rest: str) -> HttpResponse:
    return listed(request, _("File list"), _("No files yet."))


def unused_files(request: HttpRequest, rest: str) -> HttpResponse:
    return listed(request, _("Unused files"), _("Every file is shown by a page."), unused=True)


def listed(request: HttpRequest, heading: str, empty: str, *, unused: bool = False) -> HttpResponse:
    order, limit = request.GET.get("sort", "date"), read_size(request.GET)
    if order not in KEYS:
        raise BadRequest(_("Files cannot be sorted by “%(name)s”.") % {"name": order[:40]})
    try:
        screen = list_files(order=cast(Order, order), limit=limit, unused=unused, **read_place(request))
    except BadCursor as error:
        raise bad_cursor(error) from None
    kept = {} if order == "date" else {"sort": order}
    steps = Steps(request.path, limit, screen.before, screen.after, kept)
    orders = [("date", _("date")), ("name", _("name")), ("size", _("size")), ("user", _("user"))]
    return show(
        request, "special/files.html", heading, files=screen.rows, steps=steps, order=order, orders=orders,
        empty=empty,
    )  # fmt: skip


def duplicates(request: HttpRequest, rest: str) -> HttpResponse:
    name = rest or request.GET.get("filename", "").strip()
    context = {"asked": name, "form": True, "empty": ""}
    if name:
        title = file_in_address(name.removeprefix("File:"))
        context |= {"files": twins(title), "empty": _("There is no file “%(name)s”.") % {"name": title.full}}
    return show(request, "special/files.html", _("Search for duplicate files"), **context)


def file_path(request: HttpRequest, rest: str) -> HttpResponse:
    name = rest or request.GET.get("file", "").strip()
    if not name:
        raise BadRequest(_("Special:Filepath has to be followed by the name of a file."))
    title = file_in_address(name.removeprefix("File:"))
    picture = current_picture(title)
    if picture is None:
        raise Http404(_("There is no file “%(name)s”.") % {"name": title.full})
    return redirect(picture.original)
