"""Searching the wiki of a moment.

The index holds live text alone. A page that did not change since is found in it as it is; those that did are
read as they were and matched by themselves, so many as time allows, first those that meet the query today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from wiki.models import Page, Row, parts_then
from wiki.permissions import Editor
from wiki.reading.as_of.pages import PageThen, pages_then, told_then
from wiki.reading.search import ResultLine
from wiki.reading.source import page_text
from wiki.search.find import matching
from wiki.search.matching import meets
from wiki.search.passages import (
    PAGE,
    Passage,
    infobox_text,
    page_passages,
    section_passages,
    shown_of,
    whole_name,
)
from wiki.search.plain import plain_text, without_signs
from wiki.search.query import Query
from wiki.search.snippets import has_hit, snippet
from wiki.text.content import WIKITEXT
from wiki.text.parts.rows import PageText

MOST, MOST_BYTES = 300, 3_000_000  # pages, and their source texts, that are read for one search
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class ResultsThen:
    """One screen of results; `count` in all. `more`: not every page that changed since was looked at."""

    rows: tuple[ResultLine, ...] = ()
    count: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """A page's text of then, with its passages."""

    page: PageThen
    text: PageText
    passages: tuple[Passage, ...]
    anchors: dict[int, str]


def search_then(
    query: Query, *, moment: datetime, viewer: Editor, offset: int = 0, limit: int = 20
) -> ResultsThen:
    """The pages that met the query then: of that name first, then by the words in their titles.

    At most some hundreds of pages are read: 4 queries to find them and 3 for each 50. Those whose text of
    then the viewer may not read are left out.
    """
    if query.empty:
        return ResultsThen()
    ids, more = _candidates(query, moment, viewer)
    found: list[_Text] = []
    room = MOST_BYTES
    for start in range(0, len(ids), AT_ONCE):
        told = told_then(ids[start : start + AT_ONCE], moment, viewer=viewer)
        looked_in = [id_ for id_ in ids[start : start + AT_ONCE] if id_ in told and _asked(query, told[id_])]
        fitting = {}
        for id_ in looked_in:
            room -= told[id_].revision.size
            if room >= 0:
                fitting[id_] = told[id_]
        found += [text for text in _texts(fitting) if meets(query, text.passages)]
        if room < 0:
            more = True
            break
    found.sort(key=lambda text: _order(query, text))
    shown = found[offset : offset + limit]
    return ResultsThen(tuple(_line(query, text) for text in shown), len(found), more)


def _candidates(query: Query, moment: datetime, viewer: Editor) -> tuple[list[int], bool]:
    """Pages that may meet the query: those that do today, and those of then that changed since."""
    today = matching(query)
    hits = [page.page_id for page in today.pages]
    changed = Page.objects.filter(Q(touched__gt=moment) | Q(deleted=True), pk=OuterRef("id"))
    there = pages_then(moment, viewer=viewer).filter(Exists(changed)).exclude(id__in=hits)
    if query.namespaces is not None:
        there = there.filter(namespace__in=query.namespaces)
    room = max(0, MOST - len(hits))
    others = list(there.order_by("id").values_list("id", flat=True)[: room + 1])
    return [*hits[:MOST], *others[:room]], today.more or len(hits) > MOST or len(others) > room


def _asked(query: Query, page: PageThen) -> bool:
    return query.namespaces is None or page.title.namespace in query.namespaces


def _texts(told: dict[int, PageThen]) -> Iterator[_Text]:
    """The texts of these pages; one query."""
    rows = parts_then({id_: page.revision.number for id_, page in told.items()})
    for id_, page in told.items():
        yield _read(page, rows.get(id_, []))


def _read(page: PageThen, rows: Sequence[Row]) -> _Text:
    """Of a redirect the title alone counts, as in the index."""
    text = page_text(rows)
    sections = [row for row in rows if row.kind == "section"]
    passages = list(page_passages(page.title.name, text.fields))
    if not page.redirect:
        for row, section in zip(sections, text.sections, strict=True):
            passages += section_passages(row.id, page.title.name, shown_of(section))
    return _Text(page, text, tuple(passages), {row.id: row.anchor for row in sections})


def _order(query: Query, found: _Text) -> tuple[bool, bool, int, str]:
    title = found.page.title
    named = whole_name(title.name) == whole_name(query.text)
    in_title = meets(query, page_passages(title.name, ()))
    return not named, not in_title, title.namespace, title.name


def _line(query: Query, found: _Text) -> ResultLine:
    """A result with the section that shows best why it was found."""
    terms, page = query.highlighted, found.page
    words = sum(len(passage.body) for passage in found.passages)
    heading = anchor = ""
    pieces = snippet("", terms)
    for place, title, body in _places(found):
        tried = snippet(body, terms)
        if has_hit(tried) or not pieces:
            pieces, heading, anchor = tried, title, found.anchors.get(place, "")
        if has_hit(tried):
            break
    return ResultLine(
        page.title, pieces, page.revision.size, words, page.revision.timestamp, page.redirect, None,
        plain_text(heading), anchor if heading else "",
    )  # fmt: skip


def _places(found: _Text) -> Iterable[tuple[int, str, str]]:
    for (id_, _), section in zip(found.anchors.items(), found.text.sections, strict=True):
        if found.text.model == WIKITEXT:
            section = section._replace(body=without_signs(section.body))
        yield id_, section.title, shown_of(section).text
    yield PAGE, "", infobox_text(found.text.fields)
