"""What a piece of text rests on: the footnotes it refers to and the addresses of other sites it names."""

from __future__ import annotations

import re

from wiki.text.links import scan
from wiki.text.paragraphs import paragraphs

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
