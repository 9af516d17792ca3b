"""In which language the wiki speaks to a reader: ?uselang=, else the chosen one, else the browser's."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from wiki.editing.watching.preferences import change_preference
from wiki.web.frame.context import MAIN_PAGE
from wiki.web.frame.errors import refuse
from wiki.web.frame.visitor import visitor
from wiki.web.lists.lists import show

PARAMETER = "uselang"
KEPT_SECONDS = 365 * 24 * 3600
LONGEST = 35  # characters of a language code
CHOOSER = reverse_lazy("special", args=["Language"])

Answer = Callable[[HttpRequest], HttpResponse]


def interface_language(get_response: Answer) -> Answer:
    """Middleware: speaks the reader's language while the answer is made."""

    def middleware(request: HttpRequest) -> HttpResponse:
        translation.activate(language_of(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        if "immutable" in response.headers.get("Cache-Control", ""):
            return response  # a picture: the same for everybody
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response

    return middleware


def language_of(request: HttpRequest) -> str:
    """The language a request asks for; of the wiki itself where it asks for none that we have."""
    if PARAMETER in request.META.get("QUERY_STRING", ""):
        wanted = known_language(request.GET.get(PARAMETER, ""))
        if wanted:
            return wanted
    return translation.get_language_from_request(request)


def known_language(code: str) -> str:
    """The code as we write it (zh-CN is zh-hans here); empty for a language we do not speak."""
    try:
        return translation.get_supported_language_variant(code.lower()) if len(code) <= LONGEST else ""
    except LookupError:
        return ""


@never_cache
def choose_language(request: HttpRequest, rest: str = "") -> HttpResponse:
    """/wiki/Special:Language/de: keeps the choice in a cookie and goes back; without a code, the list."""
    if not rest:
        return show(request, "special/language.html", _("Language"))
    code = known_language(rest)
    if not code:
        message = _("This wiki does not speak “%(code)s”.") % {"code": rest[:LONGEST]}
        return refuse(request, 404, _("No such language"), message, way_on=(CHOOSER, _("See all languages")))
    viewer = visitor(request)
    if viewer.user is not None and viewer.user.chosen.language:
        change_preference(viewer, language=code)
    return keep_language(HttpResponseRedirect(came_from(request)), code)


def keep_language(answer: HttpResponse, code: str) -> HttpResponse:
    """The answer, telling the browser to ask for this language from now on; "" for that of the browser."""
    if not code:
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
        return answer
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=KEPT_SECONDS,
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )
    return answer


def came_from(request: HttpRequest) -> str:
    """The address of ours on which the link stood, without a language of its own; else the main page."""
    origin = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(origin, {request.get_host()}, require_https=request.is_secure())
    parts = urlsplit(origin if ours else "")
    if not parts.path.startswith("/") or parts.path.startswith(("//", str(CHOOSER))):
        return reverse("read", args=[MAIN_PAGE])
    kept = [item for item in parts.query.split("&") if item and not item.startswith(f"{PARAMETER}=")]
    return parts.path + ("?" + "&".join(kept) if kept else "")
