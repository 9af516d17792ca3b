"""The bytes of files: originals and smaller sizes. Addresses name the content, so copies stay good."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.permissions import Editor
from wiki.pictures.scale import THUMBNAIL_TYPE
from wiki.reading.files.files import FileMissing, Served, served_file
from wiki.reading.files.thumbnails import Busy, PictureBroken, open_original, open_thumbnail
from wiki.text.html.thumbs import LADDER, SVG
from wiki.text.titles import Title
from wiki.web.addresses.addresses import title_in_address
from wiki.web.frame.errors import refuse
from wiki.web.frame.visitor import visitor

FOR_EVER = "public, max-age=31536000, immutable"
# Opened by itself, a drawing may use its own styles and nothing else.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
WEBP = ".webp"


@require_safe
def original(request: HttpRequest, sha1: str, name: str) -> HttpResponseBase:
    served = found(request, file_in_address(name), sha1)
    tag = f'"{sha1}"'
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        return marked(unchanged, served, tag)
    runs = served.picture.mime == SVG  # browsers could run it: it is saved, not opened
    try:
        file = open_original(served)
    except FileMissing:
        raise lost(served) from None
    answer = FileResponse(
        file, as_attachment=runs, filename=served.picture.name, content_type=served.picture.mime
    )
    return marked(answer, served, tag)


@require_safe
def thumb(request: HttpRequest, width: int, sha1: str, name: str) -> HttpResponseBase:
    if not 0 < width <= LADDER[-1]:
        words = {"width": str(width)[:20], "most": LADDER[-1]}
        raise Http404(_("Pictures are not made %(width)s pixels wide; %(most)d are the most.") % words)
    served = found(request, file_in_address(name.removesuffix(WEBP)), sha1)
    if served.picture.step(width) != width:
        answer = redirect(served.picture.thumb(width), permanent=True)
        answer["Cache-Control"] = FOR_EVER if served.public else "private, no-store"
        return answer
    tag = f'"{sha1}.{width}"'
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        return marked(unchanged, served, tag)
    return marked(smaller(request, served, width), served, tag)


def smaller(request: HttpRequest, served: Served, width: int) -> HttpResponseBase:
    try:
        return FileResponse(open_thumbnail(served, width), content_type=THUMBNAIL_TYPE)
    except FileMissing:
        raise lost(served) from None
    except PictureBroken as error:
        words = {"name": served.picture.name, "why": error}
        raise Http404(_("“%(name)s” cannot be shown smaller: %(why)s.") % words) from None
    except Busy:
        answer = refuse(request, 503, _("Busy"), _("Too many pictures are being made smaller just now."))
        answer["Retry-After"] = "10"
        return answer


def file_in_address(name: str) -> Title:
    title = title_in_address(f"File:{name}")
    if title.namespace != 6:
        raise BadRequest(_("“%(name)s” is not the name of a file.") % {"name": name[:80]})
    return title


def found(request: HttpRequest, title: Title, sha1: str) -> Served:
    """The file; who asks is found out only where that makes a difference, so that answers can be shared."""
    try:
        try:
            return served_file(title, sha1, viewer=Editor())
        except FileMissing:
            return served_file(title, sha1, viewer=visitor(request))
    except FileMissing:
        raise Http404(_("There is no such version of “%(name)s”.") % {"name": title.full}) from None


def lost(served: Served) -> Http404:
    return Http404(_("The file “%(name)s” is not in the storage any more.") % {"name": served.picture.name})


def marked(answer: HttpResponseBase, served: Served, tag: str) -> HttpResponseBase:
    if answer.status_code in (200, 304):
        answer["ETag"] = tag
        answer["Cache-Control"] = FOR_EVER if served.public else "private, no-store"
        answer["Content-Security-Policy"] = SANDBOX
        answer["X-Content-Type-Options"] = "nosniff"
    return answer
