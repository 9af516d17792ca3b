"""Lists of accounts and groups."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.permissions import GIVEN, RIGHTS
from wiki.reading.lists.lines import BadCursor
from wiki.reading.reports.keyed import Screen
from wiki.reading.reports.people import UserLine, active_users, users
from wiki.web.lists.lists import show, upper_first
from wiki.web.lists.recent_changes import bad_cursor
from wiki.web.lists.steps import Steps, read_place, read_size, read_text


def list_users(request: HttpRequest, rest: str) -> HttpResponse:
    query = request.GET
    group, start = query.get("group", ""), upper_first(read_text(query, "username"))
    if rest in GIVEN:
        group = rest
    elif rest:
        start = upper_first(rest)
    if group and group not in GIVEN:
        raise BadRequest(_("There is no group “%(name)s”.") % {"name": group[:40]})
    found = asked(request, users, start=start, group=group)
    kept = {"group": "" if group == rest else group}
    return shown(
        request, _("User list"), _("Everybody who has an account here."), found, kept,
        start=start, group=group, groups=GIVEN,
    )  # fmt: skip


def list_active(request: HttpRequest, rest: str) -> HttpResponse:
    found = asked(request, active_users)
    about = _("Accounts with an edit in the last 30 days.")
    empty = _("Nobody with an account has edited in the last 30 days.")
    return shown(request, _("Active users list"), about, found, {}, empty=empty, recent=True)


def asked(request: HttpRequest, what: Any, **choices: Any) -> Screen[UserLine]:
    try:
        found: Screen[UserLine] = what(limit=read_size(request.GET), **choices, **read_place(request))
    except BadCursor as error:
        raise bad_cursor(error) from None
    return found


def shown(
    request: HttpRequest, heading: str, about: str, found: Screen[UserLine], kept: dict[str, Any], **more: Any
) -> HttpResponse:
    steps = Steps(request.path, read_size(request.GET), found.before, found.after, kept)
    return show(request, "special/users.html", heading, about=about, screen=found, steps=steps, **more)


def group_rights(request: HttpRequest, rest: str) -> HttpResponse:
    groups = [(name, name in GIVEN, sorted(rights)) for name, rights in RIGHTS.items()]
    return show(request, "special/group_rights.html", _("User group rights"), groups=groups)
