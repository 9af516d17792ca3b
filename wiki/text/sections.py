"""Headings: where a text is cut into sections, and the anchors by which sections are reached.

This module alone decides what a heading is. A heading is `## Title` to `###### Title` or `== Title ==` to
`====== Title ======` closed alike, at column 0, outside fences. A fence is CommonMark's; one that nothing
closes runs to the end of its section.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from wiki.text.parts.lines import BLANKS, content, is_blank, split_lines

_FENCE = re.compile(r" {0,3}(?P<run>`{3,}|~{3,})(?P<info>[^\r\n]*)")
_MAX_LEVEL = 6
_NO_FENCE = ("", 0)


class LineKind(IntEnum):
    """What a line is: text, a heading, or part of a fenced block (its fences included)."""

    TEXT = 0
    HEADING = 1
    CODE = 2


class Fence(NamedTuple):
    """The line that opens a fenced block."""

    char: str
    length: int
    info: str


def read_heading(source: str) -> tuple[int, str]:
    """Level (2-6) and title of a heading line, line breaks around it allowed; (0, "") if it is no heading."""
    line = source.rstrip("\r\n")
    start = max(line.rfind("\n"), line.rfind("\r")) + 1
    if start and not is_blank(line[:start]):
        return 0, ""
    line = line[start:].rstrip(BLANKS)
    if line.startswith("=="):
        return _read_equals(line)
    if line.startswith("##"):
        return _read_hashes(line)
    return 0, ""


def _read_equals(line: str) -> tuple[int, str]:
    level = len(line) - len(line.lstrip("="))
    title = line[level:].rstrip("=")
    closing = len(line) - level - len(title)
    title = title.strip(BLANKS)
    return (level, title) if title and level == closing and level <= _MAX_LEVEL else (0, "")


def _read_hashes(line: str) -> tuple[int, str]:
    level = len(line) - len(line.lstrip("#"))
    if level > _MAX_LEVEL or line[level : level + 1] not in (" ", "\t"):
        return 0, ""
    title = line[level:].strip(BLANKS)
    bare = title.rstrip("#")
    # Closing hashes are no part of the title, if a blank stands before them ("C#" keeps its own).
    if not bare or bare[-1] in BLANKS:
        title = bare.rstrip(BLANKS)
    return (level, title) if title else (0, "")


def read_fence(line: str) -> Fence | None:
    """The fence that a line opens, or None. As in CommonMark, no info string of a ``` fence has backticks."""
    found = _FENCE.match(line)
    if found is None:
        return None
    run, info = found["run"], found["info"]
    if run[0] == "`" and "`" in info:
        return None
    return Fence(run[0], len(run), info.strip(BLANKS))


def closing_length(line: str) -> tuple[str, int]:
    """Character and length of the fence that a line could close; ("", 0) if it closes none."""
    found = _FENCE.match(line)
    if found is None or found["info"].strip(BLANKS):
        return _NO_FENCE
    return found["run"][0], len(found["run"])


class LineMarks(NamedTuple):
    """Each line's kind, the fences by the line that opens them, the lines of those never closed."""

    kinds: list[LineKind]
    fences: dict[int, Fence]
    unclosed: list[int]


def mark_lines(lines: Sequence[str], *, no_fence: Callable[[Fence], bool] | None = None) -> LineMarks:
    """Tell headings and fenced blocks from text, line by line, in linear time.

    A fence that nothing closes and of which `no_fence` is true is text.
    """
    marks = LineMarks([LineKind.TEXT] * len(lines), {}, [])
    longest = _longest_closers(lines)
    fence: Fence | None = None
    closes = False
    for index, line in enumerate(lines):
        if fence is not None and closes:
            marks.kinds[index] = LineKind.CODE
            char, length = closing_length(line) if _may_be_fence(line) else _NO_FENCE
            if char == fence.char and length >= fence.length:
                fence = None
        elif line[:1] in ("=", "#") and read_heading(line)[0]:
            marks.kinds[index], fence = LineKind.HEADING, None
        elif fence is not None:
            marks.kinds[index] = LineKind.CODE
        elif _may_be_fence(line) and (fence := read_fence(line)):
            closes = fence.char in longest and longest[fence.char][index + 1] >= fence.length
            if not closes and no_fence and no_fence(fence):
                fence = None
                continue
            marks.kinds[index], marks.fences[index] = LineKind.CODE, fence
            if not closes:
                marks.unclosed.append(index)
    return marks


def _may_be_fence(line: str) -> bool:
    return line[:4].lstrip(" ")[:1] in ("`", "~")


