"""Source text as somebody reads it: in blocks, with the markup left out, each character still at its place.

For showing who wrote what: close to the page, but never so clever that a word could be lost.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from wiki.text.parts.lines import is_blank, split_lines
from wiki.text.parts.paragraphs import paragraphs

BlockKind = Literal["paragraph", "item", "code"]

_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_QUOTE_OR_HEADING = re.compile(r"[ \t]*(?:>[ \t]?|#{1,6}[ \t]+|={2,6}[ \t]*)")
_INLINE = re.compile(
    r"\[\[(?:[^\[\]|\n]{1,600}\|)?(?=[^\[\]\n]+\]\])|(?<=[^\[\]\n])\]\]"  # [[Target|label]]
    r"|!?\[(?=[^\[\]\n]+\]\()|\]\([^()\s]*\)"  # [label](address)
    r"|\[\^[^\]\[\s]{1,100}\]"  # [^note]
    r"|(?<!\w)(?:\*{1,3}|_{1,3})(?=\S)|(?<=\S)(?:\*{1,3}|_{1,3})(?!\w)|'{2,5}|`+"
    r"|={2,6}[ \t]*$"
)


class Block(NamedTuple):
    """A paragraph, list item or piece of code; `shown` are the stretches of the text to show of it."""

    kind: BlockKind
    shown: tuple[tuple[int, int], ...]


def blocks(text: str) -> list[Block]:
    """The blocks of a body, heading or field, in order; blank ones are left out. Linear."""
    found: list[Block] = []
    at, code = 0, 0
    for piece, counts in paragraphs(text):
        end = at + len(piece)
        if counts:
            found += _prose(text, at, end)
        elif not is_blank(piece):
            if found and found[-1].kind == "code" and code == at:
                found[-1] = Block("code", (*found[-1].shown[:-1], (found[-1].shown[-1][0], end)))
            else:
                found.append(Block("code", ((at, end),)))
            code = end
        elif code == at:
            code = end
        at = end
    return found


def _prose(text: str, start: int, end: int) -> Iterator[Block]:
    """A paragraph as one block, its list items as one each."""
    kind: BlockKind = "paragraph"
    shown: list[tuple[int, int]] = []
    at = start
    for line in split_lines(text[start:end]):
        marker = _ITEM.match(line)
        if marker and shown:
            yield Block(kind, tuple(shown))
            shown = []
        if marker:
            kind = "item"
        lead = marker or _QUOTE_OR_HEADING.match(line)
        shown += _inline(text, at + (lead.end() if lead else 0), at + len(line))
        at += len(line)
    if shown:
        yield Block(kind, tuple(shown))


def _inline(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The line without the signs of its markup."""
    at = start
    for sign in _INLINE.finditer(text[start:end]):
        if start + sign.start() > at:
            yield at, start + sign.start()
        at = start + sign.end()
    if at < end:
        yield at, end
