"""The list of search results: what a reader sees of each page that was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from wiki.models import InfoboxField, Page, Section
from wiki.reading.files.files import thumbnails
from wiki.reading.source import model_of_page
from wiki.search.find import Found, find
from wiki.search.index import database
from wiki.search.passages import PAGE, infobox_text
from wiki.search.plain import plain_text, without_signs
from wiki.search.query import Query, Term, read_query
from wiki.search.snippets import Piece, has_hit, snippet
from wiki.search.spelling import did_you_mean
from wiki.search.words import words
from wiki.text.content import WIKITEXT
from wiki.text.html.thumbs import Shown
from wiki.text.parts.rows import FieldText
from wiki.text.titles import Title

THUMB, SMALL_THUMB = (120, 90), (40, 40)  # pixels within which pictures of results and suggestions fit
_FEW = 3  # results; with fewer, another spelling is looked for
_FIELDS = 500  # of infoboxes that are looked through for a snippet
_SOURCE = 20_000  # characters of a section that are looked through


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A page that was found. `section` is the heading under which the words stand, with its anchor."""

    title: Title
    snippet: tuple[Piece, ...]
    size: int
    words: int
    touched: datetime | None
    redirect: bool = False
    redirect_from: Title | None = None
    section: str = ""
    anchor: str = ""
    category: str = ""
    picture: Shown | None = None


@dataclass(frozen=True, slots=True)
class ResultList:
    """One screen of results. `count` is how many can be paged through; `more` says that there are others."""

    rows: tuple[ResultLine, ...]
    count: int
    more: bool
    meant: str = ""  # another spelling, which finds more


def search_pages(query: Query, *, offset: int = 0, limit: int = 20) -> ResultList:
    """The pages that meet the query, from the place `offset` on, in a few queries however many there are."""
    found = find(query)
    shown = found.pages[offset : offset + limit]
    meant = ""
    if len(found.pages) < _FEW and query.plain and not offset:
        meant = did_you_mean(query)
        if meant and len(find(read_query(meant, query.namespaces)).pages) <= len(found.pages):
            meant = ""
    return ResultList(tuple(_lines(shown, query)), len(found.pages), found.more, meant)


def _lines(shown: Sequence[Found], query: Query) -> Iterable[ResultLine]:
    if not shown:
        return
    ids = [page.page_id for page in shown]
    pages = Page.objects.select_related("latest").in_bulk(ids)
    lengths = database().lengths(ids)
    sections = {
        id_: (title, anchor, body[:_SOURCE])
        for id_, title, anchor, body in Section.objects.filter(
            pk__in=[page.section for page in shown if page.section != PAGE], deleted=False
        ).values_list("pk", "title", "anchor", "body")
    }
    boxes = _infoboxes([page.page_id for page in shown if page.section == PAGE])
    terms = query.highlighted
    pictures = thumbnails([page.picture for page in pages.values()], *THUMB)
    for one in shown:
        page = pages.get(one.page_id)
        if page is None or page.deleted:
            continue
        heading, anchor, body = sections.get(one.section, ("", "", ""))
        text, category = _text(without_signs(body) if model_of_page(page) == WIKITEXT else body, terms)
        if not has_hit(text):
            boxed = snippet(boxes.get(page.pk, ""), terms)
            text = boxed if has_hit(boxed) else snippet(page.description, terms) if not body else text
        yield ResultLine(
            page.name, text, page.size, lengths.get(page.pk, 0), page.touched, page.redirect,
            Title(page.namespace, one.redirect_from) if one.redirect_from else None,
            plain_text(heading), anchor if heading else "", category,
            pictures.get(page.picture),
        )  # fmt: skip


def _text(body: str, terms: Sequence[Term]) -> tuple[tuple[Piece, ...], str]:
    """The snippet of a section, and the category in which the words stand if they do not in the text."""
    names: list[str] = []
    text = snippet(plain_text(body, names), terms)
    if has_hit(text):
        return text, ""
    wanted = {word for term in terms for word in term.words}
    return text, next((name for name in names if wanted.intersection(words(name))), "")


def _infoboxes(page_ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, list[FieldText]] = {}
    if page_ids:
        fields = InfoboxField.objects.filter(page_id__in=page_ids, deleted=False, kind="field")
        rows = fields.order_by("page_id", "position").values_list(
            "page_id", "key", "value", "page__latest__content_model"
        )[:_FIELDS]
        for page_id, *said in rows:
            found.setdefault(page_id, []).append(FieldText("field", "", *said))
    return {page_id: infobox_text(fields) for page_id, fields in found.items()}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page that a reader may be about to type."""

    title: Title
    description: str
    picture: Shown | None
    redirect_from: str = ""


def described(found: Sequence[Found]) -> tuple[Suggestion, ...]:
    """Suggested pages, each with its description and picture; two queries at most."""
    pages = Page.objects.in_bulk([one.page_id for one in found]) if found else {}
    pictures = thumbnails([page.picture for page in pages.values()], *SMALL_THUMB)
    return tuple(
        Suggestion(page.name, page.description, pictures.get(page.picture), one.redirect_from)
        for one in found
        if (page := pages.get(one.page_id)) and not page.deleted
    )
