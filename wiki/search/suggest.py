"""Titles that begin as a reader types."""

from __future__ import annotations

from wiki.search.find import Found, led_on
from wiki.search.index import database
from wiki.search.passages import JOIN, NAME, TITLE
from wiki.search.query import CONTENT, MOST, Query, Term, read_query
from wiki.search.spelling import nearest
from wiki.search.words import folded, words

_FEW = 3  # suggestions; with fewer, the last word is taken for misspelt


def titles_beginning(text: str, *, limit: int = 10) -> tuple[Found, ...]:
    """Pages whose title begins like the text, then those that have its words, the last one begun.

    Redirects lead to their pages. A word nearly right is forgiven where hardly anything is found. Looks in
    the namespace that a prefix names, else among articles. 2 to 6 queries.
    """
    query = read_query(text, CONTENT)
    found = _beginning(query.text, query.namespaces)
    last = query.text.rpartition(" ")[2]
    if len(found) < _FEW and (better := nearest(last)):
        there = {page.page_id for page in found}
        mended = _beginning(query.text[: len(query.text) - len(last)] + better, query.namespaces)
        found += [page for page in mended if page.page_id not in there]
    return tuple(found[:limit])


def _beginning(text: str, namespaces: frozenset[int] | None) -> list[Found]:
    typed = _typed(text)
    if not typed:
        return []
    named = Term((NAME + JOIN.join(typed)[:200],), prefix=True, whole=True)
    # A title's words stand in one passage: they are asked for together, at a cost that does not grow.
    worded = [
        *(Term((TITLE + word,)) for word in typed[:-1][-MOST:]),
        Term((TITLE + typed[-1],), prefix=True),
    ]
    pages: dict[int, Found] = {}
    for rank, terms in enumerate(([named], worded)):
        query = Query(text, tuple((term,) for term in terms), namespaces=namespaces)
        for hit in database().hits(query):
            page = Found(hit.page_id, hit.namespace, hit.title, bool(hit.redirect), score=float(-rank))
            pages.setdefault(hit.page_id, page)
    return sorted(led_on(list(pages.values())), key=lambda page: (-page.score, len(page.title), page.title))


def _typed(text: str) -> list[str]:
    """The words, the last one as it was typed: a plural's stem need not begin as the word does."""
    found = words(text)
    last = folded(text).split()[-1:]
    if found and last and last[0].isascii():
        found[-1] = last[0]
    return found
