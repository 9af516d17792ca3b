"""First pass over a section's body, line by line: takes out fences, definitions and comments in linear time.

Python-Markdown finds them block by block and starts again after each one: minutes, for hostile text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wiki.text.sections import Fence, closing_length, read_fence

# Marks places in the text that authors cannot write: these characters are taken out of every source first.
START, END = "\x02", "\x03"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\[\s]{1,100})\]: *(.*)$")
_ABBREVIATION = re.compile(r"\*\[([^\]\[\\]{1,100})\] ?: *(\S.*)$")
_REFERENCE = re.compile(
    r""" {0,3}\[([^\]\[^][^\]\[]{0,200})\]: *(<[^<>]*>|[^\s<]\S*) *(?:("[^"]*"|'[^']*'|\([^()]*\)) *)?$"""
)
_SUBHEAD = re.compile(r" {0,3}#{1,6}(?: |$)")
_UNDERLINE = re.compile(r"(?:=+|-+) *$")
_NO_PARAGRAPH = re.compile(r" {4}| {0,3}(?:[-*+>]|[0-9]+\.) | {0,3}:|.*\|")
_INDENT = " " * 4


@dataclass(slots=True)
class Definitions:
    """What a page defines once and uses anywhere: shared by all its sections."""

    fences: list[tuple[str, str]] = field(
        default_factory=list
    )  # (code, language), by number of the placeholder
    references: dict[str, tuple[str, str]] = field(default_factory=dict)  # label -> (address, title)
    footnotes: dict[str, str] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)


def plain(text: str) -> str:
    """Return text with LF line ends and without control characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fence_mark(number: int) -> str:
    """Return the line that stands for a fence in the text given to the parser."""
    return f"{START}fence:{number}{END}"


def _closes(line: str, fence: Fence) -> bool:
    char, length = closing_length(line)
    return char == fence.char and length >= fence.length


def _is_rule(line: str) -> bool:
    signs = line.replace(" ", "")
    return (
        len(signs) >= 3 and signs[0] in "-_*" and not signs.strip(signs[0]) and not line.startswith(_INDENT)
    )


class Scan:
    """Reads one body; `text` is what is left for the parser, the rest goes to `found`."""

    def __init__(self, body: str, found: Definitions) -> None:
        self.found = found
        self._lines = plain(body).expandtabs(4).split("\n")
        self._out: list[str] = []
        self._at = 0
        self._no_comment_ends = False
        while self._at < len(self._lines):
            self._step()
        self.text = "\n".join(self._out).strip("\n")

    def _step(self) -> None:
        line = self._lines[self._at]
        if not line.strip():
            self._out.append("")
            self._at += 1
        elif not (self._fence(line) or self._definition(line) or self._comment(line)):
            self._at += 1
            if _SUBHEAD.match(line) or _is_rule(line):
                self._out += ["", line.strip(), ""]
            elif self._is_underlined(line):
                self._at += 1
                self._out += ["", f"# {line.strip()}", ""]
            else:
                self._out.append(line)

    def _is_underlined(self, line: str) -> bool:
        """Whether a line that begins a paragraph is a heading because of the line below it."""
        below = self._lines[self._at] if self._at < len(self._lines) else ""
        begins = not self._out or not self._out[-1]
        return begins and _UNDERLINE.match(below) is not None and not _NO_PARAGRAPH.match(line)

    def _fence(self, line: str) -> bool:
        fence = read_fence(line)
        if fence is None:
            return False
        start = self._at + 1
        end = start
        while end < len(self._lines) and not _closes(self._lines[end], fence):
            end += 1
        language = fence.info.split(maxsplit=1)[0] if fence.info else ""
        self._out += ["", fence_mark(len(self.found.fences)), ""]
        self.found.fences.append(("".join(f"{row}\n" for row in self._lines[start:end]), language))
        self._at = end + 1
        return True

    def _definition(self, line: str) -> bool:
        if footnote := _FOOTNOTE.match(line):
            self._at += 1
            name, text = footnote.groups()
            self.found.footnotes.setdefault(name, "\n".join([text, *self._continuation()]))
        elif abbreviation := _ABBREVIATION.match(line):
            self._at += 1
            name, text = abbreviation.groups()
            self.found.abbreviations[name.strip()] = text.strip()
        elif (not self._out or not self._out[-1]) and (reference := _REFERENCE.match(line)):
            self._at += 1
            name, address, title = reference.groups()
            self.found.references.setdefault(
                " ".join(name.lower().split()), (address.strip("<>"), (title or "")[1:-1])
            )
            return True  # and no blank line: more of them may follow
        else:
            return False
        return True

    def _continuation(self) -> list[str]:
        """Return the other lines of a footnote: up to a blank line, and then all that is indented."""
        rows: list[str] = []
        blank = False
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.strip():
                blank = True
                rows.append("")
            elif (blank and not line.startswith(_INDENT)) or self._begins_something(line):
                break
            else:
                rows.append(line.removeprefix(_INDENT))
            self._at += 1
        while rows and not rows[-1]:
            rows.pop()
            blank = True
        if blank:
            self._out.append("")
        return rows

    @staticmethod
    def _begins_something(line: str) -> bool:
        return bool(_FOOTNOTE.match(line) or _SUBHEAD.match(line) or read_fence(line))

    def _comment(self, line: str) -> bool:
        """Take out a comment that begins a line, over several lines where it ends at the end of one."""
        if not line[:7].lstrip(" ").startswith("<!--") or line.startswith(_INDENT) or self._no_comment_ends:
            return False
        for end in range(self._at, len(self._lines)):
            before, mark, after = self._lines[end].partition("-->")
            if mark and not (end == self._at and before.strip() == "<!"):
                self._lines[end] = after
                self._at = end + (0 if after.strip() else 1)
                return True
        self._no_comment_ends = True
        return False
