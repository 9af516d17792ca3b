"""Wikitext with nothing but running text in it, as far as that can be told without drawing it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wiki.text.wikitext.spans import without

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}+>")
_HOLES = re.compile(r"\(\s*+(?:[;,]\s*+)*+")  # what templates leave behind: "(; born 1879)" …
_ENDS = re.compile(r"(?<![\s,;])[\s,;]++\)")  # … ", )" …
_EMPTY = re.compile(r"(?<![ \t])[ \t]*+\(\s*+\)")  # … and "()"
_SIGNS = re.compile(r"(?<![ \t])[ \t]++(?=[.,;:!?](?:\s|$))")


def running_text(source: str) -> str:
    """The source without templates, notes, comments, tables and tags; links and marks stay. Linear."""
    text = without(source, lambda span: span.kind != "link") if "{{" in source or "<" in source else source
    if "{|" in text:
        text = "".join(_outside_tables(text))
    if text is source:
        return source
    text = _ENDS.sub(")", _HOLES.sub("(", _TAG.sub("", text)))
    return _SIGNS.sub("", _EMPTY.sub("", text))


def _outside_tables(text: str) -> Iterator[str]:
    depth = 0
    for line in text.splitlines(keepends=True):
        begun = line.lstrip(" \t:")
        depth += begun.startswith("{|")
        if not depth:
            yield line
        elif begun.startswith("|}"):
            depth -= 1
