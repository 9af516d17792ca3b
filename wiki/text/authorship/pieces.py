"""Sentences, and how a text or a sentence is known again."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

from wiki.text.comparing.word_diff import common_ends
from wiki.text.language.words import sentences

MOST_SPLIT = 200_000  # characters; a longer stretch is cut into lines, which is many times faster


class Piece(NamedTuple):
    """A sentence or heading of a text, without the white space around it, from `start` to `end`."""

    text: str
    start: int
    end: int


def digest(text: str) -> int:
    """What a text is known again by: 64 bits, as a signed number that a database can hold."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def pieces(text: str, start: int, end: int) -> list[Piece]:
    """The sentences and headings between two places of a text; what is only white space is left out.
    Linear.
    """
    found = []
    for part in _parts(text[start:end]):
        core = part.strip()
        if core:
            at = start + len(part) - len(part.lstrip())
            found.append(Piece(core, at, at + len(core)))
        start += len(part)
    return found


def _parts(text: str) -> Iterator[str]:
    if len(text) > MOST_SPLIT:
        yield from text.splitlines(keepends=True)
        return
    for part in sentences(text):
        lead = len(part) - len(part.lstrip())
        line = part.find("\n", lead)
        if line > 0 and part[lead : lead + 1] in ("#", "="):  # a heading is no part of the sentence below it
            yield part[:line]
            yield part[line:]
        else:
            yield part


def window(old: str, new: str) -> tuple[int, int]:
    """How many characters at start and end are the same, in whole paragraphs."""
    start, end = common_ends(old, new)
    start = old.rfind("\n\n", 0, start) + 1
    below = old.find("\n\n", len(old) - end)
    end = len(old) - below if below >= 0 else 0
    return start, min(end, len(old) - start, len(new) - start)
