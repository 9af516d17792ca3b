"""Finished pieces of HTML, kept aside while the text around them is read: in it stands a mark for each."""

from __future__ import annotations

import re
from html import escape

from wiki.text.html.rendered import MAX_BYTES

MARK = re.compile(r"\x7f([0-9]{1,7})([ib])\x7f")
BLOCK = re.compile(r"\x7f[0-9]{1,7}b\x7f")
_SIGN = "\x7f"
TALL = 6  # lines of source that are shown at once
FIRST = 80  # characters of the line that stands for more


class TooMuch(ValueError):
    """More HTML, or more text out of templates, than one page may make."""


class Strips:
    """The pieces of one page."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._made = 0

    def inline(self, html: str) -> str:
        """Keep a piece that stands in a line; return its mark."""
        return self._keep(html, "i")

    def block(self, html: str) -> str:
        """Keep a piece that stands by itself; return its mark."""
        return self._keep(html, "b")

    def source(self, text: str) -> str:
        """Show a piece of wikitext as it is written, marked as such; return its mark."""
        text = self.plain(text)
        if "\n" in text.strip("\n"):
            return self.block(_tall(text.strip("\n")))
        return self.inline(f'<span class="wikitext"><code>{escape(text)}</code></span>')

    def _keep(self, html: str, kind: str) -> str:
        self._pieces.append(html)
        return f"{_SIGN}{len(self._pieces) - 1}{kind}{_SIGN}"

    def put_back(self, text: str) -> str:
        """The text with the pieces in the place of their marks. Raises TooMuch."""
        if _SIGN not in text:
            return text
        out: list[str] = []
        at = 0
        for mark in MARK.finditer(text):
            out.append(text[at : mark.start()])
            at = mark.end()
            if int(mark[1]) < len(self._pieces):
                piece = self._pieces[int(mark[1])]
                self._made += len(piece)
                if self._made > 4 * MAX_BYTES:
                    raise TooMuch("The page makes too much HTML.")
                out.append(self.put_back(piece))
        out.append(text[at:])
        return "".join(out)

    @staticmethod
    def plain(text: str) -> str:
        """The text without marks."""
        return MARK.sub("", text).replace(_SIGN, "")


def _tall(text: str) -> str:
    """Source of several lines; of many, the first one stands for them until it is opened."""
    pre = f"<pre>{escape(text)}</pre>"
    if text.count("\n") >= TALL:
        first = escape(text.partition("\n")[0][:FIRST])
        pre = f"<details><summary><code>{first} …</code></summary>{pre}</details>"
    return f'<div class="wikitext">{pre}</div>'


def without_signs(text: str) -> str:
    """A page's text without the sign that marks are made of: no author can write one."""
    return text.replace(_SIGN, "\ufffd").replace("\0", "\ufffd")
