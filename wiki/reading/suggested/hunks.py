"""The hunks of an edit: what can be taken of it without the rest. They depend on the edit alone, not on what
became of the page since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from wiki.models.parts import Kind, Ref, Row
from wiki.text.comparing.hunks import Piece, pieces, with_pieces
from wiki.text.content import MARKDOWN

Verb = Literal["added", "removed", "changed", "reordered"]
KINDS: tuple[Kind, ...] = ("field", "section", "link")
BOX: Ref = ("field", 0)  # the infobox as a whole


@dataclass(frozen=True, slots=True)
class Hunk:
    """One change of one part. `piece`: of a section its "heading" or "body", else "row"; of a reordering
    "order". `name` is the heading or key of the part (of a link: of its section); `before` and `after` are
    the text around it.
    """

    key: str
    ref: Ref
    piece: str
    verb: Verb
    name: str = ""
    old: str = ""
    new: str = ""
    before: str = ""
    after: str = ""
    caption: bool = False
    model: str = MARKDOWN


def hunks_of(base: Sequence[Row], wanted: Sequence[Row]) -> tuple[Hunk, ...]:
    """What `wanted` changes of `base`, in the order of the page, each with a key that no other has."""
    return tuple(_Sides(base, wanted).hunks())


def chosen_rows(base: Sequence[Row], wanted: Sequence[Row], chosen: Collection[str]) -> tuple[Row, ...]:
    """The rows of `base` with those hunks of `wanted` whose keys are chosen."""
    return _Sides(base, wanted).rows(frozenset(chosen))


def part_of(row: Row) -> Ref:
    """The section or field that a change of the row is a change of."""
    return ("section", row.section) if row.kind == "link" else row.ref


class _Sides:
    """Both sides of an edit, row by row."""

    def __init__(self, base: Sequence[Row], wanted: Sequence[Row]) -> None:
        self.base, self.wanted = base, wanted
        self.was = {row.ref: row for row in base}
        self.now = {row.ref: row for row in wanted}
        boxed = [any(row.kind == "field" and row.head == "end" for row in side) for side in (base, wanted)]
        self.whole_box = boxed[0] != boxed[1]

    def key_of(self, row: Row) -> str:
        """The key of the hunk with which a row comes or goes."""
        if row.kind == "field" and self.whole_box:
            return "infobox"
        holder: Ref = ("section", row.section)
        if row.kind == "link" and (holder in self.was) != (holder in self.now):
            return f"s{row.section}"
        return f"{row.kind[0]}{row.id}"

    # ---- What can be chosen ----

    def hunks(self) -> Iterator[Hunk]:
        if self.whole_box:
            yield self._box()
        for row in self._in_order():
            was, now = self.was.get(row.ref), self.now.get(row.ref)
            if was and now:
                yield from _within(was, now, self._name(was))
            elif self.key_of(row) == f"{row.kind[0]}{row.id}" and not (
                row.kind == "field" and row.head == "end"
            ):
                yield self._whole(row, "added" if now else "removed")
        for kind in KINDS:
            if self._reordered(kind):
                yield Hunk(f"order-{kind}", (kind, 0), "order", "reordered")

    def _in_order(self) -> list[Row]:
        """Each row once: in the wanted order, what went after what it followed."""
        result: list[Row] = []
        for kind in KINDS:
            order = _order([row.ref for row in self.wanted if row.kind == kind],
                           [row.ref for row in self.base if row.kind == kind])  # fmt: skip
            result += [self.now.get(ref) or self.was[ref] for ref in order]
        return result

    def _whole(self, row: Row, verb: Verb) -> Hunk:
        side = self.wanted if verb == "added" else self.base
        links = [one.text for one in side if one.kind == "link" and one.section == row.id]
        text = "".join((row.head, *links, row.text)) if row.kind == "section" else row.text
        old, new = ("", text) if verb == "added" else (text, "")
        return Hunk(
            self.key_of(row),
            part_of(row),
            "row",
            verb,
            self._name(row),
            old,
            new,
            caption=row.kind == "field" and row.head == "caption",
            model=row.model,
        )

    def _name(self, row: Row) -> str:
        if row.kind != "link":
            return _name(row)
        section = self.was.get(("section", row.section)) or self.now.get(("section", row.section))
        return _name(section) if section else ""

    def _box(self) -> Hunk:
        old, new = (
            "".join(row.text for row in side if row.kind == "field") for side in (self.base, self.wanted)
        )
        return Hunk("infobox", BOX, "row", "added" if new else "removed", "", old, new)

    def _reordered(self, kind: Kind) -> bool:
        both = self.was.keys() & self.now.keys()
        orders = [
            [row.ref for row in side if row.kind == kind and row.ref in both]
            for side in (self.base, self.wanted)
        ]
        return orders[0] != orders[1]

    # ---- What is chosen ----

    def rows(self, chosen: frozenset[str]) -> tuple[Row, ...]:
        result: list[Row] = []
        for kind in KINDS:
            kept: dict[Ref, Row] = {}
            for row in (*self.base, *self.wanted):
                if row.kind == kind and row.ref not in kept and (found := self._row(row, chosen)):
                    kept[row.ref] = found
            sides = [[row.ref for row in side if row.kind == kind] for side in (self.wanted, self.base)]
            moved = f"order-{kind}" in chosen or not self._reordered(kind)
            order = _order(*sides) if moved else _order(*reversed(sides))
            result += [kept[ref] for ref in order if ref in kept]
        return tuple(result)

    def _row(self, row: Row, chosen: frozenset[str]) -> Row | None:
        was, now = self.was.get(row.ref), self.now.get(row.ref)
        if was is None or now is None:
            taken = self.key_of(row) in chosen
            return now if taken else was
        if row.kind == "field" and row.head == "end":
            return now
        if row.kind != "section":
            return now if f"{row.kind[0]}{row.id}" in chosen else was
        head = now.head if f"s{row.id}.heading" in chosen else was.head
        found = pieces(was.text, now.text)
        numbers = {
            n for n, _piece in enumerate(one for one in found if one.changed) if f"s{row.id}.{n}" in chosen
        }
        return (now if head == now.head else was)._replace(head=head, text=with_pieces(found, numbers))


def _within(was: Row, now: Row, name: str) -> Iterator[Hunk]:
    """The changes within one row that stays."""
    key = f"{now.kind[0]}{now.id}"
    if now.kind != "section":
        if was.text != now.text and now.head != "end":
            yield Hunk(
                key,
                part_of(now),
                "row",
                "changed",
                name,
                was.text,
                now.text,
                caption=now.head == "caption",
                model=now.model,
            )
        return
    if was.head != now.head:
        yield Hunk(f"{key}.heading", now.ref, "heading", "changed", name, was.head, now.head)
    found = pieces(was.text, now.text)
    changed = [n for n, piece in enumerate(found) if piece.changed]
    for n, at in enumerate(changed):
        before, after = _around(found, at)
        old, new = found[at]
        yield Hunk(f"{key}.{n}", now.ref, "body", "changed", name, old, new, before, after)


def _around(found: Sequence[Piece], at: int) -> tuple[str, str]:
    before = found[at - 1].old if at else ""
    return before, found[at + 1].old if at + 1 < len(found) else ""


def _order(first: Sequence[Ref], second: Sequence[Ref]) -> list[Ref]:
    """All of both, in the order of the first; what only the second has stands after what it follows there."""
    result, present = list(first), set(first)
    last: Ref | None = None
    for ref in second:
        if ref not in present:
            result.insert(result.index(last) + 1 if last is not None else 0, ref)
            present.add(ref)
        last = ref
    return result


def _name(row: Row) -> str:
    if row.kind == "section":
        return row.heading[1]
    return row.field.key if row.kind == "field" and row.head == "field" else ""
