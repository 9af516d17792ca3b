"""What an edit would make of a page: merged, settled, in order. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from wiki.editing.errors import Choices, EditConflict, TextTooLarge
from wiki.editing.merging.matching import check_parts, matched_rows, parts_in
from wiki.editing.merging.rows import Edit, merge_rows
from wiki.editing.saving.anchors import with_anchors
from wiki.models import Page, Revision, Row, parts_as_of, parts_live
from wiki.models.parts import Ref, in_order
from wiki.reading.source import in_document_order, model_of, page_text, source_text
from wiki.reading.wikitext import links_of_text
from wiki.text.html.rendered import MAX_BYTES
from wiki.text.links import Links
from wiki.text.parts.positions import new_positions
from wiki.text.parts.rows import PageText


@dataclass(frozen=True)
class Plan:
    """The page's living rows before and after an edit, as of its revision `number`."""

    number: int
    before: tuple[Row, ...]
    rows: tuple[Row, ...]
    dead: tuple[Row, ...] = ()  # rows not living before that the edit speaks of

    @cached_property
    def text(self) -> str:
        """The source text after the edit."""
        return source_text(self.rows)

    @cached_property
    def text_before(self) -> str:
        """The source text before it."""
        return source_text(self.before)

    @cached_property
    def parsed(self) -> PageText:
        """`text`, read; its parts stand in the order of `rows`."""
        return page_text(self.rows)

    @cached_property
    def parsed_before(self) -> PageText:
        """`text_before`, read."""
        return page_text(self.before)

    @property
    def model(self) -> str:
        """The content model of the page after the edit."""
        return model_of(self.rows)

    @cached_property
    def links(self) -> Links:
        """What `text` links to."""
        return links_of_text(self.parsed)

    @cached_property
    def changed(self) -> tuple[Row, ...]:
        """Those of `rows`, the objects themselves, that are stored and differ from what stands there, those
        brought back to life included.
        """
        standing = set(map(id, self.before))
        other = [row for row in self.rows if row.id > 0 and id(row) not in standing]
        was = {row.ref: row for row in (*self.before, *self.dead)} if other else {}
        return tuple(row for row in other if row != was.get(row.ref))

    @cached_property
    def added(self) -> tuple[Row, ...]:
        """Those of `rows` that are new, the objects themselves."""
        return tuple(row for row in self.rows if row.id < 0)

    @cached_property
    def removed(self) -> tuple[Row, ...]:
        """Living rows that are to be flagged deleted."""
        standing = set(map(id, self.rows))
        other = [row for row in self.before if id(row) not in standing]
        kept: set[Ref] = {row.ref for row in self.rows} if other else set()
        return tuple(row for row in other if row.ref not in kept)

    @property
    def empty(self) -> bool:
        """Whether the edit changes nothing."""
        return not (self.changed or self.added or self.removed)


def plan_edit(page: Page | None, edit: Edit, choices: Choices | None = None) -> Plan:
    """The page after the edit is merged with what stands there now; at most one query.

    What was read to make the edit is not read again while the page is at the same revision: should somebody
    have saved in between, the save sees by the number under its lock that it has to plan anew.
    Raises EditConflict, or TextTooLarge when the page would pass the size limit.
    """
    live: list[Row] = []
    if page:
        known = edit.page if edit.page and edit.page.number == page.number else None
        live = list(known.rows) if known else parts_live(page.pk)
    gone = edit.refs - {row.ref for row in live}
    if page and gone:  # the edit speaks of parts that were removed
        live = [row for row in parts_live(page.pk, dead=True) if not row.deleted or row.ref in gone]
    before = tuple(row for row in live if not row.deleted)
    try:
        merged = merge_rows(edit, live, choices)
    except EditConflict as conflict:
        merged, live = _where_it_went(page, edit, live, choices, conflict)
    merged = _in_one_model(merged, edit, before)
    check_parts(parts_in(merged), before)
    rows = settled(merged, before)
    plan = Plan(page.number if page else 0, before, rows, tuple(row for row in live if row.deleted))
    size = len(plan.text.encode())
    if size > MAX_BYTES:
        shown = {"size": f"{size:,}", "limit": f"{MAX_BYTES:,}"}
        message = _("The page would have %(size)s bytes; the limit is %(limit)s.") % shown
        raise TextTooLarge(message, field="text", code="contenttoobig")
    return plan


