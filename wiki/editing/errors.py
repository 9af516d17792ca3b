"""What can go wrong when an edit is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wiki.models.parts import Kind
from wiki.text.merge import Merge, Typed

Piece = Literal["heading", "body", "row", "removal", "text"]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One place where two editors changed the same words.

    `piece` "removal": one removed the part, the other changed it; then `merge` is None, and the text of
    the side that removed it is empty. "text": words went from part to part, and the parts are asked about as
    one text, whose first section is `id`. `seen` is the number of the revision that their text came from.
    """

    kind: Kind
    id: int
    piece: Piece
    name: str
    base: str
    mine: str
    theirs: str
    merge: Merge | None
    seen: int

    @property
    def key(self) -> str:
        """What names this dispute in a form, and its choice when it comes back."""
        return f"{self.kind[0]}{self.id}.{self.piece}"


@dataclass(frozen=True, slots=True)
class Choice:
    """How an editor settled a dispute: one pick a conflict chunk ("mine", "theirs", "both", or own words as
    Typed).

    It counts only while the other side still is at revision `seen`.
    """

    seen: int
    picks: tuple[str | Typed, ...]


Choices = Mapping[str, Choice]  # by Dispute.key


class EditConflict(Exception):
    """Others changed the same words since; nothing was saved."""

    def __init__(self, disputes: tuple[Dispute, ...]) -> None:
        super().__init__(", ".join(dispute.name or "(lead)" for dispute in disputes))
        self.disputes = disputes


class BadEdit(Exception):
    """The input cannot be an edit: `message` says why, `field` names the input it came from."""

    def __init__(self, message: str, *, field: str = "", code: str = "badedit") -> None:
        super().__init__(message)
        self.message, self.field, self.code = message, field, code


class TextTooLarge(BadEdit):
    """The page would pass the size limit."""
