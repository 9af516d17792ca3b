"""Conditional requests: whether the reader's copy of a page is still the page."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from wiki.models import LogEntry
from wiki.permissions import inherited_rules, rule_level
from wiki.reading.page import PageView
from wiki.web.frame.notices import COOKIE
from wiki.web.frame.visitor import visitor

MARK = "wiki.page"  # in the environ: (id, version) of the page that an answer for every reader shows
LISTING = (6, 14)  # namespaces whose pages show more than their version tells: members, where a file is used


@cache
def frame_release() -> str:
    """Changes with the templates: a new frame around an old page is a new answer."""
    templates = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
    digest = hashlib.sha1(usedforsecurity=False)
    for template in templates:
        digest.update(template.read_bytes())
    return digest.hexdigest()[:12]


def etag(request: HttpRequest, view: PageView) -> str:
    """A strong validator of an anonymous answer; empty where the answer is for this reader alone."""
    known = request.META.get("wiki.etag")
    if known is None:
        known = request.META["wiki.etag"] = made_etag(request, view)
    return str(known)


def made_etag(request: HttpRequest, view: PageView) -> str:
    if visitor(request).author or COOKIE in request.COOKIES:
        return ""
    # The version moves with the page; what stands on it may also follow from others: a talk page, a way back.
    shown = (
        view.sections,
        view.infobox,
        view.categories,
        view.talk_exists,
        rules_now(view),
        view.concerns,
        view.blocked and (view.blocked.block.pk, view.blocked.block.rev, as_told(view.blocked.entry)),
    )
    query = request.META.get("QUERY_STRING", "")
    digest = hashlib.sha1(repr((shown, query)).encode(), usedforsecurity=False).hexdigest()[:16]
    return f'"{view.version}.{digest}.{get_language()}.{frame_release()}"'


def rules_now(view: PageView) -> list[tuple[str, str]]:
    """What protection asks for now: a rule that has ended asks for nothing."""
    above = inherited_rules(view.page, view.title)
    rules = [rule for some in (view.page.protection, *above) for rule in some.items()]
    return [(action, rule_level(rule)) for action, rule in rules]


def ends_by_itself(view: PageView) -> bool:
    """Whether protection of the page will end without anybody's doing."""
    above = inherited_rules(view.page, view.title)
    return any(rule.get("expiry") for rules in (view.page.protection, *above) for rule in rules.values())


def as_told(entry: LogEntry | None) -> tuple[str, str]:
    """What a reader sees of the log's entry."""
    return (entry.user_text, entry.comment) if entry else ("", "")


def beside(view: PageView) -> bool:
    """Whether it shows what its version does not tell of: how a part stands elsewhere, a block that ends."""
    return bool(view.concerns or view.blocked)


def fresh_answer(request: HttpRequest, view: PageView) -> HttpResponse | None:
    """304 where the reader's copy is good, before anything is drawn."""
    tag = etag(request, view)
    return get_conditional_response(request, etag=tag) if tag else None


def mark_fresh(request: HttpRequest, response: HttpResponse, view: PageView) -> HttpResponse:
    """The response, to be asked about again before it is used again."""
    tag = etag(request, view)
    if tag:
        response["ETag"] = tag
        listing = view.title.namespace in LISTING
        if view.old is None and not listing and not beside(view) and not ends_by_itself(view):
            request.META[MARK] = (view.page.pk, view.page.version)
    response["Cache-Control"] = "no-cache" if tag else "private, no-cache"
    return response
