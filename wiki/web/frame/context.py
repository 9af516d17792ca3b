"""What the frame around every page needs to know."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from wiki.permissions import Editor
from wiki.reading.formats.copy import LICENSE, LICENSE_URL
from wiki.text.titles import Title
from wiki.web.frame.notices import notice_code, read_notice
from wiki.web.frame.visitor import visitor

MAIN_PAGE = Title(0, "Main Page")
SPECIAL, SEARCH = "/wiki/Special:", "/search"
ACCOUNT_PAGES = ("/wiki/Special:UserLog", "/wiki/Special:CreateAccount", "/wiki/Special:PasswordReset")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the site, the viewer, the notice, and the way back from logging in."""
    viewer = visitor(request)
    return {
        "site": site(),
        "viewer": viewer,
        "user_page": None if viewer.is_anonymous else Title(2, viewer.name),
        "own_talk": Title(3, viewer.name) if viewer.temporary else None,
        "notice": read_notice(request),
        "notice_code": notice_code(request),
        "LANGUAGE_CODE": get_language(),
        "return_query": return_query(request),
        "special_name": special_name(request),
        "looks": looks(viewer),
        "zone": get_current_timezone_name(),
    }


def looks(viewer: Editor) -> str:
    """The classes on the root of the page by which an account has chosen how pages look (see reader.js)."""
    if viewer.user is None:
        return ""
    chosen = viewer.user.chosen
    values = (("text", chosen.text), ("width", chosen.width), ("colour", chosen.colour))
    return " ".join(f"{name}-{value}" for name, value in values if value)


class Site(NamedTuple):
    """The wiki itself, as templates see it."""

    name: str
    url: str
    main_page: Title = MAIN_PAGE
    license: str = LICENSE
    license_url: str = LICENSE_URL
    language: str = "en"  # of the articles
    languages: tuple[tuple[str, str], ...] = ()  # of the interface: code and own name


def site() -> Site:
    return Site(
        settings.SITE_NAME,
        settings.SITE_URL,
        language=settings.LANGUAGE_CODE,
        languages=tuple(settings.LANGUAGES),
    )


def special_name(request: HttpRequest) -> str:
    """The special page that is asked for, as it stands in the address; empty for anything else."""
    if request.path == SEARCH:
        return "Search"
    name = request.path.removeprefix(SPECIAL).partition("/")[0] if request.path.startswith(SPECIAL) else ""
    return name if name.isalnum() else ""


def return_query(request: HttpRequest) -> str:
    """The query that brings a reader back here from the log-in form."""
    if request.path.startswith(ACCOUNT_PAGES):
        return f"?next={quote(request.GET['next'])}" if "next" in request.GET else ""
    opens_again = request.method == "GET" or request.path.startswith("/edit/")
    return f"?next={quote(request.get_full_path())}" if opens_again else ""
