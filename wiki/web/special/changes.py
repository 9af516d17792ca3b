"""Special:NewPages and Special:RecentChangesLinked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.reading.lists.lines import BadCursor, Lines
from wiki.reading.reports.changes import new_pages, related_changes
from wiki.web.addresses.addresses import title_in_address
from wiki.web.frame.visitor import visitor
from wiki.web.lists.lists import show
from wiki.web.lists.paging import LIMITS, Paging, read_limit, whole_number
from wiki.web.lists.recent_changes import DAYS, bad_cursor, namespaces, read_namespace


def list_new_pages(request: HttpRequest, rest: str) -> HttpResponse:
    query = request.GET
    everywhere = query.get("namespace") == "all"
    namespace = None if everywhere else read_namespace(query) or 0
    flags = {name: query.get(name, "1") == "1" for name in ("hideredirs", "hidebots")}
    try:
        found = new_pages(
            viewer=visitor(request), limit=read_limit(query), namespace=namespace,
            redirects=not flags["hideredirs"], bots=not flags["hidebots"], before=query.get("older", ""),
        )  # fmt: skip
    except BadCursor as error:
        raise bad_cursor(error) from None
    checks = [("hideredirs", _("Hide redirects")), ("hidebots", _("Hide bots"))]
    return changes(
        request, "special/new_pages.html", _("New pages"), found, ("namespace", "hideredirs", "hidebots"),
        namespace=namespace, checks=[(name, label, flags[name]) for name, label in checks],
    )  # fmt: skip


def linked_changes(request: HttpRequest, rest: str) -> HttpResponse:
    query, template, heading = request.GET, "special/related_changes.html", _("Related changes")
    if wanted := query.get("target", "").strip():
        kept = query.copy()
        del kept["target"]
        path = reverse("special", args=[f"RecentChangesLinked/{title_in_address(wanted).key}"])
        return HttpResponseRedirect(f"{path}?{kept.urlencode()}" if kept else path)
    if not rest:
        return show(request, template, heading, namespaces=namespaces(), days_on_offer=DAYS, days=7)
    title, days = title_in_address(rest), whole_number(query, "days", high=DAYS[-1]) or 7
    to = query.get("showlinkedto") == "1"
    try:
        found = related_changes(
            title, viewer=visitor(request), limit=read_limit(query), days=days, to=to,
            namespace=read_namespace(query), before=query.get("older", ""),
        )  # fmt: skip
    except BadCursor as error:
        raise bad_cursor(error) from None
    return changes(
        request, template, _("Changes related to “%(title)s”") % {"title": title.full}, found,
        ("days", "namespace", "showlinkedto"), target=title, days=days, days_on_offer=DAYS, to=to,
        namespace=read_namespace(query),
    )  # fmt: skip


def changes(
    request: HttpRequest, template: str, heading: str, found: Lines, kept: tuple[str, ...], **more: Any
) -> HttpResponse:
    """A list of edits with the form above and the way to older ones below."""
    query = request.GET
    chosen = {name: query[name] for name in kept if query.get(name)}
    paging = Paging(
        request.path, read_limit(query), chosen, found.older, query.get("older"), {}, has_other_end=False
    )
    return show(
        request, template, heading, lines=found, paging=paging, limits=LIMITS, namespaces=namespaces(), **more
    )
