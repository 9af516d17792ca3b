"""Quoted words in an address: `quote`, and `nth` where they stand there several times."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wiki.models.parts import Ref
from wiki.reading.info.citing import authors_until, quote
from wiki.reading.page import PageView
from wiki.text.html.quote import LONGEST
from wiki.web.lists.paging import whole_number

NAMED = 5  # authors


@dataclass(frozen=True, slots=True)
class Words:
    """What an address quotes."""

    text: str
    nth: int = 1

    @property
    def query(self) -> str:
        """The same as a query, `?` included; empty for no words."""
        if not self.text:
            return ""
        return "?" + urlencode({"quote": self.text} | ({"nth": self.nth} if self.nth > 1 else {}))


@dataclass(frozen=True, slots=True)
class Authors:
    """The first of them by name, and how many more there are."""

    named: tuple[str, ...]
    others: int


@dataclass(frozen=True, slots=True)
class QuoteBox:
    """What stands above a page that words are quoted from."""

    words: Words
    found: bool
    authors: Authors


def read_words(request: HttpRequest) -> Words:
    """The words that the address quotes; none where it has no `quote`. 400 for too many, or broken ones."""
    text = " ".join(request.GET.get("quote", "").split())
    if len(text) > LONGEST:
        words = {"n": len(text), "most": LONGEST}
        raise BadRequest(_("The quotation has %(n)s characters; %(most)s are the most.") % words)
    if "\0" in text:
        raise BadRequest(_("The quotation holds a character that no page has."))
    return Words(text, whole_number(request.GET, "nth", high=1_000_000) or 1)


def quoted(view: PageView, words: Words) -> tuple[PageView, QuoteBox]:
    """The view with the words marked, and what is said of them; one query where they were found."""
    found = quote(view, words.text, words.nth)
    authors = (
        authors_of(view.page.pk, view.line.number, found.parts or None) if found.found else Authors((), 0)
    )
    return found.view, QuoteBox(words, found.found, authors)


def authors_of(page_id: int, number: int, parts: frozenset[Ref] | None = None) -> Authors:
    """Who wrote the page, or these parts of it, until this revision."""
    names = authors_until(page_id, number, parts)
    return Authors(names[:NAMED], len(names[NAMED:]))
