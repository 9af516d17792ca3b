"""Which of the words that a reader sees are new, found again by a browser in the page it shows.

A place is told by letters and digits alone, with some of those before and behind it: markup, white space and
punctuation may differ between a source text, its rendering and what a browser makes of that.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from wiki.text.comparing.align import exact_edits
from wiki.text.comparing.word_diff import readable
from wiki.text.language.words import is_word, tokens, word_list

MOST_CHARACTERS = 200_000  # of a section, beyond which its words are not told apart
MOST_PASSAGES = 300
_CONTEXT = 24  # letters and digits on each side
_TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_BLOCK = re.compile(r"</?(?:p|li|div|td|th|tr|h[1-6]|br|dt|dd|ul|ol|table|blockquote|pre|section)\b")


class Passage(NamedTuple):
    """New words, by their letters and digits, and those around them."""

    before: str
    words: str
    after: str


def shown_text(html: str) -> str:
    """The text of safe HTML as a browser has it; blocks are parted by line ends. Linear."""
    return unescape(_TAG.sub(lambda tag: "\n" if _BLOCK.match(tag.group()) else "", html))


def letters(text: str) -> str:
    """The letters and digits of a text."""
    return "".join(filter(str.isalnum, text))


def new_passages(old: str, new: str, shown: str) -> list[Passage]:
    """What of `shown`, the rendering of the source text `new`, has words that `old` had not, in order.

    At most 300 passages; none for texts too long to compare.
    """
    if len(old) + len(new) > MOST_CHARACTERS or len(shown) > MOST_CHARACTERS:
        return []
    fresh = _fresh(word_list(old), word_list(new))
    parts = tokens(shown)
    at = [n for n, part in enumerate(parts) if is_word(part)]
    marked = _carried(word_list(new), [parts[n] for n in at], fresh)
    found = []
    for first, last in _stretches(marked):
        start, end = at[first], at[last] + 1
        words = letters("".join(parts[start:end]))
        if words:
            before = letters("".join(parts[max(0, start - 60) : start]))[-_CONTEXT:]
            after = letters("".join(parts[end : end + 60]))[:_CONTEXT]
            found.append(Passage(before, words, after))
    return found[:MOST_PASSAGES]


def _fresh(old: list[str], new: list[str]) -> set[int]:
    """Places of the words of `new` that are not in `old`."""
    return {n for edit in readable(exact_edits(old, new), old) for n in range(edit.b_start, edit.b_end)}


def _carried(source: list[str], shown: list[str], fresh: set[int]) -> list[bool]:
    """For each word shown whether it is a fresh one of the source; words that rendering adds are none."""
    marked = [False] * len(shown)
    at = to = 0
    edits = exact_edits(source, shown)
    for a_start, a_end, b_start, b_end in [*edits, (len(source), len(source), len(shown), len(shown))]:
        for a, b in zip(range(at, a_start), range(to, b_start), strict=True):
            marked[b] = a in fresh
        at, to = a_end, b_end
    return marked


def _stretches(marked: list[bool]) -> Iterator[tuple[int, int]]:
    """First and last place of each run of marked words."""
    start: int | None = None
    for n, one in enumerate([*marked, False]):
        if one and start is None:
            start = n
        elif not one and start is not None:
            yield start, n - 1
            start = None
