"""What was meant by words that stand nowhere: the known words that are spelt most like them."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from wiki.search.query import Query
from wiki.search.rows import near
from wiki.search.words import folded

_MOST = 4  # words of a query that are looked at
_SHORT = 5  # letters; such words are mended by one change, longer ones by two


def did_you_mean(query: Query) -> str:
    """The query with its unknown words mended, or "" where nothing like them is known. A query a word."""
    text, mended = query.text, False
    for word in query.plain[:_MOST]:
        better = nearest(word)
        if better:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _: better, text, count=1)  # noqa: B023
            mended = True
    return text if mended else ""


def nearest(written: str) -> str:
    """The known word most like this one; "" if it is known itself, too short, or like none."""
    word = folded(written).strip()
    if len(word) < 4 or not word.isalpha():
        return ""
    kept = min(3, (len(word) - 1) // 2)
    allowed = 1 if len(word) <= _SHORT else 2
    known = near(word[:kept], word[::-1][:kept], len(word) - allowed, len(word) + allowed)
    best, shown = allowed + 1.0, ""
    for other, as_written in sorted(known):
        if other == word:
            return ""
        distance = OSA.distance(word, other, score_cutoff=allowed) + (other[0] != word[0]) * 0.5
        if distance < best:
            best, shown = distance, as_written
    return shown