def _longest_closers(lines: Sequence[str]) -> dict[str, list[int]]:
    """For each fence character, the length of the longest closing fence at or after each line."""
    found = [closing_length(line) if _may_be_fence(line) else _NO_FENCE for line in lines]
    longest: dict[str, list[int]] = {}
    for char in {char for char, _ in found if char}:
        after = [0] * (len(lines) + 1)
        for index in range(len(lines) - 1, -1, -1):
            here = found[index][1] if found[index][0] == char else 0
            after[index] = max(here, after[index + 1])
        longest[char] = after
    return longest


def cut(text: str) -> list[tuple[str, str]]:
    """The text cut into (heading, body), the lead first with an empty heading.

    Joined in order they give the text back. A heading begins with the line breaks and blank lines before it,
    so that no part but the last ends in a line break.
    """
    lines = split_lines(text)
    return cut_lines(lines, mark_lines(lines).kinds)


def cut_lines(lines: Sequence[str], kinds: Sequence[LineKind]) -> list[tuple[str, str]]:
    """`cut` for lines whose kinds are known already."""
    text = "".join(lines)
    parts: list[tuple[str, str]] = []
    heading, body_start, offset, row_end = "", 0, 0, 0
    for line, kind in zip(lines, kinds, strict=True):
        if kind is LineKind.HEADING:
            # row_end is where the last line that is not blank ended, before its line end.
            parts.append((heading, text[body_start:row_end]))
            body_start = offset + len(content(line))
            heading, row_end = text[row_end:body_start], body_start
        elif not is_blank(line):
            row_end = offset + len(content(line))
        offset += len(line)
    parts.append((heading, text[body_start:]))
    return parts


_LINK = re.compile(r"!?\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_ADDRESSED = re.compile(r"\[(?:https?:)?//[^\s\[\]]++[ \t]++([^\[\]]*+)\]")
_STARS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*]+)(?<=[^\s*])\1(?![\w*])")
_QUOTES = re.compile(r"'{2,5}|`+")
_GAPS = re.compile(r"[\s_]+")
_ANCHOR_SOURCE = 500  # characters of a heading that its anchor is made of


def plain_title(title: str) -> str:
    """A heading's title without the markup of links, emphasis and code, its entities as their signs."""
    return _remembered(title) if len(title) <= _ANCHOR_SOURCE else _plain(title)


def _plain(title: str) -> str:
    title = _LINK.sub(lambda link: (link[2] or link[1]).strip() or link[1], title)
    title = _ADDRESSED.sub(r"\1", _MARKDOWN_LINK.sub(r"\1", title))
    title = unescape(title) if "&" in title else title
    return _QUOTES.sub("", _STARS.sub(r"\2", title)).strip()


_remembered = lru_cache(maxsize=2048)(_plain)  # the same headings come again with each revision of a page


def anchor(title: str) -> str:
    """The id of a heading as MediaWiki makes it (html5 mode): its plain text with underscores for blanks."""
    title = title[:_ANCHOR_SOURCE]
    plain = _GAPS.sub("_", plain_title(title)).strip("_") or _GAPS.sub("_", title).strip("_")
    return plain or ("section" if title else "")


def give_anchors(sections: Iterable[tuple[str, str]]) -> list[str]:
    """An anchor for each section, given (title, the anchor it has or ""); the lead, without title, has none.

    A section keeps its anchor while that still fits its title. New ones that are taken get `_2`, `_3`, …; as
    in MediaWiki they differ by more than case. Anchors of former titles do not count: a living heading wins.
    """
    rows = [(anchor(title), present) for title, present in sections]
    given = [""] * len(rows)
    taken: set[str] = set()
    for index, (base, present) in enumerate(rows):
        if base and _fits(base, present) and present.casefold() not in taken:
            given[index] = present
            taken.add(present.casefold())
    numbers: dict[str, int] = {}
    for index, (base, _) in enumerate(rows):
        if base and not given[index]:
            given[index] = _free_anchor(base, taken, numbers)
    return given


def _fits(base: str, present: str) -> bool:
    return present == base or (present.startswith(base + "_") and present[len(base) + 1 :].isdecimal())


def _free_anchor(base: str, taken: set[str], numbers: dict[str, int]) -> str:
    key = base.casefold()
    number = numbers.get(key, 1)
    name = base if number == 1 else f"{base}_{number}"
    while name.casefold() in taken:
        number += 1
        name = f"{base}_{number}"
    numbers[key] = number + 1
    taken.add(name.casefold())
    return name
