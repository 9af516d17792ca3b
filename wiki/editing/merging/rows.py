"""Three-way merge of a page's rows: what I saw, what I want, and what stands there now.

Every edit is brought to this one shape: editing a section, a field or the whole page, undo, restore and
rollback differ only in what `base` and `mine` are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wiki.editing.errors import Choices, Dispute, EditConflict, Piece
from wiki.editing.merging.holders import held, holder_name, holds, says_more, stands_in, whole
from wiki.editing.merging.one_text import (
    dispute_of,
    joined,
    merge_whole,
    rows_with,
    scope_of,
    settled_text,
    sound,
)
from wiki.models.parts import Ref, Row
from wiki.text.merge import merge_list, merge_text, resolve
from wiki.text.parts.single import split_field


@dataclass(frozen=True, slots=True)
class Living:
    """The living rows of a page, read when its latest revision was known to be `number` or a later one."""

    number: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """What an editor did: the rows shown (at the versions shown) and the rows wanted, in order.

    Rows keep their id where they are the same thing; new ones have negative ids. Rows of the page that
    are in neither stay as they are. `page` is what stood there when the edit was made, where that was read.
    """

    base: tuple[Row, ...]
    mine: tuple[Row, ...]
    page: Living | None = field(default=None, compare=False)

    @property
    def refs(self) -> frozenset[Ref]:
        """All stored parts that this edit speaks of."""
        return frozenset(row.ref for row in (*self.base, *self.mine) if row.id > 0)


def name_of(row: Row) -> str:
    """What a reader calls the part: heading, key, or the link's text."""
    if row.kind == "section":
        return row.heading[1]
    if row.kind == "field":
        return row.field.key if row.head == "field" else ""
    return row.text.strip()


