"""Pages that meet a query, the best first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from wiki.search.hits import ALL, NAMES, PHRASES, SPREAD, TITLES, Hit
from wiki.search.index import database
from wiki.search.passages import PAGE
from wiki.search.query import Query
from wiki.search.words import words

_FEW = 40  # pages; with fewer, words that stand apart from one another are looked for too
# What is added to the score of the best passage, which is seldom above 20.
_NAME, _TITLE, _PHRASE = 100.0, 20.0, 12.0
_ELSEWHERE = 5.0  # taken away outside of the articles


@dataclass(slots=True)
class Found:
    """A page that meets a query, and the section in which it does so best (PAGE: title or infobox)."""

    page_id: int
    namespace: int
    title: str
    redirect: bool
    score: float = 0.0
    section: int = PAGE
    sections: dict[int, float] = field(default_factory=dict)
    redirect_from: str = ""  # the redirect (name without prefix) that was found, where it leads here


@dataclass(frozen=True, slots=True)
class Results:
    """Pages in order. `more`: there are others, which were not looked at; `unknown` clauses meet nothing."""

    pages: tuple[Found, ...] = ()
    more: bool = False
    unknown: tuple[int, ...] = ()


def find(query: Query) -> Results:
    """The pages that meet the query, at most some hundreds of them, in 1 to 3 queries.

    First come pages of that name, then by the words in title, headings and text; words that stand beside
    one another count for more. Live text alone is looked at.
    """
    found = matching(query)
    pages = led_on(list(found.pages))
    ordered = sorted(pages, key=lambda page: (-page.score, page.namespace, page.title))
    return Results(tuple(ordered), found.more, found.unknown)


def matching(query: Query) -> Results:
    """The pages that meet the query by themselves, redirects too, in no order; 1 or 2 queries."""
    if query.empty:
        return Results()
    hits = database().hits(query)
    more = sum(hit.part == ALL.part for hit in hits) >= ALL.limit
    pages = _gathered(hits, query)
    unknown: tuple[int, ...] = ()
    if len(pages) < _FEW and query.inner:
        counts = database().counts(query.inner)
        unknown = tuple(at for at, count in enumerate(counts) if not count)
        if len(counts) > 1 and not unknown:
            apart = database().spread(query, counts)
            pages = _gathered([*hits, *apart], query)
    return Results(tuple(pages), more, unknown)


def _gathered(hits: Iterable[Hit], query: Query) -> list[Found]:
    """The hits by page, each page with its score."""
    pages: dict[int, Found] = {}
    parts: dict[int, set[int]] = {}
    for hit in hits:
        page = pages.get(hit.page_id)
        if page is None:
            page = Found(hit.page_id, hit.namespace, hit.title, bool(hit.redirect))
            pages[hit.page_id] = page
        parts.setdefault(hit.page_id, set()).add(hit.part)
        score = hit.score + (_PHRASE if hit.part == PHRASES.part else 0)
        page.sections[hit.section] = page.sections.get(hit.section, 0.0) + score
    asked = len(words(query.text))
    for page in pages.values():
        _score(page, parts[page.page_id], asked)
    return list(pages.values())


def _score(page: Found, parts: set[int], asked: int) -> None:
    page.section = max(page.sections, key=lambda section: (page.sections[section], -section))
    page.score = page.sections[page.section]
    if NAMES.part in parts:
        page.score += _NAME
    if TITLES.part in parts:
        page.score += _TITLE * min(1.0, (asked + 1) / (len(words(page.title)) + 1))
    if SPREAD.part in parts and len(parts) == 1:
        page.score -= 1
    if page.namespace:
        page.score -= _ELSEWHERE


_TARGETS = """SELECT l.page_id, t.id, t.namespace, t.title FROM wiki_link l
JOIN wiki_page t ON t.namespace = l.namespace AND t.title = l.title AND NOT t.deleted
WHERE l.page_id IN ({ids}) AND l.kind = 'redirect' AND l.valid_to IS NULL"""


def led_on(pages: list[Found]) -> list[Found]:
    """The pages with the target in place of each redirect that leads to a page; a query if there are any."""
    leading = {page.page_id: page for page in pages if page.redirect}
    if not leading:
        return pages
    with connection.cursor() as cursor:
        cursor.execute(_TARGETS.format(ids=", ".join(map(str, leading))))
        found = cursor.fetchall()
    by_id = {page.page_id: page for page in pages}
    for source, target, namespace, title in found:
        redirect, there = by_id.pop(source), by_id.get(target)
        if there is None:
            by_id[target] = Found(
                target, namespace, title, False, redirect.score, redirect_from=redirect.title
            )
        elif redirect.score > there.score:
            there.score, there.redirect_from = redirect.score, redirect.title
    return list(by_id.values())
