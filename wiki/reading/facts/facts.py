"""Facts over articles: the keys in use, which articles state a value, and tables of them; at any time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, QuerySet

from wiki.models import Fact, Page, StatedValue
from wiki.permissions import Editor
from wiki.reading.as_of.pages import held, pages_then, revisions_then
from wiki.text.fields.facts import fold_fact, shown_values
from wiki.text.titles import Title

FEW = 2000  # pages that are put in order by themselves; where more state a fact, the titles are gone through
KEYS = 500  # of those most in use are counted
KEYS_KEPT_SECONDS = 300
WRITTEN = """SELECT asked.column1, (SELECT fact.key FROM wiki_statedvalue stated
JOIN wiki_fact fact ON fact.id = stated.fact_id AND fact.valid_to IS NULL
WHERE stated.folded_key = asked.column1 LIMIT 1) FROM (VALUES {}) asked"""


@dataclass(frozen=True, slots=True)
class KeyInUse:
    """A key, as one article writes it, and how many articles state it."""

    key: str
    pages: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What one article says under one key; `field_id` leads to its history."""

    values: tuple[str, ...]
    field_id: int


@dataclass(frozen=True, slots=True)
class FactRow:
    """An article of a table of facts; `cells` are by the number of the column."""

    title: Title
    revision_id: int
    cells: dict[int, tuple[Cell, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactTable:
    """One screen of articles by title; the next begins after the title `following`."""

    rows: tuple[FactRow, ...]
    following: str | None = None


def keys_in_use() -> tuple[KeyInUse, ...]:
    """The keys that most articles have, the most used first, as one of them writes it; 2 queries.

    They are counted anew after some minutes, one query less until then; whether a key is still in use, and
    how it is written, is asked each time.
    """
    counted: list[tuple[str, int]] | None = cache.get("facts:keys")
    if counted is None:
        stated = StatedValue.objects.filter(fact__valid_to=None).values_list("folded_key")
        pages = stated.annotate(pages=Count("page", distinct=True)).order_by("-pages", "folded_key")
        counted = list(pages[:KEYS])
        cache.set("facts:keys", counted, KEYS_KEPT_SECONDS)
    written = _written([folded for folded, _ in counted])
    return tuple(KeyInUse(written[folded], pages) for folded, pages in counted if folded in written)


def _written(folded_keys: list[str]) -> dict[str, str]:
    """How an article writes each of the keys, without those that none states any more. One look into the
    index for each; one query.
    """
    if not folded_keys:
        return {}
    asked = ", ".join(["(%s)"] * len(folded_keys))
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN.format(asked), folded_keys)
        return {folded: key for folded, key in cursor.fetchall() if key is not None}


def fact_table(
    key: str,
    value: str = "",
    *,
    columns: Sequence[str] = (),
    viewer: Editor,
    moment: datetime | None = None,
    after: str = "",
    limit: int = 50,
) -> FactTable:
    """The articles that state `key` (as `value`, if given), with what they say there and in `columns`.

    Case, kinds of dash and quote and the markup of links make no difference; of several values one has to be
    `value`. Column 0 is the key itself. With `moment`, what was stated then, under the titles of then; an
    article whose text of then is hidden from the viewer is left out. Articles stand in order of title, after
    the title `after`.
    """
    stated = _stated(key, value, moment)
    pages = _pages(stated) if moment is None else _pages_then(stated, moment, viewer)
    found = list(pages.filter(title__gt=after).order_by("title", "id")[: limit + 1])
    shown = _revisions(found[:limit], viewer, moment)
    cells = _cells(list(shown), (key, *columns), moment)
    rows = tuple(
        FactRow(Title(0, page.title), shown[page.id], cells.get(page.id, {}))
        for page in found[:limit]
        if page.id in shown
    )
    return FactTable(rows, found[limit - 1].title if len(found) > limit else None)


def also_stating(key: str, value: str, *, but: int, most: int = 5) -> list[Title]:
    """Some articles that state this too, but for the page of that id; one query."""
    stated = _stated(key, value, None).filter(page__namespace=0, page__deleted=False).exclude(page=but)
    return [Title(0, name) for name in stated.values_list("page__title", flat=True).distinct()[:most]]


def _stated(key: str, value: str, moment: datetime | None) -> QuerySet[StatedValue]:
    stated = StatedValue.objects.filter(held(moment, "fact__"), folded_key=fold_fact(key))
    return stated.filter(folded=fold_fact(value)) if value else stated


def _pages(stated: QuerySet[StatedValue]) -> QuerySet[Page]:
    """The articles among these."""
    return Page.objects.filter(namespace=0, deleted=False, pk__in=_chosen(stated))


def _pages_then(stated: QuerySet[StatedValue], moment: datetime, viewer: Editor) -> QuerySet[Any]:
    """The articles of then among these, as versions of their own rows: with the titles of then."""
    return pages_then(moment, viewer=viewer).filter(namespace=0, id__in=_chosen(stated))


def _chosen(stated: QuerySet[StatedValue]) -> list[int] | QuerySet[Any, Any]:
    few = list(stated.values_list("page", flat=True).distinct()[: FEW + 1])
    return stated.values("page") if len(few) > FEW else few


def _revisions(pages: list[Any], viewer: Editor, moment: datetime | None) -> dict[int, int]:
    """The revision that says what is shown, by page; without the pages whose text of then is hidden."""
    if moment is None:
        return {page.pk: page.latest_id or 0 for page in pages}
    then = revisions_then([page.id for page in pages], moment, viewer=viewer)
    return {page_id: revision.pk for page_id, revision in then.items()}


def _cells(
    pages: list[int], keys: Sequence[str], moment: datetime | None
) -> dict[int, dict[int, tuple[Cell, ...]]]:
    """What each page says under each key, in the order of its infobox."""
    columns = {fold_fact(key): number for number, key in reversed(list(enumerate(keys)))}
    facts = Fact.objects.filter(held(moment), page__in=pages, stated__folded_key__in=columns)
    columns_of_rows = ("page", "key", "value", "field_id", "page__latest__content_model")
    rows = facts.order_by("pk").values_list(*columns_of_rows).distinct()
    result: dict[int, dict[int, tuple[Cell, ...]]] = {}
    for page, key, value, field_id, model in rows:
        cells = result.setdefault(page, {})
        column = columns[fold_fact(key)]
        cells[column] = (*cells.get(column, ()), Cell(tuple(shown_values(value, model)), field_id))
    return result
