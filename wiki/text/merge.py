"""Three-way merge of texts: lines, then sentences, then words where unambiguous. White space is not a word.

Each level cuts the text into units that begin with the white space before them, so that any run of units can
be taken out or put in, and compares them without regard to white space. Where both sides changed the same
units the next level looks inside; what is left over on the level of words is a conflict.
"""

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from wiki.text.comparing.align import Edit, exact_edits, patience_edits
from wiki.text.comparing.word_diff import readable
from wiki.text.language.words import is_word, sentences, tokens
from wiki.text.merging.chunks import Chunk, Merge, Typed, lead, resolve, without_space
from wiki.text.merging.moved import ask_about_moves
from wiki.text.merging.order import merge_list
from wiki.text.merging.threeway import Meets, Place, lay_over

__all__ = ["Chunk", "Merge", "Typed", "merge_list", "merge_text", "resolve"]

# In characters: one place, and all places of one merge, that are looked into by sentences and words.
PLACE_LIMIT = 60_000
TOTAL_LIMIT = 200_000
# A sentence with more disputes, or of which less was kept, is disputed whole: fragments cannot be judged.
_MOST_DISPUTES = 3
_LEAST_KEPT = 0.35
_LINE = re.compile(r"\A[^\r\n]*+|(?:\r\n|\r|\n)[^\r\n]*+")
_LIST_LINE = re.compile(
    r"\s*(?:[-+*#:;]{1,6}[ \t]|\||[0-9]{1,9}[.)][ \t]|\[\[[^\[\]|:]+:[^\[\]]+\]\][ \t]*\Z)"
)
_HEADING = re.compile(r"\s*#{2,6}[ \t]")


class Level(NamedTuple):
    """How one level cuts, compares and tells overlapping changes apart; `inside` is the level below."""

    cut: Callable[[str], list[str]]
    edits: Callable[[Sequence[str], Sequence[str]], list[Edit]]
    meets: Callable[["_Texts"], Meets]
    inside: "Level | None"


def merge_text(base: str, mine: str, theirs: str) -> Merge:
    """`base` with the changes of both sides, `theirs` being the one already saved.

    `text` is None if both changed the same words differently (or one moved what the other deleted or moved
    elsewhere); the conflict chunks hold just what is disputed. What only one side changed is never lost.
    White space never conflicts: where both changed it, the side with more line breaks is followed. Items that
    both put at the same place of a list are kept, theirs first. Bounded: large texts are disputed in larger
    pieces.
    """
    if mine in (base, theirs):
        return _settled(base, mine, theirs, theirs)
    if theirs == base:
        return _settled(base, mine, theirs, mine)
    chunks = _joined(ask_about_moves(_Work().merge(LINES, base, mine, theirs)))
    text = (
        None if any(chunk.kind == "conflict" for chunk in chunks) else "".join(chunk.text for chunk in chunks)
    )
    return Merge(text, tuple(chunks))


def _settled(base: str, mine: str, theirs: str, text: str) -> Merge:
    return Merge(text, (Chunk("same" if base == text else "merged", base, mine, theirs, text),))


class _Texts(NamedTuple):
    """The units of one place on all three sides, with their keys."""

    base: list[str]
    mine: list[str]
    theirs: list[str]


