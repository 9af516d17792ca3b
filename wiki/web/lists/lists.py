"""Lists that special pages show: all pages, what links here, the logs; and any page at all."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wiki.permissions import hides_log
from wiki.reading.lists.lines import BadCursor
from wiki.reading.lists.log import log, log_types
from wiki.reading.lists.titles import random_title
from wiki.text.titles import NAMESPACES
from wiki.web.addresses.addresses import title_in_address
from wiki.web.frame.context import MAIN_PAGE
from wiki.web.frame.visitor import visitor
from wiki.web.lists.paging import read_limit, whole_number
from wiki.web.lists.steps import read_text


def upper_first(start: str) -> str:
    """Where a list of titles begins, as titles are written."""
    return start[:1].upper() + start[1:].replace("_", " ")


def random(request: HttpRequest, rest: str) -> HttpResponse:
    numbers = {name.casefold(): number for number, name in NAMESPACES.items() if number >= 0}
    title = random_title(numbers.get(rest.casefold(), 0))
    answer = redirect("read", title or MAIN_PAGE)
    answer["Cache-Control"] = "no-store"
    return answer


def logs(request: HttpRequest, rest: str) -> HttpResponse:
    viewer = visitor(request)
    query, kind = request.GET, rest or request.GET.get("type", "")
    if kind and kind not in log_types(viewer):
        raise BadRequest(_("There is no log “%(name)s”.") % {"name": kind[:40]})
    wanted, user = query.get("page", "").strip(), read_text(query, "user").strip()
    title = title_in_address(wanted) if wanted else None
    entry = whole_number(query, "logid")
    try:
        entries, older = log(
            type_=kind,
            user=user,
            title=title,
            before=query.get("older", ""),
            limit=read_limit(query),
            ids=None if entry is None else [entry],
            viewer=viewer,
        )
    except BadCursor as error:
        raise BadRequest(_("“%(cursor)s” is no place in the log.") % {"cursor": str(error)[:40]}) from None
    context = {"entries": entries, "older": older, "kind": kind, "user": user, "wanted": wanted}
    return show(
        request,
        "special/log.html",
        _("Logs"),
        kinds=log_types(viewer),
        hides_log=hides_log(viewer),
        **context,
    )


def show(request: HttpRequest, template: str, heading: str, **context: Any) -> HttpResponse:
    """A special page in the frame."""
    return render(request, template, {"heading": heading, "action": "special", **context})
