"""An article to take along: Markdown, plain text, JSON, EPUB, PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from wiki.permissions import Editor
from wiki.reading.formats.book import as_epub, book_pictures
from wiki.reading.formats.copy import Copy, read_copy, this_wiki
from wiki.reading.formats.pictures import load_pictures, with_pictures
from wiki.reading.formats.texts import as_json, as_markdown, as_plain_text
from wiki.reading.page import PageMissing, RevisionHidden, RevisionMissing
from wiki.text.html.paper import PaperBusy, PaperUnavailable, pdf
from wiki.web.addresses.addresses import title_in_address
from wiki.web.frame.errors import refuse
from wiki.web.frame.fresh import frame_release
from wiki.web.frame.visitor import visitor
from wiki.web.lists.paging import whole_number

CHAPTER = "formats/chapter.html"
ANYBODY = Editor()  # a copy is passed on: it shows what everybody may see


class Format(NamedTuple):
    """How a copy is made, and what it is served as."""

    make: Callable[[Copy], str | bytes]
    type: str
    attachment: bool = True


def book(copy: Copy) -> bytes:
    chapters: list[tuple[str, str]] = [(copy.title.full, format_html("<h1>{}</h1>", copy.title.full))]
    with override(settings.LANGUAGE_CODE):  # of the text, not of the reader
        style = render_to_string("formats/book.css")
        for number, sections in enumerate(copy.chapters):
            context = {"sections": sections, "infobox": None if number else copy.view.infobox}
            chapters.append((sections[0].title or copy.title.full, render_to_string(CHAPTER, context)))
        chapters.append((_("About this copy"), render_to_string("formats/about.html", {"copy": copy})))
    names, pictures = book_pictures("".join(html for _title, html in chapters), viewer=ANYBODY)
    whole = [(title, copy.elsewhere(with_pictures(html, names))) for title, html in chapters]
    return as_epub(copy, whole, style, pictures)


def paper(copy: Copy) -> bytes:
    with override(settings.LANGUAGE_CODE):
        article = {"sections": copy.view.sections, "infobox": copy.view.infobox}
        about = render_to_string("formats/about.html", {"copy": copy})
        drawn = render_to_string(CHAPTER, article) + about
        loaded = load_pictures(drawn, viewer=ANYBODY)
        names = {address: f"picture:{number}" for number, address in enumerate(loaded)}
        body = copy.elsewhere(with_pictures(drawn, names))
        context = {"copy": copy, "body": body, "LANGUAGE_CODE": settings.LANGUAGE_CODE}
        html, style = render_to_string("formats/paper.html", context), render_to_string("formats/paper.css")
    return pdf(html, style, {names[address]: data for address, data in loaded.items()})


FORMATS = {
    "md": Format(as_markdown, "text/markdown; charset=utf-8"),
    "txt": Format(as_plain_text, "text/plain; charset=utf-8", attachment=False),
    "json": Format(as_json, "application/json", attachment=False),
    "epub": Format(book, "application/epub+zip"),
    "pdf": Format(paper, "application/pdf"),
}


@require_safe
def download(request: HttpRequest, format: str, title: str) -> HttpResponse:  # noqa: A002
    name, oldid = title_in_address(title), whole_number(request.GET, "oldid")
    if format not in FORMATS:
        names = ", ".join(FORMATS)
        raise BadRequest(
            _("There is no format “%(name)s”; there are %(all)s.") % {"name": format[:20], "all": names}
        )
    try:
        copy = read_copy(name, viewer=visitor(request), origin=this_wiki(), oldid=oldid)
    except PageMissing:
        raise Http404(_("There is no page “%(title)s”.") % {"title": name.full}) from None
    except RevisionMissing:
        words = {"title": name.full, "id": oldid}
        raise Http404(_("“%(title)s” has no revision %(id)s.") % words) from None
    except RevisionHidden:
        return refuse(request, 403, name.full, _("The text of this revision was hidden by an administrator."))
    return served(request, copy, format)


def served(request: HttpRequest, copy: Copy, format: str) -> HttpResponse:  # noqa: A002
    chosen = FORMATS[format]
    # Authors may be hidden or shown without a new revision: they are part of what is compared.
    names = hashlib.sha1(repr(copy.authors).encode(), usedforsecurity=False).hexdigest()[:12]
    tag = f'"{copy.view.version}.{names}.{frame_release()}.{format}"'
    known = get_conditional_response(request, etag=tag)
    if known is not None:
        return known
    try:
        content = chosen.make(copy)
    except PaperBusy:
        return too_slow(request, copy)
    except PaperUnavailable:
        message = _(
            "This server lacks the library that makes PDFs (Pango). Print the page from your browser."
        )
        return refuse(request, 501, _("No PDF here"), message)
    response = HttpResponse(content, content_type=chosen.type)
    response["ETag"], response["Cache-Control"] = tag, "no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["Link"] = f'<{copy.url}>; rel="canonical"'
    file = f"{copy.title.full.replace('/', '-')}.{format}"
    disposition = content_disposition_header(chosen.attachment, file)
    if disposition:
        response["Content-Disposition"] = disposition
    return response


def too_slow(request: HttpRequest, copy: Copy) -> HttpResponse:
    message = _("Laying out “%(title)s” took too long, or others were before you.") % {
        "title": copy.title.full
    }
    advice = _("Try again in a minute. A very long article is better printed from your browser.")
    response = refuse(request, 503, _("No PDF at the moment"), message, advice=advice)
    response["Retry-After"] = "60"
    return response
