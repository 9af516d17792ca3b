"""Lines to blocks: paragraphs, lists, preformatted text, rules."""

from __future__ import annotations

import re
from itertools import takewhile

from wiki.text.wikitext.drawing.quotes import bold_and_italics
from wiki.text.wikitext.drawing.strips import BLOCK, MARK

TERM = "\x7ft\x7f"
"""Stands for the colon that parts a term from what it means."""
_PREFIX = re.compile(r"[*#;:]++")
_RULE = re.compile(r"-{4,}+")
_LIST = {"*": "ul", "#": "ol", ";": "dl", ":": "dl"}
_ITEM = {"*": "li", "#": "li", ";": "dt", ":": "dd"}
_DEEPEST = 20
_BLANK = " \t\r\n"


def inline(html: str) -> str:
    """The HTML of one line: line breaks are blanks, lists and paragraphs are none."""
    return bold_and_italics(" ".join(html.replace(TERM, ":").split("\n")).strip())


def blocks(html: str, *, hatnotes: bool = False) -> str:
    """The HTML of lines. With `hatnotes`, lines that begin with one colon above all others are hatnotes."""
    layout = _Layout()
    above = hatnotes
    for line in bold_and_italics(html).split("\n"):
        prefix = _prefix(line)
        if above and MARK.sub("", line).strip():
            above = prefix == ":"
            if above:
                layout.put(f'<p class="hatnote">{line[1:].replace(TERM, ":").strip(_BLANK)}</p>')
                continue
        layout.line(line, prefix)
    return layout.done()


def _prefix(line: str) -> str:
    found = _PREFIX.match(line)
    return found.group()[:_DEEPEST] if found else ""


class _Layout:
    def __init__(self) -> None:
        self._out: list[str] = []
        self._paragraph: list[str] = []
        self._code: list[str] = []
        self._lists = ""

    def line(self, line: str, prefix: str) -> None:
        """Take the next line, that begins with these signs of a list."""
        if prefix:
            self._end_text()
            self._item(prefix, line[len(prefix) :])
            return
        line = line.replace(TERM, ":")
        self._end_lists()
        rule = _RULE.match(line)
        if rule is not None:
            self.put("<hr>")
            line = line[rule.end() :]
        if not line.strip():
            self._end_text()
        elif line[0] == " " and not self._paragraph and not BLOCK.search(line):
            self._code.append(line[1:])
        else:
            self._text(line)

    def put(self, html: str) -> None:
        """Add a block of its own."""
        self._end_text()
        self._end_lists()
        self._out.append(html)

    def done(self) -> str:
        """All blocks."""
        self._end_text()
        self._end_lists()
        return "\n".join(self._out)

    def _text(self, line: str) -> None:
        self._end_code()
        at = 0
        for block in BLOCK.finditer(line):
            if line[at : block.start()].strip():
                self._paragraph.append(line[at : block.start()])
            self.put(block.group())
            at = block.end()
        if line[at:].strip():
            self._paragraph.append(line[at:])

    def _end_text(self) -> None:
        self._end_code()
        if self._paragraph:
            text = "\n".join(self._paragraph).strip(_BLANK)
            self._paragraph.clear()
            if text:
                self._out.append(f"<p>{text}</p>")

    def _end_code(self) -> None:
        if self._code:
            self._out.append(f"<pre>{chr(10).join(self._code)}</pre>")
            self._code.clear()

    def _end_lists(self) -> None:
        if self._lists:
            self._close(0)

    def _close(self, depth: int) -> None:
        for sign in reversed(self._lists[depth:]):
            self._out[-1] += f"</{_ITEM[sign]}></{_LIST[sign]}>"
        self._lists = self._lists[:depth]

    def _item(self, prefix: str, text: str) -> None:
        same = sum(
            1
            for _ in takewhile(
                lambda pair: _LIST[pair[0]] == _LIST[pair[1]], zip(self._lists, prefix, strict=False)
            )
        )
        self._close(same)
        if same == len(prefix):
            sign = prefix[-1]
            self._out[-1] += f"</{_ITEM[self._lists[-1]]}>"
            self._out.append(f"<{_ITEM[sign]}>")
            self._lists = self._lists[:-1] + sign
        for sign in prefix[same:]:
            opening = f"<{_LIST[sign]}><{_ITEM[sign]}>"
            if self._lists:
                self._out[-1] += opening
            else:
                self._out.append(opening)
            self._lists += sign
        term, mark, meaning = text.partition(TERM) if prefix[-1] == ";" else (text, "", "")
        self._out[-1] += term.replace(TERM, ":").strip()
        if mark:
            self._out[-1] += f"</dt><dd>{meaning.replace(TERM, ':').strip()}"
            self._lists = self._lists[:-1] + ":"
