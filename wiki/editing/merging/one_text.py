"""Merging the parts that an edit speaks of as one text, where words went from one part to another.

Part by part is how edits are merged, so that a section is found wherever it stands. But a section may be
split or joined with another, and a list of links may become prose: then words leave one part for another, and
only the text as a whole shows what each side did with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wiki.editing.errors import Choices, Dispute
from wiki.editing.merging.matching import matched_rows
from wiki.models.parts import Row
from wiki.reading.source import in_document_order, model_of, source_text
from wiki.text.content import content_model
from wiki.text.merge import Merge, merge_text, resolve
from wiki.text.merging.moved import came_back, lives_on
from wiki.text.parts.rows import PageText


class Scope(NamedTuple):
    """The living rows that one edit is about, in document order, with those before and after them."""

    before: tuple[Row, ...]
    rows: tuple[Row, ...]
    after: tuple[Row, ...]


def sound(base: Sequence[Row], mine: Sequence[Row], live: Sequence[Row], result: Sequence[Row]) -> bool:
    """Whether nothing that a side took away or moved stands in the result all the same, or twice."""
    sides = (base, mine, live, result)
    everywhere = set.intersection(*({(row.ref, row.says) for row in side} for side in sides))
    texts = ([row.head + row.text for row in side if (row.ref, row.says) not in everywhere] for side in sides)
    return not (_list_rewritten(base, mine, live) or came_back(*texts))


def _list_rewritten(base: Sequence[Row], mine: Sequence[Row], live: Sequence[Row]) -> bool:
    """Whether one side made prose of a list of links that the other changed."""
    lists = [{row.id for row in side if row.see_also} for side in (base, mine, live)]
    sections = [{row.id for row in side if row.kind == "section"} for side in (base, mine, live)]
    for id_ in lists[0] & sections[1] & sections[2]:
        prose = [id_ not in lists[1], id_ not in lists[2]]
        links = [{(row.ref, row.says) for row in side if row.section == id_} for side in (base, mine, live)]
        if (prose[0] and links[2] != links[0]) or (prose[1] and links[1] != links[0]):
            return True
    return False


def joined(disputes: Iterable[Dispute], mine: Sequence[Row], live: Sequence[Row]) -> bool:
    """Whether what was removed in these disputes was not: most of it lives on elsewhere on that side."""
    sides = {side: source_text(in_order) for side, in_order in (("mine", mine), ("live", live))}
    return all(
        lives_on(dispute.base.strip().partition("\n")[2], sides["live" if dispute.mine else "mine"])
        for dispute in disputes
        if dispute.piece == "removal"
    )


def scope_of(base: Sequence[Row], live: Sequence[Row]) -> Scope | None:
    """The rows of the page that stand where those of the base stood; None if they stand here and there.

    A section that came into being right behind them since is one of them: it may have been split off.
    """
    refs = {row.ref for row in base}
    newest = {
        kind: max((row.id for row in base if row.kind == kind), default=0) for kind in ("section", "field")
    }
    rows = in_document_order([row for row in live if not row.deleted])
    inside: list[bool] = []
    kept = False
    for row in rows:
        if row.kind != "link":  # a link goes with its section
            kept = row.ref in refs or (row.id > newest[row.kind] > 0 and (kept or row.kind == "field"))
        inside.append(kept)
    if not any(inside):
        return None
    first, last = inside.index(True), len(inside) - inside[::-1].index(True)
    if not all(inside[first:last]):
        return None
    return Scope(tuple(rows[:first]), tuple(rows[first:last]), tuple(rows[last:]))


def merge_whole(base: Sequence[Row], mine: Sequence[Row], scope: Scope) -> Merge:
    """The three texts merged."""
    return merge_text(source_text(base), source_text(mine), source_text(scope.rows))


def rows_with(text: str, scope: Scope) -> list[Row]:
    """The page's rows with this text in place of the scope's, in their order."""
    starts = not any(row.kind == "section" for row in scope.before)
    cut = content_model(model_of(scope.rows))
    parsed = cut.read(text) if starts else PageText(sections=cut.read_sections(text), model=cut.name)
    found = [*scope.before, *matched_rows(scope.rows, parsed, None, exact=True), *scope.after]
    sections = {row.id: n for n, row in enumerate(row for row in found if row.kind == "section")}
    return [
        *(row for row in found if row.kind == "field"),
        *(row for row in found if row.kind == "section"),
        *sorted((row for row in found if row.kind == "link"), key=lambda row: sections[row.section]),
    ]


def dispute_of(merge: Merge, base: Sequence[Row], mine: Sequence[Row], scope: Scope) -> Dispute:
    """The question that a merge of whole texts leaves."""
    first = next((row for row in scope.rows if row.kind == "section"), scope.rows[0])
    was, wanted, stands = (source_text(side) for side in (base, mine, scope.rows))
    seen = max(row.rev for row in scope.rows)
    return Dispute(first.kind, first.id, "text", "", was, wanted, stands, merge, seen)


def settled_text(dispute: Dispute, choices: Choices) -> str | None:
    """The text that the choices make of it, if they were made for what stands there now."""
    choice, merge = choices.get(dispute.key), dispute.merge
    if merge is None or choice is None or choice.seen != dispute.seen:
        return None
    return resolve(merge, choice.picks) if len(choice.picks) == len(merge.conflicts) else None