def _in_one_model(rows: Sequence[Row], edit: Edit, before: Sequence[Row]) -> list[Row]:
    """The merged rows, all of one content model: the edit's, where it changes that of the page."""
    was, wanted = model_of(edit.base or before), model_of(edit.mine)
    model = wanted if edit.mine and (wanted != was or not before) else model_of(before)
    return [row if row.model == model else row._replace(model=model) for row in rows]


def _where_it_went(
    page: Page | None, edit: Edit, live: Sequence[Row], choices: Choices | None, conflict: EditConflict
) -> tuple[list[Row], list[Row]]:
    """The page's rows, and those it had, where a section that was edited by itself was joined with another.

    The edit is laid over the page as it was just before, and that as an edit of the whole page over the page
    as it is now. Raises the conflict where this is no such case, or words that both changed are left.
    """
    refs = {(one.kind, one.id) for one in conflict.disputes if one.piece == "removal" and one.mine}
    removed = [row.rev for row in live if row.deleted and row.ref in refs]
    if page is None or not removed:
        raise conflict
    was = parts_as_of(page.pk, min(removed) - 1)
    if {row.ref for row in was} <= edit.refs or _hidden(page, was):
        raise conflict
    seen = {row.ref for row in was}
    now = [row for row in parts_live(page.pk, dead=True) if not row.deleted or row.ref in edit.refs | seen]
    gone = [row for row in now if row.deleted and row.ref not in seen]
    try:
        whole = Edit(tuple(was), tuple(merge_rows(edit, [*was, *gone])))
    except EditConflict:
        raise conflict from None
    try:
        return merge_rows(whole, now, choices), now
    except EditConflict as left:
        raise (conflict if any(one.piece == "removal" for one in left.disputes) else left) from None


def _hidden(page: Page, rows: Sequence[Row]) -> bool:
    """Whether the text of a revision that these rows are of is withheld from readers."""
    revisions = Revision.objects.filter(page=page, number__in={row.rev for row in rows})
    return revisions.filter(Q(text_hidden=True) | Q(withheld=True)).exists()


def settled(rows: Sequence[Row], before: Sequence[Row]) -> tuple[Row, ...]:
    """Rows as reading their text back would cut it, with positions and anchors.

    A merge can put text where it means something else: a heading inside a body, prose into a See also
    list. Then the text decides, and the rows are matched with it once more.
    """
    fixed = _as_read(rows) or matched_rows(rows, page_text(rows), None, exact=True)
    return placed(fixed, before)


def placed(rows: Sequence[Row], before: Sequence[Row]) -> tuple[Row, ...]:
    """Rows in the order of their text, with the positions and anchors that they have after `before`."""
    place = {row.ref: row.position for row in before}
    return tuple(in_order(_numbered("field", rows, place) + _numbered_sections(rows, place, before)))


def _as_read(rows: Sequence[Row]) -> list[Row] | None:
    """The rows with the text that reading them back gives each, or None where it is cut otherwise."""
    parsed = page_text(rows)
    read: list[tuple[str, str, str, bool]] = []
    read += [("field", text.kind, text.source, False) for text in parsed.fields]
    for section in parsed.sections:
        read.append(("section", section.heading, section.body, section.links is not None))
        read += [("link", "", link.source, False) for link in section.links or ()]
    ordered = in_document_order(rows)
    if len(read) != len(ordered):
        return None
    result = []
    for row, (kind, head, text, see_also) in zip(ordered, read, strict=True):
        same = kind == row.kind and row.head.lstrip("\r\n") == head.lstrip("\r\n")
        if not same or row.text.lstrip("\r\n") != text.lstrip("\r\n"):
            return None
        result.append(row._replace(head=head, text=text, see_also=see_also))
    return result


def _numbered(kind: str, rows: Sequence[Row], place: dict[Ref, int]) -> list[Row]:
    chosen = [row for row in rows if row.kind == kind]
    new = new_positions([place.get(row.ref) for row in chosen])
    return [
        row
        if row.position == position and not row.deleted
        else row._replace(position=position, deleted=False)
        for row, position in zip(chosen, new, strict=True)
    ]


def _numbered_sections(rows: Sequence[Row], place: dict[Ref, int], before: Sequence[Row]) -> list[Row]:
    sections = with_anchors(_numbered("section", rows, place), before)
    result, links = list(sections), dict[int, list[Row]]()
    for row in rows:
        if row.kind == "link":
            links.setdefault(row.section, []).append(row)
    for section in sections:
        result += _numbered("link", links.get(section.id, ()), place)
    return result
