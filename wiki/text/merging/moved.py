"""Stretches that one side moved while the other moved or deleted them: disputed, though in no one place."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from wiki.text.language.words import sentences, words
from wiki.text.merging.chunks import Chunk, without_space

_LINE_END = re.compile(r"\r\n|\r|\n")
_LINK = re.compile(r"\[\[[^\[\]|#]{1,255}")
# A shorter sentence may well stand in a text twice.
_FEWEST_WORDS = 4


def ask_about_moves(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks, with those made conflicts that together would keep a stretch twice, or keep a deleted one.

    A line or sentence that both sides moved, to different places, would come out twice; one that a side moved
    and the other deleted would stay. No single place shows it.
    """
    merged = [chunk for chunk in chunks if chunk.kind == "merged"]
    if len(merged) < 2:
        return chunks
    base, mine, theirs = (
        _stretches(chunk.base for chunk in merged),
        _stretches(chunk.mine for chunk in merged),
        _stretches(chunk.theirs for chunk in merged),
    )
    result = _stretches(chunk.text for chunk in merged)
    odd = {key for key, count in result.items() if not _right(base[key], mine[key], theirs[key], count)}
    if not any(map(words, odd)):
        return chunks
    return [_asked(chunk) if _moved_here(chunk, odd) else chunk for chunk in chunks]


def _right(base: int, mine: int, theirs: int, count: int) -> bool:
    """True if a stretch that stood `base` times may stand `count` times after what both sides did."""
    if mine == base:
        return count == theirs
    if theirs == base:
        return count == mine
    likely = mine, theirs, mine + theirs - base
    return min(likely) <= count <= max(likely)


def came_back(
    base: Iterable[str], mine: Iterable[str], theirs: Iterable[str], result: Iterable[str]
) -> set[str]:
    """Lines and longer sentences of the base that stand in a merge of many texts more often than they may."""
    was, one, other, found = (_stretches(side) for side in (base, mine, theirs, result))
    return {key for key, count in was.items() if found[key] > _most(count, one[key], other[key])}


def _most(base: int, mine: int, theirs: int) -> int:
    if mine == base:
        return theirs
    return mine if theirs == base else max(mine, theirs, mine + theirs - base)


def lives_on(text: str, other: str) -> bool:
    """Whether another text says most of what this one says, sentence by sentence; never true of no words."""
    known = set(_sentences(other))
    said = list(_sentences(text))
    return sum(len(one) for one in said if one in known) * 2 > sum(map(len, said))


def _sentences(text: str) -> Iterator[str]:
    for line in _LINE_END.split(text):
        yield from (without_space(one) for one in sentences(line) if words(one))


def _stretches(texts: Iterable[str]) -> Counter[str]:
    """Lines of at least one word and longer sentences, without regard to white space; and wiki links, which
    a line of a list may leave for a sentence.
    """
    found: Counter[str] = Counter()
    for text in texts:
        for line in _LINE_END.split(text):
            if not line or line.isspace():
                continue
            found[without_space(line)] += 1
            if "[[" in line:
                found.update(_LINK.findall(line))
            if (parts := line.count(" ") > _FEWEST_WORDS and sentences(line)) and len(parts) > 1:
                found.update(without_space(part) for part in parts if words(part) >= _FEWEST_WORDS)
    return found


def _moved_here(chunk: Chunk, odd: set[str]) -> bool:
    if chunk.kind != "merged" or chunk.mine == chunk.theirs:
        return False
    counts = [_stretches([text]) for text in (chunk.base, chunk.mine, chunk.theirs)]
    return any(len({count[key] for count in counts}) > 1 for key in odd)


def _asked(chunk: Chunk) -> Chunk:
    return Chunk("conflict", chunk.base, chunk.mine, chunk.theirs, "")
