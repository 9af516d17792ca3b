"""The parts of a page as plain rows: infobox fields, sections and see-also links in one statement.

Written in SQL, the same for both databases: every save and every view of an old revision asks for them, and
building such a union with querysets took longer than running it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Literal, NamedTuple

from django.db import connection

from wiki.models.infobox import InfoboxField
from wiki.models.section import Section, SeeAlsoLink
from wiki.text.content import MARKDOWN, content_model
from wiki.text.parts.rows import FieldText, LinkText

Kind = Literal["field", "section", "link"]
Ref = tuple[Kind, int]

MODELS: dict[Kind, type[Section | InfoboxField | SeeAlsoLink]] = {
    "field": InfoboxField,
    "section": Section,
    "link": SeeAlsoLink,
}
KIND_CODES: dict[Kind, int] = {"section": 1, "field": 2, "link": 3}  # where a kind is stored as a number


class Row(NamedTuple):
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
    model: str = MARKDOWN  # the content model that it is written in

    @property
    def ref(self) -> Ref:
        """What names the part, whatever its version."""
        return self.kind, self.id

    @property
    def heading(self) -> tuple[int, str]:
        """Level and title of a section; (0, "") for the lead."""
        return content_model(self.model).read_heading(self.head) if self.head else (0, "")

    @property
    def field(self) -> FieldText:
        """What a row of the infobox writes."""
        return content_model(self.model).read_row(self.head, self.text)

    @property
    def link(self) -> LinkText:
        """What a line of a See also list writes."""
        return content_model(self.model).read_link(self.text)

    @property
    def words(self) -> str:
        """All that is written in this row, without the white space around it."""
        return (self.head + self.text if self.kind == "section" else self.text).strip()

    @property
    def says(self) -> tuple[str, str, bool]:
        """What an editor wrote in this row, for telling whether it changed."""
        return self.head, self.text, self.see_also


# What is selected of each table, in the order of Row's fields; the first branch gives the union its types.
_COLUMNS: dict[Kind, str] = {
    "section": (
        "'section', id, rev, position, deleted, 0, heading, body, anchor, former_anchors, see_also, "
        "COALESCE(origin_id, 0), COALESCE(origin_rev, 0)"
    ),
    "field": "'field', id, rev, position, deleted, 0, kind, source, '', '', FALSE, 0, 0",
    "link": "'link', id, rev, position, deleted, section_id, '', source, '', '', FALSE, 0, 0",
}
_KINDS: tuple[Kind, ...] = ("section", "field", "link")
# The number of the revision whose content model a version is written in: what is removed is as it was before.
MADE = "{0}.rev - CASE WHEN {0}.deleted THEN 1 ELSE 0 END"
_AT_ONCE = 500  # versions named in one statement


def _table(kind: Kind, *, history: bool = False) -> str:
    model = MODELS[kind].history.model if history else MODELS[kind]
    return str(model._meta.db_table)  # noqa: SLF001


def _union(where: dict[Kind, str], *, history: bool = False, of_page: bool = False) -> str:
    """The statement that selects from the three tables (or their histories) what each condition holds for;
    with `of_page` the page's id stands behind the columns of the row.
    """
    selects = []
    for kind, condition in where.items():
        table = _table(kind, history=history)
        model = (
            "COALESCE((SELECT content_model FROM wiki_revision made "  # noqa: S608
            f"WHERE made.page_id = {table}.page_id AND made.number = {MADE.format(table)}), '{MARKDOWN}')"
        )
        model += ", page_id" if of_page else ""
        selects.append(f"SELECT {_COLUMNS[kind]}, {model} FROM {table} WHERE {condition}")  # noqa: S608
    return " UNION ALL ".join(selects)


def _rows(statement: str, params: list[int]) -> list[Row]:
    return in_order([_row(*found) for found in _found(statement, params)])


def _found(statement: str, params: list[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def _row(*found: Any) -> Row:
    """The row of what was selected, given in the order of the columns."""
    kind, id_, rev, position, dead, section, head, text, anchor, former, listed, *made = found
    return Row(
        kind, id_, rev, position, bool(dead), section, head, text, anchor, former, bool(listed), *made
    )  # fmt: skip


def in_order(rows: list[Row]) -> list[Row]:
    """Rows as the page shows them within each kind: by position, then id."""
    return sorted(rows, key=lambda row: (row.kind, row.position, row.id))


def parts_live(page_id: int, *, dead: bool = False) -> list[Row]:
    """All living rows of a page, with `dead` the removed ones too. One query."""
    condition = "page_id = %s" if dead else "page_id = %s AND NOT deleted"
    return _rows(_union(dict.fromkeys(_KINDS, condition)), [page_id] * len(_KINDS))


def parts_of_pages(page_ids: Collection[int]) -> dict[int, list[Row]]:
    """All living rows of some pages, by page. One query."""
    if not page_ids:
        return {}
    marks = ", ".join(["%s"] * len(page_ids))
    statement = _union(dict.fromkeys(_KINDS, f"page_id IN ({marks}) AND NOT deleted"), of_page=True)
    return _by_page(statement, [*page_ids] * len(_KINDS))


def _by_page(statement: str, params: list[int]) -> dict[int, list[Row]]:
    result: dict[int, list[Row]] = {}
    for *row, page_id in _found(statement, params):
        result.setdefault(page_id, []).append(_row(*row))
    return {page_id: in_order(rows) for page_id, rows in result.items()}


def parts_as_of(page_id: int, number: int, *, dead: bool = False) -> list[Row]:
    """The rows of a page as they stood after revision `number`; with `dead`, removed ones too. One query.

    Driven by the page's rows, so the cost is one index look-up a row, however long the history is.
    """
    where = {}
    for kind in _KINDS:
        newest = (
            f"SELECT v.history_id FROM {_table(kind, history=True)} v "  # noqa: S608
            "WHERE v.page_id = part.page_id AND v.id = part.id AND v.rev <= %s ORDER BY v.rev DESC LIMIT 1"
        )
        chosen = f"history_id IN (SELECT ({newest}) FROM {_table(kind)} part WHERE part.page_id = %s)"  # noqa: S608
        where[kind] = chosen if dead else f"{chosen} AND NOT deleted"
    return _rows(_union(where, history=True), [number, page_id] * len(_KINDS))


def parts_then(numbers: Mapping[int, int]) -> dict[int, list[Row]]:
    """The rows of some pages, each as it stood after its revision of that number. One query."""
    if not numbers:
        return {}
    wanted = ", ".join(["(%s, %s)"] * len(numbers))
    where = {}
    for kind in _KINDS:
        newest = (
            f"SELECT v.history_id FROM {_table(kind, history=True)} v "  # noqa: S608
            "WHERE v.page_id = part.page_id AND v.id = part.id AND v.rev <= asked.column2 "
            "ORDER BY v.rev DESC LIMIT 1"
        )
        of_pages = f"(VALUES {wanted}) asked JOIN {_table(kind)} part ON part.page_id = asked.column1"
        where[kind] = f"history_id IN (SELECT ({newest}) FROM {of_pages}) AND NOT deleted"  # noqa: S608
    params = [number for pair in numbers.items() for number in pair] * len(_KINDS)
    return _by_page(_union(where, history=True, of_page=True), params)


def versions(page_id: int, wanted: set[tuple[Kind, int, int]]) -> dict[tuple[Kind, int, int], Row]:
    """The named versions (kind, id, rev) of a page's rows; those that do not exist are left out.

    One query for each 500 of them.
    """
    found: dict[tuple[Kind, int, int], Row] = {}
    keys = sorted(wanted)
    for start in range(0, len(keys), _AT_ONCE):
        where: dict[Kind, str] = {}
        params: list[int] = []
        for kind in _KINDS:
            pairs = [(id_, rev) for k, id_, rev in keys[start : start + _AT_ONCE] if k == kind]
            if pairs:
                either = " OR ".join(["(id = %s AND rev = %s)"] * len(pairs))
                where[kind] = f"page_id = %s AND ({either})"
                params += [page_id, *(number for pair in pairs for number in pair)]
        found |= {(row.kind, row.id, row.rev): row for row in _rows(_union(where, history=True), params)}
    return found


def all_versions(page_id: int) -> list[Row]:
    """Every version of every row of a page; for proofs and rebuilding, not for serving."""
    return _rows(_union(dict.fromkeys(_KINDS, "page_id = %s"), history=True), [page_id] * len(_KINDS))