class _Merger:
    """Holds the sides of one merge while it goes row by row, and gathers the disputes."""

    def __init__(self, edit: Edit, live: Iterable[Row], choices: Choices) -> None:
        self.base = {row.ref: row for row in edit.base}
        self.mine = {row.ref: row for row in edit.mine}
        self.live = {row.ref: row for row in live}
        self.choices = choices
        self.disputes: list[Dispute] = []
        self.decided: dict[Ref, str] = {}  # whose word holds for a holder and all that stands in it

    def rows(self) -> dict[Ref, Row]:
        """The rows that stand after the merge, in no order; raises EditConflict with every dispute."""
        for holder in filter(holds, self.base.values()):
            self._settle(holder)
        result = {
            ref: row
            for ref, row in self.live.items()
            if not row.deleted and ref not in self.base and self._decision(ref) != "mine"
        }
        for ref in self.base.keys() | self.mine.keys():
            row = self._row(ref)
            if row is not None:
                result[ref] = row
            else:
                result.pop(ref, None)
        if self.disputes:
            order = list(dict.fromkeys((*self.base, *self.mine)))
            raise EditConflict(tuple(sorted(self.disputes, key=lambda d: order.index((d.kind, d.id)))))
        return result

    def _settle(self, base: Row) -> None:
        """Where one side removed a holder and the other changed what stands in it, that is asked as one."""
        ref = base.ref
        mine, live = self.mine.get(ref), self.live.get(ref)
        living = {other: row for other, row in self.live.items() if not row.deleted}
        if live is None or (mine is None) == live.deleted:
            return
        if not says_more(ref, self.mine if mine else living, self.base):
            return
        seen = max(row.rev for row in (live, *held(ref, self.live)))
        was, wanted, stands = (whole(ref, side) for side in (self.base, self.mine, living))
        dispute = Dispute(base.kind, base.id, "removal", holder_name(base), was, wanted, stands, None, seen)
        choice = self.choices.get(dispute.key)
        if choice is None or choice.seen != seen or not choice.picks:
            self.disputes.append(dispute)
        self.decided[ref] = "mine" if choice and choice.picks[:1] == ("mine",) else "theirs"

    def _decision(self, ref: Ref) -> str | None:
        """Whose word holds for a row because of what it stands in (or is)."""
        if not self.decided:
            return None
        row = self.base.get(ref) or self.mine.get(ref) or self.live[ref]
        held_by = (side for holder, side in self.decided.items() if ref == holder or stands_in(row, holder))
        return next(held_by, None)

    def _row(self, ref: Ref) -> Row | None:
        base, mine, live = self.base.get(ref), self.mine.get(ref), self.live.get(ref)
        decision = self._decision(ref)
        if decision == "mine":
            return mine
        if decision == "theirs":
            return live if live and not live.deleted else None
        if live is None or ref[1] < 0:
            return mine  # a new row
        if mine is None:
            return self._removed(base, live) if base else None
        if base is None:
            # Brought back from the dead; if somebody else did so before, both texts are weighed.
            return mine if live.deleted else self._both(live._replace(rev=0, head="", text=""), mine, live)
        if live.deleted:
            unchanged = mine.says == base.says
            return None if unchanged else self._removal(base, mine, live, mine=mine.head + mine.text)
        return self._both(base, mine, live)

    def _removed(self, base: Row, live: Row) -> Row | None:
        """I took the row away: fine if it is gone or unchanged, else it is asked."""
        if live.deleted or live.says == base.says:
            return None
        return self._removal(base, None, live, theirs=live.head + live.text)

    def _removal(
        self, base: Row, kept: Row | None, live: Row, *, mine: str = "", theirs: str = ""
    ) -> Row | None:
        dispute = Dispute(
            base.kind, base.id, "removal", name_of(base), base.head + base.text, mine, theirs, None, live.rev
        )
        choice = self.choices.get(dispute.key)
        if choice is None or choice.seen != live.rev or not choice.picks:
            self.disputes.append(dispute)
            return None
        survivor = kept or live
        return survivor if (choice.picks[0] == "mine") == bool(kept) else None

    def _both(self, base: Row, mine: Row, live: Row) -> Row:
        """The row lives on all sides: heading and text are merged apart."""
        if live.says == base.says:
            return live._replace(head=mine.head, text=mine.text, section=mine.section, see_also=mine.see_also)
        head = self._text("heading", base, mine, live, (base.head, mine.head, live.head))
        text = self._text("body" if base.kind == "section" else "row", base, mine, live,
                          (base.text, mine.text, live.text))  # fmt: skip
        return live._replace(head=head, text=text)

    def _text(self, piece: Piece, base: Row, mine: Row, live: Row, sides: tuple[str, str, str]) -> str:
        was, wanted, stands = sides
        merge = merge_text(was, wanted, stands)
        if merge.text is not None:
            return merge.text
        if piece == "row" and live.kind == "field" and (text := _key_and_value(*sides)) is not None:
            return text
        dispute = Dispute(base.kind, base.id, piece, name_of(live), was, wanted, stands, merge, live.rev)
        choice = self.choices.get(dispute.key)
        if choice is not None and choice.seen == live.rev and len(choice.picks) == len(merge.conflicts):
            return resolve(merge, choice.picks)
        self.disputes.append(dispute)
        return stands


def _key_and_value(base: str, mine: str, theirs: str) -> str | None:
    """A field renamed by one side and given another value by the other: both. None if that is not all."""
    key, value = (
        merge_text(*sides).text for sides in zip(*map(split_field, (base, mine, theirs)), strict=True)
    )
    return None if key is None or value is None else key + value


def merge_rows(edit: Edit, live: Sequence[Row], choices: Choices | None = None) -> list[Row]:
    """The page's rows after the edit, each kind in its order, positions not yet set.

    `live` holds the page's living rows in order, and the dead ones among `edit.refs`. Where words went from
    one part to another, all parts that the edit speaks of are merged as one text.
    Raises EditConflict where both sides changed the same words and no choice settles it.
    """
    choices = choices or {}
    living = [row for row in live if not row.deleted]
    try:
        result = _by_parts(edit, live, choices)
    except EditConflict as conflict:
        merged = _as_one(edit, live, choices) if joined(conflict.disputes, edit.mine, living) else None
        if isinstance(merged, list):
            return merged
        if merged is not None and any(one.piece == "removal" for one in conflict.disputes):
            raise EditConflict((merged,)) from None
        raise
    stands = {row.ref: row.rev for row in living}
    alone = all(stands.get(row.ref) == row.rev for row in edit.base)
    chosen = any(not key.endswith(".text") for key in choices)
    if alone or chosen or sound(edit.base, edit.mine, living, result):
        return result
    merged = _as_one(edit, live, choices)
    if isinstance(merged, Dispute):
        raise EditConflict((merged,))
    return merged or result


