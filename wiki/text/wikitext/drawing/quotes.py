"""Bold and italics, line by line, as MediaWiki reads apostrophes."""

from __future__ import annotations

import re

_RUN = re.compile(r"('{2,}+)")
_OPEN = {"i": "<em>", "b": "<strong>"}
_CLOSE = {"i": "</em>", "b": "</strong>"}


def bold_and_italics(text: str) -> str:
    """The HTML with its runs of apostrophes as elements; what is open at a line's end is closed there."""
    if "''" not in text:
        return text
    return "\n".join(_line(line) if "''" in line else line for line in text.split("\n"))


def _line(line: str) -> str:
    parts = _RUN.split(line)
    for index in range(1, len(parts), 2):
        length = len(parts[index])
        if length == 4 or length > 5:
            meant = 3 if length == 4 else 5
            parts[index - 1] += "'" * (length - meant)
            parts[index] = "'" * meant
    _balance(parts)
    out: list[str] = []
    opened: list[str] = []
    for index, part in enumerate(parts):
        if not index % 2:
            out.append(part)
        elif len(part) == 5:
            _both(opened, out)
        else:
            _toggle("i" if len(part) == 2 else "b", opened, out)
    out += (_CLOSE[one] for one in reversed(opened))
    return "".join(out)


def _balance(parts: list[str]) -> None:
    """Where both are left open, one ''' was an apostrophe before italics: behind a single letter, else behind
    a longer word, else behind a blank.
    """
    lengths = [len(parts[index]) for index in range(1, len(parts), 2)]
    italics = sum(length in (2, 5) for length in lengths)
    bold = sum(length in (3, 5) for length in lengths)
    if not (italics % 2 and bold % 2):
        return
    found: dict[str, int] = {}
    for index in range(1, len(parts), 2):
        if len(parts[index]) == 3:
            before = parts[index - 1]
            kind = "blank" if before[-1:] == " " else "letter" if before[-2:-1] == " " else "word"
            found.setdefault(kind, index)
    at = next((found[kind] for kind in ("letter", "word", "blank") if kind in found), 0)
    if at:
        parts[at - 1] += "'"
        parts[at] = "''"


def _toggle(kind: str, opened: list[str], out: list[str]) -> None:
    if kind not in opened:
        opened.append(kind)
        out.append(_OPEN[kind])
        return
    inner = opened[opened.index(kind) + 1 :]
    out += (_CLOSE[one] for one in reversed(inner))
    out.append(_CLOSE[kind])
    opened.remove(kind)
    out += (_OPEN[one] for one in inner)


def _both(opened: list[str], out: list[str]) -> None:
    """Five apostrophes: the innermost first if both are open, so that they nest."""
    for kind in ["b", "i"] if len(opened) < 2 else list(reversed(opened)):
        _toggle(kind, opened, out)
