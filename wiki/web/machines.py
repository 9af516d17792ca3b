"""For machines that read: robots.txt, the sitemap, oEmbed."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.reading.lists import sitemap
from wiki.reading.page import PageMissing, PageView, RevisionHidden, RevisionMissing, read_page, read_revision
from wiki.text.addresses import wiki_path
from wiki.text.titles import Title
from wiki.text.xml import for_xml
from wiki.web.addresses.addresses import is_id, title_in_address
from wiki.web.frame.context import site
from wiki.web.frame.visitor import visitor
from wiki.web.lists.paging import whole_number

EMBED_WIDTH, EMBED_HEIGHT = 600, 200
HOUR = "public, max-age=3600"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "machines/robots.txt", {"site": site()}, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return xml(request, "machines/sitemap_index.xml", parts=sitemap.sitemap_parts())


@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    if number not in sitemap.sitemap_parts():
        raise Http404(_("The sitemap has no part %(number)s.") % {"number": str(number)[:20]})
    return xml(request, "machines/sitemap.xml", entries=sitemap.sitemap_part(number))


def xml(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    response = render(request, template, {"site": site(), **context})
    response["Content-Type"], response["Cache-Control"] = "application/xml; charset=utf-8", HOUR
    return response


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """After oembed.com, version 1.0: an article as a quotation that other sites can show without script."""
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        return HttpResponse(_("Formats: json, xml."), status=501, content_type="text/plain; charset=utf-8")
    width = min(whole_number(request.GET, "maxwidth") or EMBED_WIDTH, EMBED_WIDTH)
    height = min(whole_number(request.GET, "maxheight") or EMBED_HEIGHT, EMBED_HEIGHT)
    view = named_page(request, request.GET.get("url", ""))
    value = embedded(view) | {"width": width, "height": height}
    if form == "json":
        return JsonResponse(value, json_dumps_params={"ensure_ascii": False})
    inside = "".join(f"<{name}>{escape(for_xml(str(part)))}</{name}>" for name, part in value.items())
    head = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>'
    return HttpResponse(f"{head}<oembed>{inside}</oembed>", content_type="text/xml; charset=utf-8")


def named_page(request: HttpRequest, url: str) -> PageView:
    """The page of this wiki that an address leads to. Raises BadRequest or Http404."""
    try:
        parts, here = urlsplit(url), urlsplit(site().url)
    except ValueError:
        raise BadRequest(_("“%(url)s” is no address.") % {"url": url[:80]}) from None
    if not url or (parts.scheme, parts.netloc) != (here.scheme, here.netloc):
        raise BadRequest(
            _("“url” has to be the address of a page of this wiki, not “%(url)s”.") % {"url": url[:80]}
        )
    kind, _slash, rest = parts.path.removeprefix("/").partition("/")
    try:
        if kind == "wiki":
            return read_page(title_in_address(unquote(rest)), viewer=visitor(request))
        if kind == "revision" and is_id(rest):
            return read_revision(int(rest), viewer=visitor(request))
    except (PageMissing, RevisionMissing, RevisionHidden):
        pass
    raise Http404(_("There is no page at “%(url)s”.") % {"url": url[:200]})


def embedded(view: PageView) -> dict[str, str]:
    here, title = site(), view.title
    url = here.url + (f"/revision/{view.line.id}" if view.old else wiki_path(title.key))
    return {
        "version": "1.0",
        "type": "rich",
        "title": title.full,
        "provider_name": here.name,
        "provider_url": here.url,
        "html": quotation(title, url, view.page.description, here.name),
    }


def quotation(title: Title, url: str, words: str, name: str) -> str:
    source = format_html('<footer><a href="{}">{}</a> – {}</footer>', url, title.full, name)
    return format_html('<blockquote cite="{}"><p>{}</p>{}</blockquote>', url, words, source)
