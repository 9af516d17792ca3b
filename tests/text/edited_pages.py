"""Pages of real sections, edited at random, with the truth about which section is which."""

import random
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from wiki.text.merging.match import Known, paths
from wiki.text.sections import cut, read_heading

PLAIN = Path(__file__).parents[1] / "data" / "plain"


@dataclass(frozen=True)
class Piece:
    """A section with the id it truly has; new ones have none."""

    id: int | None
    level: int
    title: str
    body: str

    @property
    def source(self) -> str:
        return f"\n\n{'#' * self.level} {self.title}\n{self.body}" if self.level else self.body


def articles() -> list[list[Piece]]:
    """Every test article that has at least three sections."""
    pages = []
    for path in sorted(PLAIN.glob("*.txt")):
        text = path.read_text(encoding="utf-8-sig")
        pieces = []
        for heading, body in cut(text):
            level, title = read_heading(heading)
            pieces.append(Piece(len(pieces) + 1, level, title, body.strip()))
        if len(pieces) > 3:
            pages.append(pieces)
    return pages


def known_of(pieces: list[Piece], *, deleted: bool = False) -> list[Known]:
    """The pieces as existing sections."""
    ways = paths((piece.level, piece.title) for piece in pieces)
    return [
        Known(piece.id or 0, piece.level, piece.title, piece.source, way, deleted)
        for piece, way in zip(pieces, ways, strict=True)
    ]


def source_of(pieces: list[Piece]) -> str:
    """The page's text."""
    return "".join(piece.source for piece in pieces)


@cache
def words_of(pieces: tuple[Piece, ...]) -> list[str]:
    """What is written with: the words of these pieces."""
    return sorted({word for piece in pieces for word in re.findall(r"\w{3,}", piece.body)})


class Editor:
    """Edits a page as people do; every choice follows from the seed."""

    def __init__(self, seed: int, others: tuple[Piece, ...]) -> None:
        self.dice = random.Random(seed)
        self.others = [piece for piece in others if piece.level]
        self.words = words_of(others)

    def edit(self, pieces: list[Piece], operations: int) -> list[Piece]:
        """The page after some operations."""
        doings = (self.fix_words, self.fix_words, self.rewrite, self.rename, self.rename_and_edit)
        doings += (
            self.move,
            self.move_chapter,
            self.insert,
            self.insert,
            self.delete,
            self.level,
            self.extend,
        )
        for _ in range(operations):
            pieces = self.dice.choice(doings)(list(pieces))
        return pieces

    def place(self, pieces: list[Piece]) -> int:
        return self.dice.randrange(1, len(pieces)) if len(pieces) > 1 else 0

    def changed(self, pieces: list[Piece], at: int, body: str) -> list[Piece]:
        pieces[at] = replace(pieces[at], body=body)
        return pieces

    def sentence(self) -> str:
        return " ".join(self.dice.choices(self.words, k=self.dice.randrange(6, 20))).capitalize() + "."

    def fix_words(self, pieces: list[Piece]) -> list[Piece]:
        at = self.dice.randrange(len(pieces))
        words = pieces[at].body.split(" ")
        for _ in range(self.dice.randrange(1, 6)):
            words[self.dice.randrange(len(words))] = self.dice.choice(self.words)
        return self.changed(pieces, at, " ".join(words))

    def rewrite(self, pieces: list[Piece]) -> list[Piece]:
        at = self.place(pieces)
        sentences = re.split(r"(?<=\.) ", pieces[at].body)
        kept = [one if self.dice.random() < 0.5 else self.sentence() for one in sentences]
        return self.changed(pieces, at, " ".join(kept))

    def extend(self, pieces: list[Piece]) -> list[Piece]:
        at = self.dice.randrange(len(pieces))
        more = " ".join(self.sentence() for _ in range(self.dice.randrange(1, 6)))
        return self.changed(pieces, at, f"{pieces[at].body}\n\n{more}".strip())

    def rename(self, pieces: list[Piece]) -> list[Piece]:
        at = self.place(pieces)
        if pieces[at].level:
            pieces[at] = replace(pieces[at], title=" ".join(self.dice.choices(self.words, k=2)).capitalize())
        return pieces

    def rename_and_edit(self, pieces: list[Piece]) -> list[Piece]:
        return self.fix_words(self.rename(pieces))

    def move(self, pieces: list[Piece]) -> list[Piece]:
        at = self.place(pieces)
        if pieces[at].level:
            piece = pieces.pop(at)
            pieces.insert(self.dice.randrange(1, len(pieces) + 1), piece)
        return pieces

    def move_chapter(self, pieces: list[Piece]) -> list[Piece]:
        tops = [at for at, piece in enumerate(pieces) if piece.level == 2]
        if len(tops) < 2:
            return pieces
        at = self.dice.choice(tops)
        end = next((top for top in tops if top > at), len(pieces))
        chapter, rest = pieces[at:end], pieces[:at] + pieces[end:]
        places = [n for n, piece in enumerate(rest) if piece.level == 2] + [len(rest)]
        to = self.dice.choice(places)
        return rest[:to] + chapter + rest[to:]

    def insert(self, pieces: list[Piece]) -> list[Piece]:
        piece = replace(self.dice.choice(self.others), id=None)
        pieces.insert(self.dice.randrange(1, len(pieces) + 1), piece)
        return pieces

    def delete(self, pieces: list[Piece]) -> list[Piece]:
        at = self.place(pieces)
        if pieces[at].level:
            del pieces[at]
        return pieces

    def level(self, pieces: list[Piece]) -> list[Piece]:
        at = self.place(pieces)
        if pieces[at].level:
            pieces[at] = replace(pieces[at], level=self.dice.choice((2, 3, 4)))
        return pieces
