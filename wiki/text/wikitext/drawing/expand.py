"""Templates put in the place of their calls, with their parameters: text in, text out.

What cannot be put in (no such template, functions that are programs, loops) stays and is shown as source. All
is bounded: depth, calls, and the characters gone through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wiki.text.titles import Title
from wiki.text.wikitext.drawing.builtin import builtin
from wiki.text.wikitext.drawing.functions import call, default_sort, variable
from wiki.text.wikitext.drawing.given import Given
from wiki.text.wikitext.drawing.raw import raw
from wiki.text.wikitext.drawing.strips import Strips, TooMuch
from wiki.text.wikitext.drawing.transclusion import transcluded
from wiki.text.wikitext.parameters import BLANK, plain_name, read_template
from wiki.text.wikitext.spans import Span, outside, spans
from wiki.text.wikitext.uses import template_title

MOST_DEPTH = 30
MOST_CALLS = 5_000
MOST_CHARACTERS = 10_000_000
_PARSED = frozenset({"ref", "references", "gallery", "poem"})
_LINE_SIGNS = ("{|", "*", "#", ":", ";")


class Undrawable(Exception):
    """A call that cannot be put in."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A template being put in: its parameters, and the templates that led to it."""

    arguments: Mapping[str, str]
    inside: frozenset[Title]


_PAGE = Frame({}, frozenset())


class Expander:
    """Puts templates into the texts of one page."""

    def __init__(self, given: Given, title: Title, strips: Strips) -> None:
        self.given, self.title, self.strips = given, title, strips
        self.sort = ""
        self._calls = self._characters = self._depth = 0

    def expand(self, text: str, frame: Frame = _PAGE) -> str:
        """The text with templates and parameters put in; what is no wikitext is kept aside."""
        self._spend(len(text) + 20)
        if "{{" not in text and "<" not in text:
            return text
        out: list[str] = []
        at = 0
        for span in spans(text):
            if span.start >= at:
                out.append(text[at : span.start])
                at = span.end
                at = self._span(text, span, frame, out)
        out.append(text[at:])
        self._spend(sum(map(len, out)))
        return "".join(out)

    def _spend(self, characters: int) -> None:
        self._characters += characters
        if self._characters > MOST_CHARACTERS:
            raise TooMuch("The page's templates make too much text.")

    def _span(self, text: str, span: Span, frame: Frame, out: list[str]) -> int:
        """Add what a span becomes; return where the text goes on."""
        source = text[span.start : span.end]
        if span.kind == "template":
            made = self._call(source, frame)
            if made.startswith(_LINE_SIGNS) and not _at_line_start(out):
                made = "\n" + made
            out.append(made)
        elif span.kind == "argument":
            out.append(self._argument(source, frame))
        elif span.kind == "comment":
            return _past_comment(text, span, out)
        elif span.kind in _PARSED:
            opened = source.index(">") + 1
            closing = source.rindex("<") if opened < len(source) else opened
            inside = self.expand(source[opened:closing], frame)
            out.append(self.expand_attributes(source[:opened], frame) + inside + source[closing:])
        elif span.kind != "includeonly":
            out.append(raw(span.kind, source, self.strips))
        return span.end

    def expand_attributes(self, tag: str, frame: Frame) -> str:
        """An opening tag with the parameters in it put in."""
        return self.expand(tag[1:], frame).join(("<", "")) if "{{" in tag else tag

    def _call(self, source: str, frame: Frame) -> str:
        try:
            return self._put_in(source, frame)
        except Undrawable:
            if frame is not _PAGE:
                raise
            return self.strips.source(source)

    def _put_in(self, source: str, frame: Frame) -> str:
        self._calls += 1
        if self._calls > MOST_CALLS or self._depth >= MOST_DEPTH:
            raise Undrawable
        self._depth += 1
        try:
            return self._made(source, frame)
        finally:
            self._depth -= 1

    def _made(self, source: str, frame: Frame) -> str:
        template = read_template(source, 0, len(source))
        name = plain_name(self.expand(source[2 : template.name_end], frame))
        pieces = [source[one.bar + 1 : one.end] for one in template.parameters]
        if not pieces and (value := variable(name, self.title)) is not None:
            return value
        if (key := default_sort(name)) is not None:
            self.sort = self.sort or key
            return ""
        colon = source.find(":", 2, template.name_end)
        if colon > 0:
            word = plain_name(source[2:colon])
            first = source[colon + 1 : template.name_end]
            made = call(word, [first, *pieces], lambda piece: self.expand(piece, frame), self.strips)
            if made is not None:
                return made
        if name.startswith("#"):
            raise Undrawable
        return self._template(name, source, frame)

    def _template(self, name: str, source: str, frame: Frame) -> str:
        title = template_title(f"{{{{{name}}}}}", self.given.site)
        if title is None or title in frame.inside:
            raise Undrawable
        arguments = self._arguments(source, frame)
        body = self.given.source(title)
        if body is not None:
            inner = Frame(arguments, frame.inside | {title})
            try:
                return self.expand(transcluded(body), inner)
            except Undrawable:
                if (made := builtin(title, arguments, self.strips)) is None:
                    raise
                return made
        made = builtin(title, arguments, self.strips)
        if made is None:
            raise Undrawable
        return made

    def _arguments(self, source: str, frame: Frame) -> dict[str, str]:
        found: dict[str, str] = {}
        number = 0
        for one in read_template(source, 0, len(source)).parameters:
            if one.equals < 0:
                number += 1
                found[str(number)] = self.expand(source[one.bar + 1 : one.end], frame)
            else:
                key = plain_name(self.expand(source[one.bar + 1 : one.equals], frame))
                found[key] = self.expand(source[one.equals + 1 : one.end], frame).strip(BLANK)
        return found

    def _argument(self, source: str, frame: Frame) -> str:
        """`{{{name|default}}}`: the value, else the default, else as it is written."""
        inside = source[3:-3]
        bar = next((at for at in _bars(inside)), -1)
        name = plain_name(self.expand(inside if bar < 0 else inside[:bar], frame))
        if frame is not _PAGE and name in frame.arguments:
            return frame.arguments[name]
        if bar >= 0:
            rest = inside[bar + 1 :]
            second = next((at for at in _bars(rest)), len(rest))
            return self.expand(rest[:second], frame)
        return self.strips.source(source)


def _bars(inside: str) -> list[int]:
    found = []
    for start, end in outside(inside, spans(inside, links=True)):
        at = inside.find("|", start, end)
        if at >= 0:
            found.append(at)
            break
    return found


def _at_line_start(out: list[str]) -> bool:
    last = next((piece for piece in reversed(out) if piece), "\n")
    return last.endswith("\n")


def _past_comment(text: str, span: Span, out: list[str]) -> int:
    """Where the text goes on behind a comment: a line that holds nothing else goes with it."""
    before = out[-1] if out else ""
    start = before.rstrip(" \t")
    end = span.end
    while end < len(text) and text[end] in " \t":
        end += 1
    own_line = (not start and len(out) == 1) or start.endswith("\n")
    if own_line and text.startswith("\n", end):
        out[-1] = start
        return end + 1
    return span.end
