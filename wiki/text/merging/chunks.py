"""What a merge gives back: the text in chunks, of which some may be disputed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

_UNEVEN = re.compile(r"[^\S ]|  ")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the merge: what stands there in the base and on each side, and what was made of it.

    `same`: nobody changed it. `merged`: one side did, or both did the same or what can stand side by side.
    `conflict`: both changed it differently, and `text` is empty. Chunks begin with the white space before
    them; joined, the `base` of all chunks is the base, likewise `mine` and `theirs`.
    """

    kind: Literal["same", "merged", "conflict"]
    base: str
    mine: str
    theirs: str
    text: str


@dataclass(frozen=True, slots=True)
class Merge:
    """The merged text, or None where there is a conflict; and the chunks that it is made of."""

    text: str | None
    chunks: tuple[Chunk, ...]

    @property
    def conflicts(self) -> tuple[Chunk, ...]:
        """The disputed chunks in order: what `resolve` wants a choice for."""
        return tuple(chunk for chunk in self.chunks if chunk.kind == "conflict")


class Typed(NamedTuple):
    """A choice typed by hand, so that even the word `both` can be typed."""

    text: str


Choice = str | Typed


def resolve(merge: Merge, choices: Sequence[Choice]) -> str:
    """The text of `merge` with one choice for each conflict, in order.

    A choice is "mine", "theirs", "both" (theirs, the first saved, before mine) or the text to put there; a
    typed text without white space before it gets that of the place. Raises ValueError for a wrong number of
    choices.
    """
    disputed = len(merge.conflicts)
    if len(choices) != disputed:
        raise ValueError(f"{disputed} conflicts, {len(choices)} choices")
    rest = iter(choices)
    found: list[str] = []
    emptied = False
    for chunk in merge.chunks:
        part = _chosen(chunk, next(rest)) if chunk.kind == "conflict" else chunk.text
        if found:
            part = _apart(chunk, part)
        elif emptied:
            # What stood first is gone: the white space that led away from it would now begin the text.
            part = part.lstrip()
        if part:
            found.append(part)
        emptied = emptied or chunk.kind == "conflict"
    return "".join(found)


def _apart(chunk: Chunk, part: str) -> str:
    """The part with white space before it, if any side has some there: a side that began here has none."""
    if not part or part[0].isspace():
        return part
    return max(map(lead, (chunk.theirs, chunk.mine, chunk.base)), key=len) + part


def _chosen(chunk: Chunk, choice: Choice) -> str:
    if choice == "mine":
        return chunk.mine
    if choice == "theirs":
        return chunk.theirs
    if choice == "both":
        return _side_by_side(chunk.theirs, chunk.mine)
    return choice.text if isinstance(choice, Typed) else choice


def _side_by_side(first: str, second: str) -> str:
    glued = first and second and not (first[-1].isspace() or second[0].isspace())
    return first + (" " if glued else "") + second


def without_space(text: str) -> str:
    """`text` with one blank wherever it has white space, none around it: what counts in comparing."""
    text = text.strip()
    return " ".join(text.split()) if _UNEVEN.search(text) else text


def lead(text: str) -> str:
    """The white space that `text` begins with."""
    return text[: len(text) - len(text.lstrip())]
