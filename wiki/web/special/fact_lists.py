"""Special:UnsourcedFacts and Special:StaleFacts."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.reading.facts.fact_lists import FactScreen, stale_facts, unsourced_facts
from wiki.web.addresses.addresses import is_id
from wiki.web.lists.facts import words
from wiki.web.lists.lists import show


def unsourced_view(request: HttpRequest, rest: str) -> HttpResponse:
    key = words(request.GET.get("field", rest))
    screen = unsourced_facts(key=key, after=place(request))
    about = _("What infoboxes say without saying where it is from. A field’s page and form take a source.")
    empty = _("Every fact that was looked at has a source.")
    return fact_list(request, _("Facts without a source"), screen, about, empty, key=key, by_key=True)


def stale_view(request: HttpRequest, rest: str) -> HttpResponse:
    screen = stale_facts(after=place(request))
    about = _(
        "Facts that nobody changed or checked for as long as their template says. Whoever sees that one "
        "still holds says so on its page; that makes no edit."
    )
    empty = _("No fact is waiting to be looked at.")
    return fact_list(request, _("Facts to look at again"), screen, about, empty, dated=True)


def fact_list(
    request: HttpRequest, heading: str, screen: FactScreen, about: str, empty: str, **more: object
) -> HttpResponse:
    context = {"screen": screen, "about": about, "empty": empty, **more}
    return show(request, "special/fact_list.html", heading, **context)


def place(request: HttpRequest) -> int:
    """Where the list begins. Raises BadRequest."""
    after = request.GET.get("from", "") or "0"
    if not is_id(after):
        raise BadRequest(_("from has to be a number, not “%(text)s”.") % {"text": after[:40]})
    return int(after)