class _Work:
    """One merge, with what is left of its allowance for looking into places."""

    def __init__(self) -> None:
        self.left = TOTAL_LIMIT

    def merge(self, level: Level, base: str, mine: str, theirs: str) -> list[Chunk]:
        """The three texts merged on `level` and, where needed, below it."""
        units = _Texts(level.cut(base), level.cut(mine), level.cut(theirs))
        keys = _Texts(*(list(map(without_space, some)) for some in units))
        places = lay_over(
            len(keys.base),
            level.edits(keys.base, keys.mine),
            level.edits(keys.base, keys.theirs),
            level.meets(keys),
        )
        found: list[Chunk] = []
        for place in places:
            found += self.place(level, place, _part(units, place), _part(keys, place))
        if level.inside is None:
            return _not_in_fragments(found, base, mine, theirs)
        return found

    def place(self, level: Level, place: Place, units: _Texts, keys: _Texts) -> list[Chunk]:
        """One place: settled by who changed it, or handed to the level below."""
        base, mine, theirs = ("".join(some) for some in units)
        if place.who == "none":
            text = theirs if mine == base else mine if theirs in (base, mine) else _spaced(units)
            return [Chunk("same" if base == mine == theirs else "merged", base, mine, theirs, text)]
        one_side = {"mine": (theirs, mine), "theirs": (mine, theirs)}.get(place.who)
        if one_side and one_side[0] == base:
            return [Chunk("merged", base, mine, theirs, one_side[1])]
        if keys.mine == keys.theirs:
            return [Chunk("merged", base, mine, theirs, mine)]
        if place.only_deleted and level is LINES:
            return [Chunk("merged", base, mine, theirs, "")]
        if level is LINES and (both := _both_lists(units)) is not None:
            return [Chunk("merged", base, mine, theirs, both)]
        if level.inside and self.allows(len(base) + len(mine) + len(theirs)):
            return self.inside(level.inside, base, mine, theirs)
        if one_side:
            head = _changed(lead(base), lead(mine), lead(theirs)) if one_side[1] else ""
            return [Chunk("merged", base, mine, theirs, head + one_side[1].lstrip())]
        return [Chunk("conflict", base, mine, theirs, "")]

    def inside(self, level: Level, base: str, mine: str, theirs: str) -> list[Chunk]:
        """The level below. White space before the place belongs to the place, not to the first unit in it."""
        heads = [lead(text) for text in (base, mine, theirs)]
        bodies = [text[len(head) :] for text, head in zip((base, mine, theirs), heads, strict=True)]
        first, *rest = self.merge(level, *bodies) or [Chunk("merged", "", "", "", "")]
        head = _head(heads, bodies)
        if first.kind == "conflict" or not any(one.text or one.kind == "conflict" for one in (first, *rest)):
            head = ""
        sides = (heads[0] + first.base, heads[1] + first.mine, heads[2] + first.theirs)
        return [Chunk(first.kind, *sides, head + first.text), *rest]

    def allows(self, size: int) -> bool:
        if size > min(self.left, PLACE_LIMIT):
            return False
        self.left -= size
        return True


def _part(texts: _Texts, place: Place) -> _Texts:
    return _Texts(
        texts.base[slice(*place.base)], texts.mine[slice(*place.mine)], texts.theirs[slice(*place.theirs)]
    )


def _spaced(units: _Texts) -> str:
    """Units with the same words on all sides, but white space changed by both: taken one by one."""
    return "".join(map(_spaced_unit, *units))


def _spaced_unit(base: str, mine: str, theirs: str) -> str:
    heads = lead(base), lead(mine), lead(theirs)
    bodies = (text[len(head) :] for text, head in zip((base, mine, theirs), heads, strict=True))
    return _changed(*heads) + _changed(*bodies)


def _changed(base: str, mine: str, theirs: str) -> str:
    """The one that is not the base's; if both are not, the one with more line breaks, or else mine."""
    if mine == base:
        return theirs
    if theirs in (base, mine):
        return mine
    return max(mine, theirs, key=lambda text: text.count("\n"))


def _head(heads: Sequence[str], bodies: Sequence[str]) -> str:
    """The white space before a place; that of a side with nothing left there says nothing."""
    if bodies[0] and not (bodies[1] and bodies[2]):
        return heads[1] if bodies[1] else heads[2]
    return _changed(*heads)


def _both_lists(units: _Texts) -> str | None:
    """Both sides' list lines put in at the same place, theirs first and none twice; None for the rest."""
    if units.base or not (_is_list(units.mine) and _is_list(units.theirs)):
        return None
    known = set(map(without_space, _items(units.theirs)))
    alone = "".join(
        item for item in _items(units.mine) if without_space(item) not in known or not item.strip()
    )
    # The first line of a text has no line break of its own.
    between = "" if not alone or alone[0] in "\r\n" else "\n"
    return "".join(units.theirs) + between + alone


def _is_list(units: Sequence[str]) -> bool:
    """True for lines that are list items, table rows, categories and such, with their indented lines."""
    lines = [unit.lstrip("\r\n") for unit in units if unit.strip()]
    return bool(lines and _LIST_LINE.match(lines[0])) and all(
        line[0] in " \t" or (_LIST_LINE.match(line) and not _HEADING.match(line)) for line in lines
    )


def _items(units: Sequence[str]) -> list[str]:
    """List lines, each with the indented lines after it; an empty line is an item of its own."""
    found: list[str] = []
    for unit in units:
        line = unit.lstrip("\r\n")
        if found and line and line[0] in " \t" and found[-1].strip():
            found[-1] += unit
        else:
            found.append(unit)
    return found


