"""The text of a section as readers see it: what is searched, and what stands in the list of results."""

from __future__ import annotations

import re
from html import unescape

from wiki.text.wikilink import LONGEST_TARGET, parse_link

PIECE = 8_000  # characters of a passage; longer sections have several
_BREAK = 200  # characters within which a blank is looked for

_WIKI_LINK = re.compile(r"\[\[([^\[\]\r\n]{1,4000})\]\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_NOTE = re.compile(r"\[\^[^\[\]\s]{1,100}\]:?")
_SORT = re.compile(r"\{\{(?i:defaultsort)[:|][^{}\r\n]*\}\}")
_LINE = re.compile(r"^[ \t]*+(?:#{1,6}[ \t]|>|[-|:][-|: \t]{2,}+$|[-*+:][ \t]|`{3}.*|~{3}.*)", re.MULTILINE)
_MARKS = re.compile(r"\*+|'{2,}|`+|(?<!\w)_+|_+(?!\w)|\|")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_OPTIONS = re.compile(
    r"thumb(?:nail)?|frame(?:d|less)?|border|left|right|center|none|upright(?:=.*)?|(?:\d*x)?\d+ ?px|alt=.*|"
    r"(?:link|lang|page|class)=.*|baseline|middle|top|bottom|sub|super|text-top|text-bottom",
    re.IGNORECASE,
)


# Of wikitext: tags, how a table begins and its rows part, templates' names.
_SIGNS = re.compile(
    r"</?[a-zA-Z][^<>]{0,500}+>|^[ \t]*+(?:(?:\{\||\|[-}]).*+$|!)|\{\{[^{}|]{0,300}+\|?|\}\}", re.MULTILINE
)


def without_signs(wikitext: str) -> str:
    """Wikitext as `plain_text` takes it: without tags, templates' names and tables' lines. Linear."""
    return _SIGNS.sub(" ", wikitext)


def plain_text(source: str, categories: list[str] | None = None) -> str:
    """A section's source as one line without markup; captions are in it, categories go into the given list.

    Linear in the length of the source.
    """
    text = _without_comments(source) if "<!--" in source else source
    if "[" in text:
        text = _without_links(text, categories)
    if "{{" in text:
        text = _SORT.sub("", text)
    text = _MARKS.sub(_mark, _LINE.sub("", text))
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "&" in text:
        text = unescape(text)
    return " ".join(text.split())


def _mark(found: re.Match[str]) -> str:
    return " " if found[0] == "|" else ""


def _without_comments(text: str) -> str:
    parts = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[done:start])
        done = end + 3
    return "".join(parts) + text[done:]


def _without_links(text: str, categories: list[str] | None) -> str:
    def shown(found: re.Match[str]) -> str:
        target, _, rest = found[1].partition("|")
        link = parse_link(target) if len(target) <= LONGEST_TARGET else None
        if link is None or link.kind == "page":
            return rest or target.strip().removeprefix(":")
        if link.kind == "file":
            return f" {_caption(rest)} "
        if categories is not None and link.title is not None:
            categories.append(link.title.name)
        return ""

    for _ in range(3):  # links in captions of pictures
        text, done = _WIKI_LINK.subn(shown, text)
        if not done:
            break
    return _LINK.sub(r"\1", _NOTE.sub("", text))


def _caption(options: str) -> str:
    return " ".join(part for part in options.split("|") if not _OPTIONS.fullmatch(part.strip()))


def pieces(text: str) -> list[str]:
    """The text in pieces of some thousand characters, cut at blanks; the empty text is one piece."""
    result = []
    start = 0
    while len(text) - start > PIECE + _BREAK:
        cut = text.rfind(" ", start + PIECE, start + PIECE + _BREAK) + 1 or start + PIECE
        result.append(text[start:cut])
        start = cut
    return [*result, text[start:]]
