"""Headings of wikitext: `== Title ==` at the beginning of a line, and where they cut a text.

As in MediaWiki's preprocessor, the shorter run of `=` counts, and comments may follow. What stands in a
template, a comment, a tag such as `<nowiki>` or a closed table is no heading, nor is a line without a title.
Level 1 cuts nothing.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from wiki.text.parts.lines import BLANKS
from wiki.text.wikitext.spans import Span, spans, without

_SIGNS = r"(?:==[^\r\n]*+|[ \t:]*+(?:\{\||\|\}(?!\})))"
_LINE = re.compile(rf"\n{_SIGNS}")
_ANY_LINE = re.compile(rf"[\n\r]{_SIGNS}")  # several times as slow, and seldom needed
_END = re.compile(r"[\r\n]")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*+>")
_LONGEST_TITLE = 2000  # characters that are looked at for tags
_MAX_LEVEL = 6


class Heading(NamedTuple):
    """A heading line: where it begins and ends (line ends apart), its level and its title."""

    start: int
    end: int
    level: int
    title: str


def headings(text: str, hidden: Sequence[Span] | None = None) -> list[Heading]:
    """The headings of level 2 to 6 in order; `hidden` are the text's spans where they are known. Linear."""
    if "==" not in text:
        return []
    hidden = spans(text) if hidden is None else hidden
    found: list[Heading] = []
    tables: list[int] = []  # how many headings there were where each open table began
    index = 0
    for line in (_ANY_LINE if "\r" in text else _LINE).finditer("\n" + text):
        start, end = line.start(), line.end() - 1
        while index < len(hidden) and hidden[index].end <= start:
            index += 1
        if index < len(hidden) and hidden[index].start < start:
            continue
        if text.startswith("==", start):
            if (heading := _read_line(text, start, end, hidden, index)) is not None:
                found.append(heading)
        elif text[end - 1] == "|":
            tables.append(len(found))
        elif tables:
            del found[tables.pop() :]
    return found


@lru_cache(maxsize=4096)
def read_heading(source: str) -> tuple[int, str]:
    """Level (2-6) and title of a heading line, line breaks around it allowed; (0, "") if it is no heading."""
    start = len(source) - len(source.lstrip(BLANKS + "\r\n"))
    if source[:start].rstrip("\r\n") != source[:start] or not start:
        hidden = spans(source) if "<" in source or "{" in source else []
        line_end = _line_end(source, start)
        found = _read_line(source, start, line_end, hidden, 0) if source.startswith("==", start) else None
        if found is not None and not source[found.end :].strip("\r\n"):
            return found.level, found.title
    return 0, ""


def _read_line(text: str, start: int, end: int, hidden: Sequence[Span], index: int) -> Heading | None:
    """The heading in this line; `hidden[index]` is the first span that ends behind where it begins."""
    if index >= len(hidden) or hidden[index].start >= end:  # as nearly everywhere
        level, title = _read_equals(text[start:end].rstrip(BLANKS))
        return Heading(start, end, level, title) if level else None
    inside: list[Span] = []
    while index < len(hidden) and hidden[index].start < end:
        inside.append(hidden[index])
        if hidden[index].end > end:
            end = _line_end(text, hidden[index].end)
        index += 1
    last = start + len(text[start:end].rstrip(BLANKS))
    while inside and inside[-1].kind == "comment" and inside[-1].end == last:
        last = start + len(text[start : inside.pop().start].rstrip(BLANKS))
    level, title = _read_equals(text[start:last])
    return Heading(start, end, level, title) if level else None


def _line_end(text: str, start: int) -> int:
    found = _END.search(text, start)
    return found.start() if found else len(text)


@lru_cache(maxsize=4096)  # the same headings come again with each revision of a page
def _read_equals(line: str) -> tuple[int, str]:
    opening = len(line) - len(line.lstrip("="))
    closing = len(line) - len(line.rstrip("="))
    level = min(opening, closing, _MAX_LEVEL)
    if closing == len(line):  # nothing but signs: those in the middle are the title
        level = min((closing - 1) // 2, _MAX_LEVEL)
    written = line[level : len(line) - level].strip() if level > 1 else ""
    return (level, _shown(written)) if written else (0, "")


def _shown(written: str) -> str:
    """The title without comments, notes and tags, if anything is left then."""
    if "<" not in written or len(written) > _LONGEST_TITLE:
        return " ".join(written.split())
    plain = without(written, lambda span: span.kind in ("comment", "ref", "references", "includeonly"))
    return " ".join(_TAG.sub("", plain).split()) or " ".join(written.split())


def cut(text: str, found: Sequence[Heading]) -> Iterator[tuple[str, str, Heading | None]]:
    """Heading source, body and heading of each section, the lead first. Joined they give the text back.

    A heading begins with the line breaks and blank lines before it.
    """
    source, start, last = "", 0, None
    for heading in found:
        end = _content_end(text, start, heading.start)
        yield source, text[start:end], last
        source, start, last = text[end : heading.end], heading.end, heading
    yield source, text[start:], last


def _content_end(text: str, start: int, end: int) -> int:
    """Where the last line that is not blank ends, before its line end."""
    content = len(text[start:end].rstrip(BLANKS + "\r\n"))
    if not content:
        return start
    behind = start + content
    return behind if text[behind] in "\r\n" else _line_end(text, behind)
