"""A change of a text cut into pieces that can be taken one without another."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from wiki.text.comparing.align import exact_edits, patience_edits
from wiki.text.language.words import sentences

# A changed place of more characters is one piece: cutting it by sentences would take long.
PLACE_LIMIT = 60_000
_LINE = re.compile(r"\A[^\r\n]*+|(?:\r\n|\r|\n)[^\r\n]*+")


class Piece(NamedTuple):
    """A stretch of the text as it was and as it is wanted."""

    old: str
    new: str

    @property
    def changed(self) -> bool:
        """Whether anything is wanted of it."""
        return self.old != self.new


def pieces(old: str, new: str) -> list[Piece]:
    """Both texts in stretches, in order: joining the old sides gives `old`, the new ones `new`.

    Stretches that changed have one between them that did not; they are sentences, or lines, or runs of them.
    """
    if old == new:
        return [Piece(old, new)] if old else []
    before, after = _lines(old), _lines(new)
    found: list[Piece] = []
    at = 0
    for edit in patience_edits(before, after):
        same = "".join(before[at : edit.a_start])
        found.append(Piece(same, same))
        gone, come = "".join(before[edit.a_start : edit.a_end]), "".join(after[edit.b_start : edit.b_end])
        found += _by_sentences(gone, come)
        at = edit.a_end
    same = "".join(before[at:])
    return _joined([*found, Piece(same, same)])


def with_pieces(found: Sequence[Piece], chosen: Collection[int]) -> str:
    """The text with those of its changes that are chosen, by their number among the changes (from 0)."""
    numbered = iter(range(len(found)))
    return "".join(
        piece.new if not piece.changed or next(numbered) in chosen else piece.old for piece in found
    )


def _lines(text: str) -> list[str]:
    return _LINE.findall(text) if text else []


def _by_sentences(old: str, new: str) -> list[Piece]:
    if len(old) + len(new) > PLACE_LIMIT:
        return [Piece(old, new)]
    before, after = sentences(old), sentences(new)
    found: list[Piece] = []
    at = 0
    for edit in exact_edits(before, after):
        same = "".join(before[at : edit.a_start])
        found.append(Piece(same, same))
        found.append(
            Piece("".join(before[edit.a_start : edit.a_end]), "".join(after[edit.b_start : edit.b_end]))
        )
        at = edit.a_end
    same = "".join(before[at:])
    return [*found, Piece(same, same)]


def _joined(found: Sequence[Piece]) -> list[Piece]:
    """Neighbours that both changed, or both did not, as one; without empty ones."""
    result: list[Piece] = []
    for piece in found:
        if not (piece.old or piece.new):
            continue
        if result and result[-1].changed == piece.changed:
            piece = Piece(result[-1].old + piece.old, result[-1].new + piece.new)
            result.pop()
        result.append(piece)
    return result
