"""As one types in the infobox form: keys and values that other articles have, as JSON."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from wiki.reading.facts.field_offers import offered_keys, offered_values
from wiki.web.addresses.addresses import title_in_address

LONGEST = 255  # characters of what was typed that are read
TAKEN = 200  # keys that the form has already


def typed(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())[:LONGEST]


@require_safe
def field_offers(request: HttpRequest, title: str) -> JsonResponse:
    """A list of strings: keys that have `q` in them, or with `key` values of that key. Keys that the form has
    already it names in `has`.
    """
    query, page = request.GET, title_in_address(title)
    if key := typed(query.get("key", "")):
        offers = offered_values(key, typed(query.get("q", "")), page)
    else:
        has = [typed(one) for one in query.getlist("has")[:TAKEN]]
        offers = offered_keys(typed(query.get("q", "")), page, but=has)
    return JsonResponse(list(offers), safe=False)