def _not_in_fragments(chunks: list[Chunk], base: str, mine: str, theirs: str) -> list[Chunk]:
    """The chunks of one sentence, or all as one conflict if there were little sense in the pieces."""
    disputes = sum(chunk.kind == "conflict" for chunk in chunks)
    if not disputes:
        return chunks
    kept = sum(len(chunk.base) for chunk in chunks if chunk.kind == "same")
    if disputes > _MOST_DISPUTES or kept < _LEAST_KEPT * max(map(len, (base, mine, theirs))):
        return [Chunk("conflict", base, mine, theirs, "")]
    return chunks


def _joined(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Neighbours of the same kind as one chunk; conflicts stay apart."""
    found: list[Chunk] = []
    for kind, run in groupby(chunks, key=lambda chunk: chunk.kind):
        if kind == "conflict":
            found += run
        else:
            base, mine, theirs, text = zip(
                *((one.base, one.mine, one.theirs, one.text) for one in run), strict=True
            )
            found.append(Chunk(kind, *map("".join, (base, mine, theirs, text))))
    return found


def _overlap(mine: Edit, theirs: Edit) -> bool:
    """Edits that changed the same unit, or put in at the same place."""
    if mine.a_start < theirs.a_end and theirs.a_start < mine.a_end:
        return True
    return mine.a_start == mine.a_end == theirs.a_start == theirs.a_end


def _touch(mine: Edit, theirs: Edit) -> bool:
    return mine.a_end == theirs.a_start or theirs.a_end == mine.a_start


def _lines_meet(keys: _Texts) -> Meets:
    """Lines side by side are two places, unless both sides put in the same line there.

    Nor can a line be put in beside the first line while that goes: one of them would lack a line break.
    """

    def meets(mine: Edit, theirs: Edit) -> bool:
        if _overlap(mine, theirs):
            return True
        if not _touch(mine, theirs):
            return False
        both = set(keys.mine[mine.b_start : mine.b_end]) & set(keys.theirs[theirs.b_start : theirs.b_end])
        put_in = {edit.a_start == edit.a_end for edit in (mine, theirs)}
        taken_out = {edit.b_start == edit.b_end for edit in (mine, theirs)}
        at_start = min(mine.a_start, theirs.a_start) == 0
        return bool(both - {""}) or (at_start and put_in == taken_out == {True, False})

    return meets


def _sentences_meet(_keys: _Texts) -> Meets:
    """Sentences side by side are two places if they were changed or taken out, not if one was put in."""

    def put_in(edit: Edit) -> bool:
        return edit.a_start == edit.a_end

    def meets(mine: Edit, theirs: Edit) -> bool:
        return _overlap(mine, theirs) or (_touch(mine, theirs) and (put_in(mine) or put_in(theirs)))

    return meets


def _words_meet(keys: _Texts) -> Meets:
    """Changed words are one place unless there is a word between them that nobody changed."""

    def meets(mine: Edit, theirs: Edit) -> bool:
        start, end = sorted((mine, theirs))
        return not any(map(is_word, keys.base[start.a_end : end.a_start]))

    return meets


def _cut_lines(text: str) -> list[str]:
    return _LINE.findall(text) if text else []


def _cut_sentences(text: str) -> list[str]:
    """Sentences; a heading is one, whatever follows it."""
    found: list[str] = []
    block = ""
    for line in _LINE.findall(text):
        if _HEADING.match(line):
            found += [*sentences(block), line] if block.strip() else [block + line]
            block = ""
        else:
            block += line
    return found + sentences(block)


def _cut_words(text: str) -> list[str]:
    """Words and signs, each with the white space before it; the last unit is the white space at the end."""
    found: list[str] = []
    white = ""
    for token in tokens(text):
        if token.isspace():
            white = token
        else:
            found.append(white + token)
            white = ""
    return [*found, white]


def _word_edits(a: Sequence[str], b: Sequence[str]) -> list[Edit]:
    return readable(exact_edits(a, b), a)


WORDS = Level(_cut_words, _word_edits, _words_meet, None)
SENTENCES = Level(_cut_sentences, exact_edits, _sentences_meet, WORDS)
LINES = Level(_cut_lines, patience_edits, _lines_meet, SENTENCES)
