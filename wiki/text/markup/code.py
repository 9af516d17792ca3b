"""Fenced code as elements, coloured by class names (never by styles)."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType
from pygments.util import ClassNotFound

# Beyond this a block is shown uncoloured: lexers are slow, and 20 kB is more than one reads in an article.
MAX_COLOURED = 20_000


def code_block(source: str, language: str) -> Element:
    """Return `source` as a block of code, coloured where the language is known and the block not too long."""
    # The wrapping div keeps the parser from taking a following indented block for a part of this one.
    box = Element("div", {"class": "highlight"})
    code = SubElement(SubElement(box, "pre"), "code")
    lexer = _lexer(language) if language and len(source) <= MAX_COLOURED else None
    if lexer is None:
        code.text = AtomicString(source)
        return box
    for kind, text in lexer.get_tokens(source):
        _add(code, _class_of(kind), text)
    return box


def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None


def _class_of(kind: _TokenType | None) -> str:
    while kind is not None:
        if kind in STANDARD_TYPES:
            return STANDARD_TYPES[kind]
        kind = kind.parent
    return ""


def _add(code: Element, name: str, text: str) -> None:
    last = code[-1] if len(code) else None
    if name and text.strip():
        if last is not None and last.get("class") == name and not last.tail:
            last.text = AtomicString((last.text or "") + text)
        else:
            SubElement(code, "span", {"class": name}).text = AtomicString(text)
    elif last is not None:
        last.tail = AtomicString((last.tail or "") + text)
    else:
        code.text = AtomicString((code.text or "") + text)