def _as_one(edit: Edit, live: Sequence[Row], choices: Choices) -> list[Row] | Dispute | None:
    """The rows that merging as one text gives, or what it has to ask; None if the parts stand apart."""
    scope = scope_of(edit.base, live)
    if scope is None:
        return None
    merge = merge_whole(edit.base, edit.mine, scope)
    if merge.text is not None:
        return rows_with(merge.text, scope)
    dispute = dispute_of(merge, edit.base, edit.mine, scope)
    text = settled_text(dispute, choices)
    return dispute if text is None else rows_with(text, scope)


def _by_parts(edit: Edit, live: Sequence[Row], choices: Choices) -> list[Row]:
    rows = _Merger(edit, live, choices).rows()
    result: list[Row] = []
    sections = _ordered("section", rows, edit, live)
    result += [rows[ref] for ref in _ordered("field", rows, edit, live)]
    result += [rows[ref] for ref in sections]
    links = _ordered("link", rows, edit, live)
    # A link stands in its section: order them by section first, then as merged.
    place = {ref[1]: n for n, ref in enumerate(sections)}
    result += sorted(
        (rows[ref] for ref in links if rows[ref].section in place), key=lambda r: place[r.section]
    )
    return result


def _ordered(kind: str, rows: dict[Ref, Row], edit: Edit, live: Sequence[Row]) -> list[Ref]:
    """References of the living rows of one kind, with the moves and insertions of both sides."""

    present = {ref[1]: ref for ref in rows if ref[0] == kind}
    mine = [row.id for row in edit.mine if row.kind == kind]
    theirs = [row.id for row in live if row.kind == kind and not row.deleted]
    # A row that stays though one side had removed it stands where the other has it, as if that had put it in.
    shared = set(mine).intersection(theirs)
    base = [row.id for row in edit.base if row.kind == kind and (row.id in shared or row.id not in present)]
    if kind == "section" and edit.base:
        others = _others(edit, live)
        base, mine = _among(base, theirs, others), _among(mine, theirs, others)
    return [present[id_] for id_ in merge_list(base, mine, theirs) if id_ in present]


def _others(edit: Edit, live: Sequence[Row]) -> set[int]:
    """The living sections that an edit of some sections does not speak of; none where it is of the page.

    What came into being since the whole page was opened is no such section: it was put in by others.
    """
    spoken = {row.id for row in (*edit.base, *edit.mine) if row.kind == "section"}
    rest = [row for row in live if row.kind == "section" and not row.deleted and row.id not in spoken]
    newest = max(row.rev for row in edit.base)
    return {row.id for row in rest} if any(row.rev <= newest for row in rest) else set()


def _among(order: Sequence[int], theirs: Sequence[int], others: set[int]) -> list[int]:
    """One side's order with the other sections of the page where they stand: before the first section that
    the edit speaks of, or behind the one of this side that they follow and what this side put in behind that.
    """
    if not others:
        return list(order)
    kept, last = set(order), 0
    front: list[int] = []
    behind: dict[int, list[int]] = {}
    started = False
    for id_ in theirs:
        if id_ not in others:
            started, last = True, id_ if id_ in kept else last
        elif started:
            behind.setdefault(last, []).append(id_)
        else:
            front.append(id_)
    result, waiting = front, behind.get(0, [])
    for id_ in order:
        if id_ > 0:
            result += waiting
            waiting = behind.get(id_, [])
        result.append(id_)
    return result + waiting
