"""The plain words of a source text: markup taken away, notes and pictures gone."""

import re
from collections.abc import Iterator
from html import unescape

from wiki.text.markup.scan import plain
from wiki.text.parts.lines import split_lines
from wiki.text.parts.paragraphs import CodeSpans, paragraphs
from wiki.text.wikilink import LONGEST_TARGET, parse_link

# Signs that lost their meaning (escaped, in code) wait as control characters, which `plain` has taken out.
_SIGNS = "*_'[]!<>&^(){}|`\\"
_WAITING = "".join(chr(code) for code in (*range(1, 9), *range(14, 14 + len(_SIGNS) - 8)))
_PROTECT = str.maketrans(_SIGNS, _WAITING)
_RELEASE = str.maketrans(_WAITING, _SIGNS)

_LITERAL = re.compile(r"\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<code>`+)|(?P<comment><!--)")
_DEFINITION = re.compile(r" {0,3}(?:\[\^?[^\]\[]{1,200}\]:|\*\[[^\]\[]{1,100}\] ?:)")
_NO_PROSE = re.compile(
    r" {4}|\t| {0,3}(?:[-+>]|\*(?:[ \t]|$)|\d{1,9}[.)][ \t]|\||:|#{1,6}(?:[ \t]|$)|(?:[-*_=] *){3,}$)"
)
# What the line below makes of a paragraph: a term with its meaning, a heading, a table.
_NO_PROSE_ABOVE = re.compile(r" {0,3}(?::[ \t]|=+[ \t]*$|-+[ \t]*$|[-: ]*\|[-:| ]*$)")
_WIKI_LINK = re.compile(r"\[\[([^\[\]]*)\]\]")
_SORT = re.compile(r"\{\{(?i:defaultsort)[:|][^{}\r\n]*\}\}")
_NOTE = re.compile(r"\[\^[^\]\[\s]{1,100}\]")
_PICTURE = re.compile(r"!\[[^\[\]]*\](?:\([^()]*\))?")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_STARS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*]+)(?<=[^\s*])\1(?!\*)")
_LOW_LINES = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_]+)(?<=[^\s_])\1(?![\w_])")
_QUOTES = re.compile(r"'{2,5}")
_NESTED = 4  # links in captions, emphasis in emphasis
LONGEST = 20_000  # characters of a paragraph that are read


def prose_paragraphs(source: str) -> Iterator[str]:
    """The paragraphs of running text in a section's body, each as one plain line.

    Lists, tables, quotations, code, subheads, hatnotes, definitions and lines of nothing but pictures or
    categories are left out. Linear; a paragraph is read to its first 20,000 characters.
    """
    for piece, counts in paragraphs(plain(source)):
        if not counts:
            continue
        lines = [line for line in split_lines(piece[:LONGEST]) if not _DEFINITION.match(line)]
        if lines and not _is_prose(lines):
            continue
        if words := plain_words("".join(lines)):
            yield words


def _is_prose(lines: list[str]) -> bool:
    below = lines[1] if len(lines) > 1 else ""
    return not (_NO_PROSE.match(lines[0]) or (below and _NO_PROSE_ABOVE.match(below)))


def plain_words(source: str) -> str:
    """A piece of source text as a reader would say it: no markup, no notes, no pictures, single blanks."""
    text = _literals_kept(plain(source))
    text = _SORT.sub("", text)
    for _ in range(_NESTED):
        text, done = _WIKI_LINK.subn(lambda found: _shown(found[1]), text)
        if not done:
            break
    text = _LINK.sub(r"\1", _PICTURE.sub("", _NOTE.sub("", text)))
    text = _ADDRESS.sub(r"\1", text)
    for _ in range(_NESTED):
        text, stars = _STARS.subn(r"\2", text)
        text, lines = _LOW_LINES.subn(r"\2", text)
        if not stars + lines:
            break
    text = unescape(_QUOTES.sub("", text)).translate(_RELEASE)
    return " ".join(plain(text).split())


def _literals_kept(text: str) -> str:
    """The text without comments, its escaped signs and its code safe from being read as markup."""
    spans = CodeSpans(text)
    parts: list[str] = []
    done, comments = 0, True
    for token in _LITERAL.finditer(text):
        start, end = token.span()
        if start < done:
            continue
        parts.append(text[done:start])
        done = end
        if token["escaped"]:
            parts.append(token["escaped"].translate(_PROTECT))
        elif token["code"]:
            done = spans.end(start, end)
            inside = text[end : done - (end - start)] if done > end else token["code"]
            parts.append(inside.translate(_PROTECT))
        else:
            close = text.find("-->", end) if comments else -1
            comments = close >= 0
            done = close + 3 if comments else end
            parts.append("" if comments else "<!--")
    return "".join(parts) + text[done:]


def _shown(inside: str) -> str:
    """What a reader sees of a wiki link; nothing of a picture or a category."""
    target = inside[: LONGEST_TARGET * 2].partition("|")[0]
    link = parse_link(target)
    if link is None:
        return inside
    if link.kind != "page":
        return ""
    label = inside.partition("|")[2].strip()
    return label or link.shown.strip("/")
