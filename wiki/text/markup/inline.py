"""Inline constructs: code, emphasis, links and bare addresses, without Python-Markdown's slow cases."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import (
    AUTOLINK_RE,
    AUTOMAIL_RE,
    BACKTICK_RE,
    ENTITY_RE,
    IMAGE_LINK_RE,
    LINK_RE,
    DelimiterProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)
from markdown.util import ETX, STX, AtomicString

from wiki.text.markup.targets import Targets

if TYPE_CHECKING:
    from markdown import Markdown

Handled = tuple[Element | str | None, int | None, int | None]

MAX_BRACKETS = 12  # brackets within brackets; each opening one is looked at this often at most
_BRACKET = re.compile(r"[\[\]]")
_DESTINATION = re.compile(
    r"""\(\s*+(?:<([^<>\n]*)>|((?:[^\s()<>]|\((?:[^\s()]|\([^\s()]*\))*+\))*+))"""
    r"""(?:\s++("[^"]*"|'[^']*'|\([^()]*\)))?\s*+\)"""
)
_BARE = r"(?<![\w/])https?://[^\s<>\"\[\]{}|\\^`\x00-\x1f]+"
_COMMENT = r"<!--(?:(?!-->|<!--).)*+-->"
_SORT_KEY = r"\{\{(?i:defaultsort)[:|][^{}\n]*\}\}"
_TRAILING = ".,;:!?'\"*_~)"

# A star between two letters or digits may end emphasis (*Titanic*s) but not begin it (2*3*4, E*TRADE).
# Scripts that put no blanks between words are left out.
_WORD = "0-9A-Za-z\u00c0-\u024f\u0370-\u052f"
_STARS = re.compile(
    rf"(?P<ambiguous>(?<!^)(?<![\s*{_WORD}])\*+(?![\s*])(?!$))|"
    r"(?P<end>(?<!^)(?<![\s*])\*+)|"
    rf"(?P<start>(?<![*{_WORD}])\*+(?![\s*])(?!$))"
)


def add_inline_processors(md: Markdown, targets: Targets) -> None:
    """Put our inline processors in the place of Python-Markdown's."""
    registry = md.inlinePatterns
    for name in ("html", "image_reference", "short_image_ref"):
        registry.deregister(name)
    registry.register(CodeProcessor(BACKTICK_RE), "backtick", 190)
    registry.register(HiddenProcessor(_COMMENT, md), "comment", 185)
    registry.register(HiddenProcessor(_SORT_KEY, md), "sort_key", 184)
    registry.register(ReferenceProcessor(LINK_RE, md, targets), "reference", 170)
    registry.register(LinkProcessor(LINK_RE, md, targets), "link", 160)
    registry.register(ImageProcessor(IMAGE_LINK_RE, md, targets), "image_link", 150)
    registry.register(ShortReferenceProcessor(LINK_RE, md, targets), "short_reference", 130)
    registry.register(AddressProcessor(AUTOLINK_RE, md, targets), "autolink", 120)
    registry.register(AddressProcessor(AUTOMAIL_RE, md, targets), "automail", 110)
    registry.register(BareAddressProcessor(_BARE, md, targets), "bare_address", 105)
    registry.register(EntityProcessor(ENTITY_RE, md), "entity", 80)
    emphasis = registry["em_strong"]
    if isinstance(emphasis, DelimiterProcessor):
        emphasis.delimiters["*"].boundary = _STARS


class Inline(InlineProcessor):
    """An inline construct; `read` says what a match means, or (None, None, None)."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is Python-Markdown's
        self, m: re.Match[str], data: str
    ) -> Handled:
        return self.read(m, data)

    def read(self, m: re.Match[str], data: str) -> Handled:
        """Return an element or a text, and where in `data` what it stands for begins and ends."""
        raise NotImplementedError


class CodeProcessor(Inline):
    """Code between runs of backticks of the same length."""

    _hopeless: tuple[str, set[int]] = ("", set())

    def read(self, m: re.Match[str], data: str) -> Handled:
        if m.group(1):
            return m.group(1).replace("\\\\", f"{STX}92{ETX}"), m.start(), m.end()
        start = m.start()
        length = len(data) - start - len(data[start:].lstrip("`"))
        if self._hopeless[0] is not data:
            self._hopeless = (data, set())
        if length not in self._hopeless[1]:
            closing = re.compile(rf"(?<!`)`{{{length}}}(?!`)").search(data, start + length)
            if closing is not None:
                code = Element("code")
                code.text = AtomicString(data[start + length : closing.start()].strip())
                return code, start, closing.end()
            self._hopeless[1].add(length)
        return None, start, start + length


class HiddenProcessor(Inline):
    """Takes out comments and the default sort key; other raw HTML is shown."""

    def read(self, m: re.Match[str], data: str) -> Handled:
        return "", m.start(), m.end()


class EntityProcessor(Inline):
    """Character references such as `&ndash;`."""

    def read(self, m: re.Match[str], data: str) -> Handled:
        return unescape(m.group(1)).replace(STX, "").replace(ETX, ""), m.start(), m.end()


def matching_bracket(data: str, index: int) -> int:
    """Return where the bracket opened just before `index` closes, -1 if it does not or nests too deep."""
    depth = 1
    for bracket in _BRACKET.finditer(data, index):
        depth += 1 if bracket.group() == "[" else -1
        if not depth:
            return bracket.start()
        if depth > MAX_BRACKETS:
            break
    return -1


class _Bracketed(LinkInlineProcessor):
    """The common part of what begins with a bracket, in linear time."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: Markdown, targets: Targets) -> None:
        super().__init__(pattern, md)
        self.targets = targets

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802
        end = matching_bracket(data, index)
        return (data[index:end], end + 1, True) if end >= 0 else ("", index, False)

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802
        found = _DESTINATION.match(data, index)
        if found is None:
            return "", None, index, False
        pointed, plain, title = found.groups()
        href = self.plain(pointed if pointed is not None else plain)
        return href, self.plain(title[1:-1]) if title else None, found.end(), True

    def plain(self, text: str) -> str:
        """Return text with the marks of escapes and of inline elements turned back to characters."""
        text = re.sub(f"{STX}([0-9]+){ETX}", lambda code: chr(int(code.group(1))), self.unescape(text))
        return unescape(text).strip()


class LinkProcessor(_Bracketed):
    """`[label](address "title")`."""

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: N802
        label, index, closed = self.getText(data, m.end())
        if not closed:
            return None, None, None
        href, title, index, closed = self.getLink(data, index)
        link = self.targets.link(href, title) if closed else None
        if link is None:
            return None, None, None
        link.text = label
        return link, m.start(), index


class ImageProcessor(_Bracketed):
    """`![description](Name.jpg)`: a picture of this wiki; one of elsewhere becomes a link."""

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: N802
        label, index, closed = self.getText(data, m.end())
        if not closed:
            return None, None, None
        href, title, index, closed = self.getLink(data, index)
        shown = self.targets.picture_or_link(href, self.plain(label), title) if closed else None
        return (shown, m.start(), index) if shown is not None else (None, None, None)


class ReferenceProcessor(_Bracketed, ReferenceInlineProcessor):
    """`[label][name]`, with `[name]: address` elsewhere on the page."""

    RE_LINK = re.compile(r"\[([^\[\]]*)\]")  # without the blank that Python-Markdown allows before it

    def makeTag(self, href: str, title: str, text: str) -> Element:  # noqa: N802
        link = self.targets.link(self.plain(href), title or None)
        if link is None:
            link = Element("span")
        link.text = text
        return link


class ShortReferenceProcessor(ReferenceProcessor, ShortReferenceInlineProcessor):
    """`[name]`, with `[name]: address` elsewhere on the page."""

    def evalId(self, data: str, index: int, text: str) -> tuple[str, int, bool]:  # noqa: N802
        return text.lower(), index, True


class AddressProcessor(_Bracketed):
    """`<https://…>` and `<name@host>`."""

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: N802
        address = self.plain(m.group(1))
        mail = "@" in address and "://" not in address and not address.lower().startswith("mailto:")
        link = self.targets.external(f"mailto:{address}" if mail else address)
        if link is None:
            return None, None, None
        link.text = AtomicString(address)
        return link, m.start(), m.end()


class BareAddressProcessor(_Bracketed):
    """An address in running text, without the punctuation that follows it."""

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: N802
        address = _without_trailing(m.group())
        link = self.targets.external(unescape(address))
        if link is None:
            return None, None, None
        link.text = AtomicString(unescape(address))
        return link, m.start(), m.start() + len(address)


def _without_trailing(address: str) -> str:
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while address[end - 1] in _TRAILING:
        if address[end - 1] == ")":
            if surplus <= 0:
                break
            surplus -= 1
        end -= 1
    return address[:end]
