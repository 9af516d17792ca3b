"""Lines of a text, each with its own line end: CR LF, CR or LF. U+2028 and the like end no line."""

import re

BLANKS = " \t"
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]+")


def split_lines(text: str) -> list[str]:
    """The lines of `text` with their line ends, so that joining them gives the text back."""
    return _LINE.findall(text)


def content(line: str) -> str:
    """The line without its line end."""
    return line.rstrip("\r\n")


def is_blank(line: str) -> bool:
    """True for a line of nothing but blanks and tabs, with or without a line end."""
    return not line.strip(" \t\r\n")


def separator(source: str) -> str:
    """The line breaks and blank lines that a row's source begins with (all of a blank source)."""
    start = 0
    for match in _LINE.finditer(source):
        if not is_blank(match.group()):
            break
        start = match.end()
    return source[:start]
