"""All the attacks there are, and how they are written where a text has to be short or without some signs."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import cycle
from pathlib import Path

from wiki.text.titles import InvalidTitle, parse_title

DATA = Path(__file__).parents[2] / "data"
SHORT = 500  # characters that a summary, a reason or a comment holds
LONG = 1500
# What a title must not hold, as a page would show it that took entities for signs.
IN_TITLES = str.maketrans(
    {"<": "&lt ", ">": "&gt ", "#": "&num ", "[": "(", "]": ")", "{": "(", "}": ")", "|": "&vert "}
)


@cache
def every_attack() -> tuple[str, ...]:
    """Each text of the three collections, in one line: markup, lines of scripts, and naughty strings."""
    purify = [row["payload"] for row in json.loads((DATA / "dompurify-payloads.json").read_text("utf-8"))]
    lines = lzma.decompress((DATA / "xss-payloads.txt.xz").read_bytes()).decode().splitlines()
    naughty = json.loads((DATA / "blns.json").read_text("utf-8"))
    each = (" ".join(one.replace("\0", "").split())[:LONG] for one in (*purify, *lines, *naughty))
    return tuple(dict.fromkeys(filter(None, each)))


def some_attacks(every: int) -> list[str]:
    """Each `every`-th, from the whole breadth of them."""
    return list(every_attack()[::every])


def as_title(attack: str, longest: int = 240) -> str:
    """The attack as a page may be called; "" where no page may."""
    name = attack.translate(IN_TITLES).encode()[:longest].decode(errors="ignore").strip()
    try:
        return parse_title(name).full
    except InvalidTitle:
        return ""


def as_key(attack: str) -> str:
    """The attack as the key of an infobox field."""
    return attack.replace(":", " ").replace("|", " ")[:80].strip()


def packed(attacks: Sequence[str], longest: int = SHORT) -> Iterator[list[str]]:
    """The attacks in runs, each of which fits, with blanks between them, into so many characters."""
    run: list[str] = []
    for attack in attacks:
        if run and len(" ".join([*run, attack])) > longest:
            yield run
            run = []
        run.append(attack)
    if run:
        yield run


class Turn:
    """The attacks one after another, without end: each place takes the next."""

    def __init__(self, attacks: Sequence[str]) -> None:
        self._next = cycle(attacks)

    def one(self, longest: int = LONG) -> str:
        return next(self._next)[:longest]

    def many(self, longest: int = SHORT) -> str:
        """As many as so many characters hold."""
        words = self.one(longest)
        while len(more := f"{words} {self.one()}") <= longest:
            words = more
        return words

    def __iter__(self) -> Iterator[str]:
        return self._next

    def __next__(self) -> str:
        return next(self._next)
