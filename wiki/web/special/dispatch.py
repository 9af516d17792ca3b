"""Finds the special page that an address names."""

from __future__ import annotations

from difflib import get_close_matches

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.web.frame.errors import refuse
from wiki.web.frame.notices import COOKIE, take_notice
from wiki.web.special.pages import NAMES, PAGES

LONGEST = 40  # characters of a name that is looked for among ours


def special(request: HttpRequest, name: str) -> HttpResponse:
    if "\0" in name:  # PostgreSQL takes none
        raise BadRequest(_("The address holds a character that no name has."))
    head, slash, rest = name.replace("_", " ").partition("/")
    known = NAMES.get(head.replace(" ", "").casefold())
    if known is None:
        return no_such_special(request, head)
    if head != known and request.method == "GET":
        query = request.META.get("QUERY_STRING", "")
        path = reverse("special", args=[known + slash + rest])
        return redirect(path + (f"?{query}" if query else ""), permanent=True)
    response = PAGES[known](request, rest.strip())
    shown = response.status_code == 200 and COOKIE not in response.cookies
    return take_notice(request, response) if shown else response


def no_such_special(request: HttpRequest, name: str) -> HttpResponse:
    message = _("There is no special page “%(name)s”.") % {"name": name[:80]}
    way_on = (reverse("special", args=["SpecialPages"]), _("See all special pages"))
    return refuse(request, 404, _("No such special page"), message, way_on=way_on, meant=meant(name))


def meant(name: str) -> list[tuple[str, str]]:
    """The special pages whose names are like this one, each with its address."""
    wanted = name.replace(" ", "").casefold()
    near = get_close_matches(wanted[:LONGEST], NAMES, n=3, cutoff=0.7)
    names = dict.fromkeys(NAMES[close] for close in near)
    return [(reverse("special", args=[known]), f"Special:{known}") for known in names]
