"""Comparing two texts: lines by patience, words inside changed lines, moved paragraphs. Always bounded."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from wiki.text.comparing.align import Edit, patience_edits
from wiki.text.comparing.line_pairs import pair_similar
from wiki.text.comparing.word_diff import Span, text_lines, word_spans, words_changed
from wiki.text.language.words import word_list

__all__ = ["Fold", "Kind", "Line", "Span", "diff_lines", "fold_context", "text_lines", "words_changed"]

Kind = Literal["same", "del", "add", "change", "moved_from", "moved_to"]

# Beyond these, changed lines are marked as a whole: characters of one line, of all pairs of a comparison.
PAIR_LIMIT = 20_000
TOTAL_LIMIT = 400_000
# A moved line must be worth pointing out: this many characters, or (where a word is one character) words.
_MOVED_CHARS, _MOVED_WORDS = 40, 12
_BLANK = (Span("", changed=False),)


class Line(NamedTuple):
    """A line of the comparison. Numbers count from 1; a side that the line is not on has None and no spans.

    `moved_from` and `moved_to` stand for the same paragraph if they carry the same `move` number (from 1).
    """

    kind: Kind
    old_no: int | None
    new_no: int | None
    old: tuple[Span, ...]
    new: tuple[Span, ...]
    move: int = 0


@dataclass(frozen=True, slots=True)
class Fold:
    """`count` unchanged lines left out."""

    count: int


def diff_lines(old: str, new: str) -> list[Line]:
    """Every line of both texts in reading order.

    The old spans of the lines that have an `old_no` are the lines of `old` in order, likewise for `new`.
    Which of the three line ends a text uses is not compared. Megabytes end within 2 s, with coarser marks.
    """
    before, after = text_lines(old), text_lines(new)
    edits = patience_edits(before, after)
    moves = _Moves(before, after, edits)
    words = _WordMarks()
    found: list[Line] = []
    at, shift = 0, 0
    for edit in (*edits, Edit(len(before), len(before), len(after), len(after))):
        found += [_same(no, shift, line) for no, line in enumerate(before[at : edit.a_start], at + 1)]
        found += _hunk(before, after, edit, moves, words)
        at, shift = edit.a_end, edit.b_end - edit.a_end
    return found


def _same(number: int, shift: int, line: str) -> Line:
    spans = (Span(line, changed=False),) if line else _BLANK
    return Line("same", number, number + shift, spans, spans)


def fold_context(lines: Sequence[Line], context: int = 2) -> list[Line | Fold]:
    """`lines` with `context` unchanged ones kept around each changed one; a single line is never folded."""
    shown = bytearray(len(lines))
    for at, line in enumerate(lines):
        if line.kind != "same":
            start, end = max(0, at - context), min(len(lines), at + context + 1)
            shown[start:end] = b"\x01" * (end - start)
    found: list[Line | Fold] = []
    at = 0
    while at < len(lines):
        next_shown = shown.find(1, at)
        hidden = (len(lines) if next_shown < 0 else next_shown) - at
        if hidden > 1:
            found.append(Fold(hidden))
            at += hidden
        else:
            found.append(lines[at])
            at += 1
    return found


class _WordMarks:
    """Marks words inside pairs of lines until the allowance for one comparison is used up."""

    def __init__(self) -> None:
        self.left = TOTAL_LIMIT

    def pair(self, old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        size = len(old) + len(new)
        if max(len(old), len(new)) > PAIR_LIMIT or size > self.left:
            return _whole(old), _whole(new)
        self.left -= size
        return word_spans(old, new)


def _whole(line: str) -> tuple[Span, ...]:
    return (Span(line, changed=True),)


class _Moves:
    """Which removed line (by index) came back as which added line, and the number of that move."""

    def __init__(self, before: Sequence[str], after: Sequence[str], edits: Sequence[Edit]) -> None:
        self.old: dict[int, int] = {}
        self.new: dict[int, int] = {}
        added: defaultdict[str, list[int]] = defaultdict(list)
        for edit in reversed(edits):
            for at in range(edit.b_end - 1, edit.b_start - 1, -1):
                if key := _move_key(after[at]):
                    added[key].append(at)
        for edit in edits:
            for at in range(edit.a_start, edit.a_end):
                if added and (places := added.get(_move_key(before[at]))):
                    self.old[at] = self.new[places.pop()] = len(self.old) + 1


def _move_key(line: str) -> str:
    """The line without white space, or nothing if it is too short to be called moved."""
    if len(line) < _MOVED_WORDS:
        return ""
    key = "".join(line.split())
    return key if len(key) >= _MOVED_CHARS or len(word_list(key)) >= _MOVED_WORDS else ""


def _hunk(
    before: Sequence[str], after: Sequence[str], edit: Edit, moves: _Moves, words: _WordMarks
) -> list[Line]:
    """The lines of one changed place: pairs of similar lines, with what was removed and added before each."""
    old = [at for at in range(edit.a_start, edit.a_end) if at not in moves.old]
    new = [at for at in range(edit.b_start, edit.b_end) if at not in moves.new]
    pairs = pair_similar([before[at] for at in old], [after[at] for at in new])
    found: list[Line] = []
    old_at, new_at = edit.a_start, edit.b_start
    for one, other in (*((old[i], new[j]) for i, j in pairs), (edit.a_end, edit.b_end)):
        found += [_removed(at, before[at], moves) for at in range(old_at, one)]
        found += [_added(at, after[at], moves) for at in range(new_at, other)]
        if one < edit.a_end:
            found.append(Line("change", one + 1, other + 1, *words.pair(before[one], after[other])))
        old_at, new_at = one + 1, other + 1
    return found


def _removed(at: int, line: str, moves: _Moves) -> Line:
    move = moves.old.get(at, 0)
    return Line("moved_from" if move else "del", at + 1, None, _whole(line), (), move)


def _added(at: int, line: str, moves: _Moves) -> Line:
    move = moves.new.get(at, 0)
    return Line("moved_to" if move else "add", None, at + 1, (), _whole(line), move)
