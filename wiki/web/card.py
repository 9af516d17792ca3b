"""Cards of pages, which a script shows when a reader rests on a link. JSON, the same for every reader."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.reading.linking.card import Card, page_card
from wiki.reading.page import PageMissing
from wiki.text.addresses import wiki_path
from wiki.text.titles import InvalidTitle, parse_title

KEPT_SECONDS = 60  # a reader who goes over a line of links does not ask again and again


@require_safe
def preview(request: HttpRequest, title: str) -> HttpResponse:
    try:
        name = parse_title(title)
    except InvalidTitle as error:
        return _answer({"error": "invalid-title", "message": str(error.message)}, 400)
    try:
        card = page_card(name, request.GET.get("section", ""))
    except PageMissing:
        message = _("There is no page “%(title)s” to preview.") % {"title": name.full}
        return _answer({"error": "missing", "message": message}, 404)
    response = _answer(_shown(card))
    tag = f'"{hashlib.sha1(response.content, usedforsecurity=False).hexdigest()[:20]}"'
    response["ETag"], response["Cache-Control"] = tag, f"public, max-age={KEPT_SECONDS}"
    return get_conditional_response(request, etag=tag, response=response) or response


def _shown(card: Card) -> dict[str, Any]:
    return {
        "title": card.title.full,
        "section": card.section,
        "url": wiki_path(card.title.key, card.anchor),
        "text": card.text,
        "picture": card.picture,
        "thumbnail": asdict(card.thumbnail) if card.thumbnail else None,
    } | ({"gone": reverse("section", args=[card.gone])} if card.gone else {})


def _answer(content: dict[str, Any], status: int = 200) -> HttpResponse:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")
