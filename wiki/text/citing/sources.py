"""What a piece of text rests on: the footnotes it refers to and the addresses of other sites it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from wiki.text.links import scan
from wiki.text.parts.paragraphs import paragraphs

_REFERENCE = re.compile(r"\[\^([^\]\[\s]{1,100})\](?!:)")
_NOTE = re.compile(r"^ {0,3}\[\^[^\]\[\s]{1,100}\]:", re.MULTILINE)


def count_sources(text: str) -> int:
    """How many different sources a text names: footnotes referred to, and addresses that stand in it.

    What stands in the notes themselves counts where they are referred to; code does not count. Linear.
    """
    found: set[str] = set()
    for piece, counts in paragraphs(text):
        if not counts:
            continue
        note = _NOTE.search(piece)
        said = piece[: note.start()] if note else piece
        found |= {f"^{name}" for name in _REFERENCE.findall(said)}
        found |= {link[1] for link in scan(said) if isinstance(link, tuple) and link[0] == "url"}
    return len(found)


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a text: what each note that it refers to says, by name, and every address."""

    notes: dict[str, str]
    addresses: frozenset[str]


def find_sources(text: str) -> Sources:
    """The notes that a text refers to and defines, and the addresses that stand in it; code does not count.

    Linear.
    """
    named: set[str] = set()
    notes: dict[str, str] = {}
    for piece, counts in paragraphs(text):
        if not counts:
            continue
        first = _NOTE.search(piece)
        named.update(_REFERENCE.findall(piece[: first.start()] if first else piece))
        places = [*(found.start() for found in _NOTE.finditer(piece)), len(piece)]
        for start, end in pairwise(places):
            name, _mark, said = piece[start:end].lstrip(" ")[2:].partition("]:")
            notes.setdefault(name, " ".join(said.split()))
    addresses = frozenset(link[1] for link in scan(text) if isinstance(link, tuple) and link[0] == "url")
    return Sources({name: said for name, said in notes.items() if name in named}, addresses)


def references_in(text: str) -> frozenset[str]:
    """The sources that a short text, such as a field's value, names: notes by `^name`, and addresses."""
    addresses = {link[1] for link in scan(text) if isinstance(link, tuple) and link[0] == "url"}
    return frozenset(addresses | {f"^{name}" for name in _REFERENCE.findall(text)})
