"""Where wikitext is something else than text: templates, comments, and tags whose content is read apart.

The rules are those of MediaWiki's preprocessor: what is never closed is text, but for a comment and
`<includeonly>`, which run to the end; a template is not closed while a link within it is open.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

RAW = "nowiki|pre|math|chem|ce|syntaxhighlight|source|score|timeline|hiero|templatedata|graph|charinsert"
"""Tags whose content is no wikitext, or is not shown as such."""
_READ_APART = "ref|references|gallery|poem|imagemap|inputbox|templatestyles|mapframe|maplink|indicator"
_HIDDEN = rf"(?:{RAW}|categorytree|includeonly)(?=[\s/>])"
_TAGS = rf"(?:{RAW}|{_READ_APART}|categorytree|includeonly)(?=[\s/>])"
# Simple templates and links are passed in one step; what is behind an opening sign, the loop looks at.
_TEMPLATE = r"\{\{(?:[^{}\[\]<]*+\}\}|\{*+)"
_LINK = r"\[\[(?:[^{}\[\]<]*+\]\]|\[*+)"
_OPENING = re.compile(_TEMPLATE)
_TAG = re.compile(rf"<(?:!--|(?i:{_TAGS}))")
_INSIDE = re.compile(rf"{_TEMPLATE}|\}}\}}|{_LINK}|\]\]|<(?:!--|(?i:{_TAGS}))")
_ANYWHERE = re.compile(rf"{_TEMPLATE}|\}}\}}|{_LINK}|\]\]|<(?:!--|(?i:{_HIDDEN}))")
_CLOSING_TAG = re.compile(r"</([a-zA-Z]++)\s*+>")
_TO_THE_END = "includeonly"


class Span(NamedTuple):
    """A piece of text that is one thing: `kind` is template, argument, link, comment or the tag's name."""

    start: int
    end: int
    kind: str


class _Open(NamedTuple):
    start: int
    many: int
    sign: str


def spans(text: str, *, links: bool = False) -> list[Span]:
    """The outermost spans in order; with `links` the wiki links too. Linear in the length of the text."""
    found: list[Span] = []
    opened: list[_Open] = []
    tag_end = Tags(text).end
    outside = _Outside(text).search
    at = 0
    while (token := _INSIDE.search(text, at) if opened or links else outside(at)) is not None:
        start, at, sign = token.start(), token.end(), text[token.start()]
        if sign == "<":
            end, kind = tag_end(start, at)
            if end:
                found.append(Span(start, end, kind))
                at = end
        elif sign in "]}":
            at = _close(text, start, opened, found, links=links)
        elif text[at - 1] == sign:
            opened.append(_Open(start, at - start, sign))
        elif sign == "{" or links:
            found.append(Span(start, at, "template" if sign == "{" else "link"))
    return found


class _Outside:
    """Finds what begins outside of everything. Each kind is looked for by itself: a pattern that begins with
    a sign is several times as fast as one for both.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._opening = _OPENING.search(text)
        self._tag = _TAG.search(text)

    def search(self, at: int) -> re.Match[str] | None:
        """The first template or tag from here on; `at` is never less than it was."""
        opening, tag = self._opening, self._tag
        if opening is not None and opening.start() < at:
            self._opening = opening = _OPENING.search(self._text, at)
        if tag is not None and tag.start() < at:
            self._tag = tag = _TAG.search(self._text, at)
        if opening is None or tag is None:
            return opening or tag
        return opening if opening.start() < tag.start() else tag


def templates_in(text: str) -> list[Span]:
    """Every template of the text, those in other templates and in notes too, in the order of their ends."""
    found: list[Span] = []
    opened: list[_Open] = []
    tag_end = Tags(text).end
    at = 0
    while (token := _ANYWHERE.search(text, at)) is not None:
        start, at, sign = token.start(), token.end(), text[token.start()]
        if sign == "<":
            at = tag_end(start, at)[0] or at
        elif sign in "]}":
            closed: list[Span] = []
            at = _close(text, start, opened, closed, links=False)
            found += (span for span in closed if span.kind == "template")
        elif text[at - 1] == sign:
            opened.append(_Open(start, at - start, sign))
        elif sign == "{":
            found.append(Span(start, at, "template"))
    return found


def _close(text: str, start: int, opened: list[_Open], found: list[Span], *, links: bool) -> int:
    """Close what a run of closing signs closes; say where the scan goes on."""
    sign = text[start]
    if not opened or opened[-1].sign != ("{" if sign == "}" else "["):
        return start + 2
    piece = opened.pop()
    many = 2
    if sign == "}" and piece.many > 2 and text.startswith("}", start + 2):
        many = 3
    left = piece.many - many
    if left > 1:
        opened.append(piece._replace(many=left))
    if sign == "}" or links:
        begin = piece.start + left
        while found and found[-1].start >= begin:
            found.pop()
        kind = "link" if sign == "]" else "template" if many == 2 else "argument"
        found.append(Span(begin, start + many, kind))
    return start + many


class Tags:
    """Finds where comments and tags end, each of which is looked for in vain once only."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._never: set[str] = set()

    def end(self, start: int, name_end: int) -> tuple[int, str]:
        """Where what begins at `start` ends, and its kind; 0 if it is text."""
        text = self._text
        name = text[start + 1 : name_end].lower()
        if name == "!--":
            end = text.find("-->", name_end)
            return (end + 3 if end >= 0 else len(text)), "comment"
        if ">" in self._never:
            return 0, name
        opened = text.find(">", name_end)
        if opened < 0:
            self._never.add(">")
            return 0, name
        if text[opened - 1] == "/":
            return opened + 1, name
        return self._closed(name, opened + 1), name

    def _closed(self, name: str, start: int) -> int:
        if name not in self._never:
            for tag in _CLOSING_TAG.finditer(self._text, start):
                if tag[1].lower() == name:
                    return tag.end()
            self._never.add(name)
        return len(self._text) if name == _TO_THE_END else 0


def outside(text: str, hidden: list[Span]) -> Iterator[tuple[int, int]]:
    """Start and end of each piece of the text that stands in none of the spans."""
    at = 0
    for span in hidden:
        yield at, span.start
        at = span.end
    yield at, len(text)


def without(text: str, drop: Callable[[Span], bool], *, links: bool = False) -> str:
    """The text without those of its outermost spans that are to be dropped."""
    hidden = [span for span in spans(text, links=links) if drop(span)]
    return "".join(text[start:end] for start, end in outside(text, hidden))
