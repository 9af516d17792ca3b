"""Safe HTML as plain text: for readers of text alone, and for whoever counts or looks for words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_APART = frozenset(
    ["p", "pre", "table", "ul", "ol", "dl", "blockquote", "figure", "h2", "h3", "h4", "h5", "h6"]
)
_SILENT = frozenset(("script", "style", "template"))
_SPACE = re.compile(r"[ \t\r\n\f]+")


def plain_text(html: str) -> str:
    """The words of a piece of rendered HTML, blocks apart by a blank line.

    List items begin with `- ` or their number, cells of a table are parted by tabs, code keeps its lines.
    Ends without a line break.
    """
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return writer.text()


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.lists: list[int | None] = []  # the number of the last item; None in a list without numbers
        self.code = self.silent = 0
        self.breaks = 0  # line breaks that are due before the next word

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in "".join(self.out).split("\n")).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "br":
            self._break(1)
        elif tag in _BLOCKS:
            self._break(2 if tag in _APART and not (self.lists and tag in ("ul", "ol")) else 1)
        elif tag in ("td", "th") and not self.breaks:
            self._write("\t")
        self._enter(tag, dict(attrs))

    def _enter(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "pre":
            self.code += 1
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._write("  " * (len(self.lists) - 1) + self._mark())
        elif tag == "img" and attributes.get("alt"):
            self._write(str(attributes["alt"]))

    def _mark(self) -> str:
        if not self.lists or self.lists[-1] is None:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1]}. "

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "pre":
            self.code = max(0, self.code - 1)
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag in _BLOCKS:
            self._break(2 if tag in _APART and not self.lists else 1)

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        words = data if self.code else _SPACE.sub(" ", data)
        if not self.code and (self.breaks or not self.out or self.out[-1].endswith((" ", "\t"))):
            words = words.lstrip(" ")
        if words:
            self._write(words)

    def _write(self, words: str) -> None:
        self.out += ["\n" * self.breaks, words]
        self.breaks = 0

    def _break(self, lines: int) -> None:
        self.breaks = max(self.breaks, lines)
