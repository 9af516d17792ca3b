"""Special:PageInfo: what is known of a page besides its text."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from wiki.models import Page
from wiki.reading.info.page_info import MOST, page_info
from wiki.reading.info.parts import busiest
from wiki.reading.page import find_page
from wiki.reading.showing.protected_parts import closed_lines
from wiki.reading.talk.discussions import discussions
from wiki.text.titles import Title
from wiki.web.addresses.addresses import title_in_address
from wiki.web.frame.errors import refuse
from wiki.web.frame.visitor import visitor
from wiki.web.lists.lists import show

PARTS = 500  # sections and fields in the table


def page_info_view(request: HttpRequest, rest: str) -> HttpResponse:
    page = named_page(request, rest, "PageInfo", _("Page information"))
    if isinstance(page, HttpResponse):
        return page
    title = page.name
    info = page_info(page, viewer=visitor(request))
    context = {
        "title": title, "page": page, "action": "info", "info": info, "now": timezone.now(), "most": MOST,
        "heading": _("Information for “%(title)s”") % {"title": title.full},
        "content_language": language_name(), "edits": page.number, "discussed": discussions(page),
        "busiest": busiest(info.parts), "parts": info.parts[:PARTS], "more_parts": len(info.parts) > PARTS,
        "closed": closed_lines(page),
        "sampled": "" if info.activity.whole else _("Drawn from revisions at even distances."),
    }  # fmt: skip
    return render(request, "special/page_info.html", context)


def language_name() -> str:
    """The language that pages are written in: English (en)."""
    code = settings.LANGUAGE_CODE
    return f"{get_language_info(code)['name_local']} ({code})"


def named_page(request: HttpRequest, rest: str, special: str, heading: str) -> Page | HttpResponse:
    """The page whose title follows the special page's name, else the answer: a form that asks for one, a
    redirect to the title's normal form, or 404.
    """
    wanted = rest or request.GET.get("page", "").strip()
    if not wanted:
        return show(request, "special/which_page.html", heading)
    title = title_in_address(wanted)
    if title.key != rest.replace(" ", "_"):
        return redirect("special", f"{special}/{title.key}")
    return find_page(title, viewer=visitor(request)) or no_such_page(request, title)


def no_such_page(request: HttpRequest, title: Title) -> HttpResponse:
    message = _("There is no page “%(title)s”.") % {"title": title.full}
    way_on = (reverse("read", args=[title]), _("What can be done there"))
    return refuse(request, 404, _("No such page"), message, way_on=way_on)
