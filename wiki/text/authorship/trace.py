"""Following single words: through a sentence that was changed, and through one that was moved and changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from wiki.text.authorship.pieces import Piece
from wiki.text.authorship.runs import NEW, Ruler, Run, joined
from wiki.text.comparing.align import exact_edits
from wiki.text.comparing.word_diff import readable
from wiki.text.language.words import is_word, tokens
from wiki.text.merging.likeness import Shelf, alike, grams

MOST_TOKENS = 60_000  # of one edit that are compared word by word, on both sides together
MOST_CELLS = 64_000_000  # and pairs of them: some 50 ms
MOST_CHARACTERS = 4_000  # of a sentence that is looked for elsewhere
MOST_MOVED = 400  # changed sentences that are looked for elsewhere
_FEWEST_WORDS = 4
_ALIKE = 0.5  # how much of its words a sentence must have kept to be the same one, moved and changed
_MOSTLY = 0.5  # share of its words from which a sentence counts as followed

Key = tuple[Literal["field", "section", "link"], int]  # kind and id of a part


@dataclass(slots=True, eq=False)
class Part:
    """One part in one edit: the sentences of the stretch that differs, and what became of each.

    `head` and `tail` are the characters that both texts have in common, `length` those of the old text.
    `kept` and `moved` tell of sentences of the new text where they stood before; `fresh` are those of the
    new text still unexplained, `gone` those of the old text that stand nowhere any more. Both are ordered.
    """

    key: Key
    old: list[Piece]
    new: list[Piece]
    head: int
    tail: int
    length: int
    kept: dict[int, int] = field(default_factory=dict)
    moved: "dict[int, tuple[Part, int]]" = field(default_factory=dict)
    regions: list[tuple[range, range]] = field(default_factory=list)
    gone: dict[int, None] = field(default_factory=dict)
    fresh: dict[int, None] = field(default_factory=dict)
    ruler: Ruler = field(default_factory=lambda: Ruler(()))


class Token(NamedTuple):
    """A word or sign at a place of a sentence; `author` is the revision that wrote it, NEW while unknown."""

    text: str
    start: int
    end: int
    author: int


@dataclass(slots=True)
class _Sentence:
    """A sentence as words."""

    part: Part
    index: int
    tokens: list[Token]

    @property
    def followed(self) -> float:
        """The share of its words whose author is known."""
        known = [token.author != NEW for token in self.tokens if is_word(token.text)]
        return sum(known) / len(known) if known else 1.0


def trace_words(parts: Sequence[Part]) -> dict[tuple[Key, int], list[Run]]:
    """The runs of sentences of `fresh` that took over words of a sentence in `gone`. Bounded."""
    budget = _Budget()
    unexplained: list[_Sentence] = []
    left: list[_Sentence] = []
    for part in parts:
        for old_range, new_range in part.regions:
            old = [n for n in old_range if n in part.gone]
            new = [n for n in new_range if n in part.fresh]
            if old and new and budget.allows(part, old, new):
                before = [_Sentence(part, n, _authored(part, part.old[n])) for n in old]
                after = [_Sentence(part, n, _tokens(part.new[n], NEW)) for n in new]
                left += _inherit(before, after)
                unexplained += after
            else:
                left += [_Sentence(part, n, []) for n in old]
                unexplained += [_Sentence(part, n, []) for n in new]
    _follow_changed(unexplained, left, budget)
    return {
        (one.part.key, one.index): _runs(one)
        for one in unexplained
        if any(t.author != NEW for t in one.tokens)
    }


class _Budget:
    """How much comparing one edit may still cost."""

    def __init__(self) -> None:
        self.tokens, self.cells = MOST_TOKENS, MOST_CELLS

    def allows(self, part: Part, old: Sequence[int], new: Sequence[int]) -> bool:
        """Whether these sentences may be compared; then their cost is taken off. A token is some 3
        characters.
        """
        before = sum(part.old[n].end - part.old[n].start for n in old) // 3
        after = sum(part.new[n].end - part.new[n].start for n in new) // 3
        if before + after > self.tokens or before * after > self.cells:
            return False
        self.tokens -= before + after
        self.cells -= before * after
        return True


def _tokens(piece: Piece, author: int) -> list[Token]:
    found, at = [], 0
    for token in tokens(piece.text):
        end = at + len(token)
        if not token.isspace():
            found.append(Token(token, at, end, author))
        at = end
    return found


def _authored(part: Part, piece: Piece) -> list[Token]:
    return [token._replace(author=part.ruler.at(piece.start + token.start)) for token in _tokens(piece, NEW)]


def _inherit(before: Sequence[_Sentence], after: Sequence[_Sentence]) -> list[_Sentence]:
    """Give the words of `after` the authors that they have in `before`; returns the sentences mostly lost."""
    old = [token for sentence in before for token in sentence.tokens]
    new = [(sentence, n) for sentence in after for n in range(len(sentence.tokens))]
    words = [token.text for token in old]
    edits = readable(exact_edits(words, [one.tokens[n].text for one, n in new]), words)
    kept = [False] * len(old)
    at = to = 0
    for a_start, a_end, b_start, b_end in [*edits, (len(old), len(old), len(new), len(new))]:
        same = list(zip(range(at, a_start), range(to, b_start), strict=True))
        anchored = any(is_word(words[a]) for a, _ in same)
        for a, b in same:
            sentence, n = new[b]
            author = old[a].author
            if not is_word(words[a]) and (not anchored or b == to):
                # A sign is like any other: it goes with the word before it.
                author = sentence.tokens[n - 1].author if n else author if anchored else NEW
            sentence.tokens[n] = sentence.tokens[n]._replace(author=author)
            kept[a] = author != NEW
        at, to = a_end, b_end
    lost, at = [], 0
    for sentence in before:
        end = at + len(sentence.tokens)
        if sum(kept[at:end]) < _MOSTLY * (end - at):
            lost.append(sentence)
        at = end
    return lost


def _follow_changed(unexplained: Sequence[_Sentence], left: Sequence[_Sentence], budget: _Budget) -> None:
    """Sentences that were moved and changed: mostly the words of one that went from another place."""
    candidates = [one for one in unexplained if not one.tokens or one.followed < _MOSTLY][:MOST_MOVED]
    origins = [one for one in left if _long(one.part.old[one.index])][:MOST_MOVED]
    if not candidates or not origins:
        return
    texts = {n: grams(one.part.old[one.index].text) for n, one in enumerate(origins)}
    moved_here = [one for one in candidates if _long(one.part.new[one.index])]
    owns = [grams(one.part.new[one.index].text) for one in moved_here]
    shelf = Shelf(texts, owns)
    for one, own in zip(moved_here, owns, strict=True):
        piece = one.part.new[one.index]
        near = [n for n in shelf.nearest(own, 1) if alike(own, texts[n]) >= _ALIKE]
        if not near:
            continue
        origin = origins[near[0]]
        if budget.allows(origin.part, [origin.index], []) and budget.allows(one.part, [], [one.index]):
            moved = _Sentence(one.part, one.index, _tokens(piece, NEW))
            _inherit([_Sentence(origin.part, origin.index, list(_old_tokens(origin)))], [moved])
            if moved.followed >= (one.followed if one.tokens else 0):
                one.tokens = moved.tokens


def _old_tokens(origin: _Sentence) -> Iterator[Token]:
    yield from origin.tokens or _authored(origin.part, origin.part.old[origin.index])


def _long(piece: Piece) -> bool:
    """Whether it has words enough to be known again by them, and not more than can be told in time."""
    return len(piece.text) <= MOST_CHARACTERS and piece.text.count(" ") >= _FEWEST_WORDS - 1


def _runs(sentence: _Sentence) -> list[Run]:
    """The runs of a sentence: each word with the white space behind it."""
    starts = [token.start for token in sentence.tokens]
    end = sentence.tokens[-1].end
    ends = [*starts[1:], end]
    return list(
        joined(
            (token.author, stop - start)
            for token, start, stop in zip(sentence.tokens, starts, ends, strict=True)
        )
    )
