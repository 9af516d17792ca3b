"""The parts of a page as plain rows: infobox fields, sections and see-also links in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import (
    BigIntegerField,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from wiki.models.infobox import InfoboxField
from wiki.models.section import Section, SeeAlsoLink

Kind = Literal["field", "section", "link"]
Ref = tuple[Kind, int]

MODELS: dict[Kind, type[Section | InfoboxField | SeeAlsoLink]] = {
    "field": InfoboxField,
    "section": Section,
    "link": SeeAlsoLink,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One version of one part. `id` is negative while the row is new and not stored yet."""

    kind: Kind
    id: int
    rev: int
    position: int = 0
    deleted: bool = False
    section: int = 0  # of a link: the See also section it stands in
    head: str = ""  # of a section: the heading's source; of a field: its kind
    text: str = ""  # of a section: the body; else the row's source
    anchor: str = ""
    former_anchors: str = ""
    see_also: bool = False
    origin: int = 0  # of a section that was split off: the id of the one it came from, …
    origin_rev: int = 0  # … and its version then

    @property
    def ref(self) -> Ref:
        """What names the part, whatever its version."""
        return self.kind, self.id

    @property
    def says(self) -> tuple[str, str, bool]:
        """What an editor wrote in this row, for telling whether it changed."""
        return self.head, self.text, self.see_also


COLUMNS = (
    "kind_", "id", "rev", "position", "deleted", "section_", "head_", "text_", "anchor_", "former_",
    "see_also_",
    "origin_", "origin_rev_",
)  # fmt: skip


def _columns(rows: QuerySet[Any], kind: Kind) -> QuerySet[Any]:
    """Selects the columns that Row holds; all three tables in the same order and types."""
    empty, zero = Cast(Value(""), TextField()), Cast(Value(0), IntegerField())
    columns: dict[str, Any] = {
        "kind_": Cast(Value(kind), TextField()),
        "section_": zero,
        "anchor_": empty,
        "former_": empty,
        "see_also_": zero,
        "origin_": zero,
        "origin_rev_": zero,
    }
    if kind == "section":
        columns |= {
            "head_": F("heading"),
            "text_": F("body"),
            "anchor_": Cast("anchor", TextField()),
            "former_": F("former_anchors"),
            "see_also_": Cast("see_also", IntegerField()),
            "origin_": Coalesce(F("origin_id"), Value(0), output_field=BigIntegerField()),
            "origin_rev_": Coalesce(F("origin_rev"), Value(0), output_field=IntegerField()),
        }
    elif kind == "field":
        columns |= {"head_": Cast("kind", TextField()), "text_": F("source")}
    else:
        columns |= {"head_": empty, "text_": F("source"), "section_": F("section_id")}
    selected: QuerySet[Any] = rows.order_by().annotate(**columns).values_list(*COLUMNS)
    return selected


def _rows(querysets: list[QuerySet[Any]]) -> list[Row]:
    first, *others = querysets
    found = first.union(*others, all=True) if others else first
    rows = [
        Row(
            kind,
            id_,
            rev,
            position,
            bool(deleted),
            section,
            head,
            text,
            anchor,
            former,
            bool(see_also),
            *origin,
        )
        for kind, id_, rev, position, deleted, section, head, text, anchor, former, see_also, *origin in found
    ]
    return in_order(rows)


def in_order(rows: list[Row]) -> list[Row]:
    """Rows as the page shows them within each kind: by position, then id."""
    return sorted(rows, key=lambda row: (row.kind, row.position, row.id))


def parts_live(page_id: int, *, also: frozenset[Ref] = frozenset()) -> list[Row]:
    """All living rows of a page (and those named in `also`, dead or alive), in one query."""
    querysets = []
    for kind, model in MODELS.items():
        wanted = Q(deleted=False)
        if ids := [id_ for k, id_ in also if k == kind]:
            wanted |= Q(id__in=ids)
        querysets.append(_columns(model._default_manager.filter(wanted, page_id=page_id), kind))
    return _rows(querysets)


def _versions_as_of(model: type[Model], page_id: int, number: int) -> QuerySet[Any]:
    """The newest version with rev <= number of each row of the page.

    Driven by the page's rows, so the cost is one index look-up a row, however long the history is.
    """
    history = model.history.model._default_manager  # type: ignore[attr-defined]
    newest = history.filter(page_id=page_id, id=OuterRef("id"), rev__lte=number).order_by("-rev")
    rows = model._default_manager.filter(page_id=page_id).annotate(
        v=Subquery(newest.values("history_id")[:1])
    )
    return history.filter(history_id__in=rows.filter(v__isnull=False).values("v"))  # type: ignore[no-any-return]


def parts_as_of(page_id: int, number: int, *, dead: bool = False) -> list[Row]:
    """The rows of a page as they stood after revision `number`; with `dead`, deleted ones too. One query."""
    querysets = []
    for kind, model in MODELS.items():
        versions = _versions_as_of(model, page_id, number)
        querysets.append(_columns(versions if dead else versions.filter(deleted=False), kind))
    return _rows(querysets)


def versions(page_id: int, wanted: set[tuple[Kind, int, int]]) -> dict[tuple[Kind, int, int], Row]:
    """The named versions (kind, id, rev) of a page's rows; those that do not exist are left out. One
    query.
    """
    querysets = []
    for kind, model in MODELS.items():
        pairs = [(id_, rev) for k, id_, rev in wanted if k == kind]
        if not pairs:
            continue
        history = model.history.model._default_manager
        revs: dict[int, list[int]] = {}
        for id_, rev in pairs:
            revs.setdefault(rev, []).append(id_)
        match = Q()
        for rev, ids in revs.items():
            match |= Q(rev=rev, id__in=ids)
        querysets.append(_columns(history.filter(match, page_id=page_id), kind))
    return {(row.kind, row.id, row.rev): row for row in _rows(querysets)} if querysets else {}


def all_versions(page_id: int) -> list[Row]:
    """Every version of every row of a page; for proofs and rebuilding, not for serving."""
    querysets = [
        _columns(model.history.model._default_manager.filter(page_id=page_id), kind)
        for kind, model in MODELS.items()
    ]
    return _rows(querysets)
