"""Special:Neighbourhood: a page among those that See also lists tie it to."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.reading.linking.neighbourhood import neighbourhood
from wiki.reading.page import PageMissing
from wiki.web.addresses.addresses import title_in_address
from wiki.web.lists.lists import show


def neighbourhood_view(request: HttpRequest, rest: str) -> HttpResponse:
    if wanted := request.GET.get("target", "").strip():
        return redirect(reverse("special", args=[f"Neighbourhood/{title_in_address(wanted).key}"]))
    if not rest:
        return show(request, "special/neighbourhood.html", _("Neighbourhood"))
    title = title_in_address(rest)
    if title.namespace < 0:
        raise BadRequest(_("“%(title)s” has no neighbourhood.") % {"title": title.full})
    try:
        found = neighbourhood(title)
    except PageMissing:
        raise Http404(_("There is no page “%(title)s”.") % {"title": title.full}) from None
    drawings = [
        (name, drawing, [(box, found.addresses.get(box.key)) for box in drawing.boxes])
        for name, drawing in (("wide", found.drawing), ("narrow", found.narrow))
    ]
    heading = _("Neighbourhood of “%(title)s”") % {"title": title.full}
    return show(request, "special/neighbourhood.html", heading, target=title, found=found, drawings=drawings)
