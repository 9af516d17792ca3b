"""Special pages: made by the wiki, not written by anybody."""

from __future__ import annotations

from collections.abc import Callable
from platform import python_version

import django
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.web import accounts, lists
from wiki.web.contributions import contributions_view
from wiki.web.errors import refuse
from wiki.web.lists import show
from wiki.web.recent_changes import recent_changes_view

View = Callable[[HttpRequest, str], HttpResponse]
RELEASE = "0.1.0"


def special(request: HttpRequest, name: str) -> HttpResponse:
    head, slash, rest = name.replace("_", " ").partition("/")
    known = NAMES.get(head.replace(" ", "").casefold())
    if known is None:
        return no_such_special(request, head)
    if head != known and request.method == "GET":
        query = request.META.get("QUERY_STRING", "")
        path = reverse("special", args=[known + slash + rest])
        return redirect(path + (f"?{query}" if query else ""), permanent=True)
    return PAGES[known](request, rest.strip())


def no_such_special(request: HttpRequest, name: str) -> HttpResponse:
    message = _("There is no special page “%(name)s”.") % {"name": name[:80]}
    way_on = (reverse("special", args=["SpecialPages"]), _("See all special pages"))
    return refuse(request, 404, _("No such special page"), message, way_on=way_on)


def not_there_yet(request: HttpRequest, *place: object, **named: object) -> HttpResponse:
    return refuse(request, 501, _("Not there yet"), _("This part of the wiki is still being built."))


def about(request: HttpRequest, rest: str) -> HttpResponse:
    database = ".".join(str(part) for part in connection.get_database_version())
    parts = [
        ("Stemma", RELEASE),
        ("Python", python_version()),
        ("Django", django.get_version()),
        (connection.display_name, database),
    ]
    return show(request, "special/version.html", _("Version"), parts=parts)


def special_pages(request: HttpRequest, rest: str) -> HttpResponse:
    groups = [(str(name), [(page, str(label)) for page, label in pages]) for name, pages in GROUPS]
    return show(request, "special/special_pages.html", _("Special pages"), groups=groups)


def upload(request: HttpRequest, rest: str) -> HttpResponse:
    file = request.GET.get("wpDestFile", rest).replace("_", " ")[:255]
    return show(request, "special/upload.html", _("Upload file"), file=file)


def to_search(request: HttpRequest, rest: str) -> HttpResponse:
    query = request.GET.copy()
    query["q"] = query.get("q") or query.pop("search", [rest])[0]
    return redirect(f"{reverse('search')}?{query.urlencode()}")


def permanent_link(request: HttpRequest, rest: str) -> HttpResponse:
    return redirect("revision", number(rest))


def to_diff(request: HttpRequest, rest: str) -> HttpResponse:
    ids = rest.split("/")
    if len(ids) == 1:
        return redirect("diff", "prev", number(ids[0]))
    return redirect("diff", number(ids[0]), ids[1] if ids[1] in ("prev", "next", "cur") else number(ids[1]))


def number(text: str) -> int:
    """A revision's number in an address."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadRequest(_("“%(text)s” is no revision's number.") % {"text": text[:40]})
    return int(text)


# ---- The list of them all ---------------------------------------------------------------------------------

PAGES: dict[str, View] = {
    "AllPages": lists.page_list,
    "ChangePassword": accounts.change_password,
    "Contributions": contributions_view,
    "CreateAccount": accounts.create,
    "Diff": to_diff,
    "Log": lists.logs,
    "PasswordReset": accounts.reset_password,
    "PermanentLink": permanent_link,
    "Random": lists.random,
    "RecentChanges": recent_changes_view,
    "Search": to_search,
    "SpecialPages": special_pages,
    "Upload": upload,
    "UserLogin": accounts.log_in,
    "UserLogout": accounts.log_out,
    "Version": about,
    "WhatLinksHere": lists.links_here,
}
ALIASES = {"RandomPage": "Random", "Login": "UserLogin", "Logout": "UserLogout", "Logs": "Log"}
NAMES = {name.casefold(): name for name in PAGES} | {old.casefold(): name for old, name in ALIASES.items()}

GROUPS = [
    (
        gettext_lazy("Recent changes and logs"),
        [
            ("RecentChanges", gettext_lazy("Recent changes")),
            ("Log", gettext_lazy("Logs")),
            ("Contributions", gettext_lazy("User contributions")),
        ],
    ),
    (
        gettext_lazy("Lists of pages"),
        [
            ("AllPages", gettext_lazy("All pages")),
            ("Random", gettext_lazy("Random page")),
            ("WhatLinksHere", gettext_lazy("What links here")),
            ("Search", gettext_lazy("Search")),
        ],
    ),
    (
        gettext_lazy("Account"),
        [
            ("CreateAccount", gettext_lazy("Create account")),
            ("UserLogin", gettext_lazy("Log in")),
            ("ChangePassword", gettext_lazy("Change password")),
            ("PasswordReset", gettext_lazy("Reset password")),
        ],
    ),
    (
        gettext_lazy("About this wiki"),
        [("Version", gettext_lazy("Version")), ("Upload", gettext_lazy("Upload file"))],
    ),
]
