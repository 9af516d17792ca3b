"""What was meant by words that stand nowhere: the known words that are spelt most like them."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from wiki.search.index import database
from wiki.search.query import Query, Term
from wiki.search.rows import near
from wiki.search.words import folded, words

_MOST = 4  # words of a query that are looked at
_CANDIDATES = 5  # that each may have meant
_SHORT = 5  # letters; such words are mended by one change, longer ones by two


def did_you_mean(query: Query) -> str:
    """The query with its unknown words mended, or "" where nothing like them is known. A query a word, and
    one more for all.

    Words are remembered for good, and those of deleted pages and hidden revisions with them: one that stands
    on no page now is never offered.
    """
    offered = {word: likely(word)[:_CANDIDATES] for word in query.plain[:_MOST]}
    there = _standing([other for others in offered.values() for other in others])
    text, mended = query.text, False
    for word, others in offered.items():
        better = next((other for other in others if other in there), "")
        if better:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _: better, text, count=1)  # noqa: B023
            mended = True
    return text if mended else ""


def _standing(candidates: list[str]) -> set[str]:
    """Those of the words that stand on some page."""
    asked = {word: (Term(tuple(words(word))),) for word in candidates}
    if not asked:
        return set()
    counted = database().counts(list(asked.values()))
    return {word for word, count in zip(asked, counted, strict=True) if count}


def nearest(written: str) -> str:
    """The known word most like this one; "" if it is known itself, too short, or like none."""
    return next(iter(likely(written)), "")


def likely(written: str) -> list[str]:
    """The known words like this one, the likest first; none if it is known itself or too short."""
    word = folded(written).strip()
    if len(word) < 4 or not word.isalpha():
        return []
    kept = min(3, (len(word) - 1) // 2)
    allowed = 1 if len(word) <= _SHORT else 2
    known = near(word[:kept], word[::-1][:kept], len(word) - allowed, len(word) + allowed)
    found: list[tuple[float, str, str]] = []
    for other, as_written in known:
        if other == word:
            return []
        distance = OSA.distance(word, other, score_cutoff=allowed) + (other[0] != word[0]) * 0.5
        if distance < allowed + 1.0:
            found.append((distance, other, as_written))
    return [as_written for _, _, as_written in sorted(found)]
