"""Finding pages by the words of their titles."""

from __future__ import annotations

from wiki.models import Page
from wiki.text.titles import Title, fold

WORDS = 8  # more add nothing to a search among titles


def titles_matching(query: str, *, limit: int = 50) -> tuple[tuple[Title, bool], ...]:
    """Titles that hold every word of the query, dashes and case apart, each with whether it is a redirect.

    Articles come first; titles that begin with the query before the others. One query.
    """
    words = fold(query).split()[:WORDS]
    if not words:
        return ()
    pages = Page.objects.filter(deleted=False)
    for word in words:
        pages = pages.filter(folded_title__contains=word)
    found = pages.order_by("namespace", "title").values_list("namespace", "title", "redirect")[:limit]
    beginning = " ".join(words)
    ordered = sorted(found, key=lambda row: (row[0] != 0, not fold(row[1]).startswith(beginning)))
    return tuple((Title(namespace, name), redirect) for namespace, name, redirect in ordered)
