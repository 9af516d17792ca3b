"""Which of a page's protected parts an edit changes. The rest of the page stays free.

A section is protected with its subsections and See also links, as its edit form opens them; the infobox with
all its rows. A part is changed by other words, by being taken away, brought back or put elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiki.editing.saving.plan import Plan
from wiki.models import Page, Row
from wiki.permissions import Editor, may_edit_part, protected_parts
from wiki.reading.source import PartMissing, subtree
from wiki.text.fields.facts import fold_fact
from wiki.text.parts.positions import may_stay
from wiki.text.sections import plain_title


def refuse_protected(plan: Plan, page: Page | None, editor: Editor) -> None:
    """Raise PartProtected if the edit changes a part that is protected from the editor."""
    for part, name, field in changed_parts(plan, page):
        if page is not None:
            may_edit_part(editor, page, part, name=name, field=field)


def changed_parts(plan: Plan, page: Page | None) -> Iterator[tuple[str, str, str]]:
    """The protected parts that the edit changes: the part, what readers call it, the input it stands in."""
    for part in protected_parts(page) if page is not None else ():
        kind, id_ = part[0], int(part[1:]) if part[1:].isdigit() else 0
        if part == "infobox":
            if _box(plan.before) != _box(plan.rows):
                yield part, "", "caption"
        elif kind == "s" and _section_changed(plan, id_):
            yield part, _section_name(plan, id_), "text"
        elif kind == "f" and (name := _field_changed(plan, id_)) is not None:
            yield part, name, f"value:{name}"


def _box(rows: Sequence[Row]) -> list[tuple[int, str]]:
    return [(row.id, row.text.strip()) for row in rows if row.kind == "field"]


# ---- Sections ---------------------------------------------------------------------------------------------


def _section_changed(plan: Plan, id_: int) -> bool:
    before, after = _section(plan.before, id_), _section(plan.rows, id_)
    return before != after or (bool(after) and _moved(plan, "section", id_))


def _section(rows: Sequence[Row], id_: int) -> list[tuple[str, int, str, str, bool]]:
    """What stands in a section and below it; nothing where it is not on the page."""
    try:
        found = subtree(rows, id_)
    except PartMissing:
        return []
    return [(row.kind, row.id, row.head.strip(), row.text.strip(), row.see_also) for row in found]


def _section_name(plan: Plan, id_: int) -> str:
    row = next(row for row in (*plan.before, *plan.rows) if row.ref == ("section", id_))
    return plain_title(row.heading[1]) if row.head else ""


# ---- Fields -----------------------------------------------------------------------------------------------


def _field_changed(plan: Plan, id_: int) -> str | None:
    """The key of the field if the edit changes it; None if it does not, or there is no such field."""
    was, now = _field(plan.before, id_), _field(plan.rows, id_)
    row = was or now
    if row is None:
        return None
    key = row.field.key
    if was is None or now is None or was.text.strip() != now.text.strip():
        return key
    return key if _moved(plan, "field", id_) or _has_new_twin(plan, key) else None


def _field(rows: Sequence[Row], id_: int) -> Row | None:
    return next((row for row in rows if row.ref == ("field", id_)), None)


def _has_new_twin(plan: Plan, key: str) -> bool:
    """Whether another field comes to have the key: it would speak for this one."""
    return _count(plan.rows, key) > _count(plan.before, key)


def _count(rows: Sequence[Row], key: str) -> int:
    keys = (row.field.key for row in rows if row.kind == "field" and row.head == "field")
    return sum(1 for other in keys if fold_fact(other) == fold_fact(key))


def _moved(plan: Plan, kind: str, id_: int) -> bool:
    """Whether the row must have left its place among the others of its kind."""
    ranks = {row.id: rank for rank, row in enumerate(row for row in plan.before if row.kind == kind)}
    order = [row.id for row in plan.rows if row.kind == kind]
    return order.index(id_) not in may_stay([ranks.get(other) for other in order])
