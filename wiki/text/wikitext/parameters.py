"""The parameters of one template, by their places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wiki.text.wikitext.spans import outside, spans, without

BLANK = " \t\r\n"
_SIGN = re.compile(r"[|=]")


class Parameter(NamedTuple):
    """A parameter: where its bar stands, its first `=` (-1: it has none), and where it ends."""

    bar: int
    equals: int
    end: int


class Template(NamedTuple):
    """A template: where its name ends, and its parameters in order."""

    name_end: int
    parameters: tuple[Parameter, ...]


def read_template(text: str, start: int, end: int) -> Template:
    """The template that stands at `text[start:end]`, braces included. Linear in its length."""
    bars: list[int] = []
    equals: list[int] = []
    for at in _signs(text[start + 2 : end - 2], start + 2):
        if text[at] == "|":
            bars.append(at)
            equals.append(-1)
        elif bars and equals[-1] < 0:
            equals[-1] = at
    ends = [*bars[1:], end - 2]
    found = tuple(map(Parameter, bars, equals, ends))
    return Template(bars[0] if bars else end - 2, found)


def _signs(inside: str, offset: int) -> Iterator[int]:
    """Places of the bars and equals signs that belong to the template itself."""
    for start, end in outside(inside, spans(inside, links=True)):
        for sign in _SIGN.finditer(inside, start, end):
            yield offset + sign.start()


def plain_name(written: str) -> str:
    """The name of a template or of a parameter without the comments and blanks around it."""
    if "<!--" in written:
        written = without(written, lambda span: span.kind == "comment")
    return written.strip(BLANK)


def parameters(source: str) -> dict[str, str]:
    """Keys and values of a template's source as MediaWiki takes them: the last of equal keys counts, and what
    has no key is numbered. Blanks around named values are no part of them.
    """
    found: dict[str, str] = {}
    number = 0
    for one in read_template(source, 0, len(source)).parameters:
        if one.equals < 0:
            number += 1
            found[str(number)] = source[one.bar + 1 : one.end]
        else:
            key = plain_name(source[one.bar + 1 : one.equals])
            found[key] = source[one.equals + 1 : one.end].strip(BLANK)
    return found
