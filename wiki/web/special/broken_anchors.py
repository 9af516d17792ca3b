"""Special:BrokenAnchors: links to sections that are not there."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.reading.linking.broken_anchors import broken_anchors
from wiki.web.addresses.addresses import is_id
from wiki.web.lists.lists import show


def broken_anchors_view(request: HttpRequest, rest: str) -> HttpResponse:
    after = request.GET.get("from", "") or "0"
    if not is_id(after):
        raise BadRequest(_("from has to be a number, not “%(text)s”.") % {"text": after[:40]})
    rows, following = broken_anchors(int(after))
    words = {"rows": rows, "following": following, "begun": after != "0"}
    return show(request, "special/broken_anchors.html", _("Broken section links"), **words)
