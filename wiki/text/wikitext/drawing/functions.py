"""Variables of a page and the few parser functions that are no programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from wiki.text.sections import anchor
from wiki.text.titles import NAMESPACES, Title, title_url
from wiki.text.wikitext.drawing.strips import Strips
from wiki.text.wikitext.links import SORT_WORDS
from wiki.text.wikitext.spans import outside, spans

_SORT = re.compile(rf"(?i:{SORT_WORDS})[:|](.*)", re.DOTALL)
_NOTHING = re.compile(r"(?:DISPLAYTITLE|NOEXTERNALLANGLINKS|SHORTDESC)(?::|\Z)")
Expand = Callable[[str], str]


def variable(name: str, title: Title) -> str | None:
    """What `{{PAGENAME}}` and the like stand for on the page called `title`; None if it is none of them."""
    if _NOTHING.match(name):
        return ""
    word = name[:-1] if name.endswith(("NAMEE", "SPACEE")) else name
    found = {
        "PAGENAME": title.name,
        "FULLPAGENAME": title.full,
        "BASEPAGENAME": title.base.name,
        "ROOTPAGENAME": title.name.partition("/")[0],
        "SUBPAGENAME": title.subpage,
        "TALKPAGENAME": title.talk.full,
        "SUBJECTPAGENAME": title.subject.full,
        "ARTICLEPAGENAME": title.subject.full,
        "NAMESPACE": NAMESPACES[title.namespace],
        "NAMESPACENUMBER": str(title.namespace),
        "SUBJECTSPACE": NAMESPACES[title.subject.namespace],
        "TALKSPACE": NAMESPACES[title.talk.namespace],
        "!": "|",
        "=": "=",
        "(": "{",
        ")": "}",
        "((": "{{",
        "))": "}}",
    }.get(word)
    return found.replace(" ", "_") if found is not None and word != name else found


def default_sort(name: str) -> str | None:
    """The default sort key that a name sets; None if it sets none."""
    found = _SORT.match(name)
    return found[1].strip() if found else None


def call(word: str, pieces: Sequence[str], expand: Expand, strips: Strips) -> str | None:
    """What a parser function gives; None for one that is not known. Only the branch that counts is read."""
    function = _FUNCTIONS.get(word.lower())
    if function is not None:
        return function(pieces, expand)
    if word.lower() == "#tag":
        return _tag(pieces, expand)
    return None


def _piece(pieces: Sequence[str], index: int, expand: Expand) -> str:
    return expand(pieces[index]).strip() if index < len(pieces) else ""


def _if(pieces: Sequence[str], expand: Expand) -> str:
    return _piece(pieces, 1 if _piece(pieces, 0, expand) else 2, expand)


def _if_equal(pieces: Sequence[str], expand: Expand) -> str:
    one, other = _piece(pieces, 0, expand), _piece(pieces, 1, expand)
    return _piece(pieces, 2 if one == other or _number(one) == _number(other) is not None else 3, expand)


def _number(text: str) -> float | None:
    try:
        return float(text) if len(text) < 30 and text.isascii() else None
    except ValueError:
        return None


def _switch(pieces: Sequence[str], expand: Expand) -> str:
    wanted = _piece(pieces, 0, expand)
    found = False
    default = ""
    last = ""
    for piece in pieces[1:]:
        case, equals, result = _parted(piece)
        if not equals:
            last = expand(piece).strip()
            found = found or last == wanted
            continue
        name = expand(case).strip()
        if found or name == wanted:
            return expand(result).strip()
        if name == "#default":
            default = result
        last = ""
    return last or expand(default).strip()


def _parted(piece: str) -> tuple[str, str, str]:
    """A case and its result: the first `=` outside of templates, links and tags parts them."""
    for start, end in outside(piece, spans(piece, links=True)):
        at = piece.find("=", start, end)
        if at >= 0:
            return piece[:at], "=", piece[at + 1 :]
    return piece, "", ""


def _tag(pieces: Sequence[str], expand: Expand) -> str | None:
    """`{{#tag:ref|text|name=x}}`: the notes alone, other tags are not drawn."""
    name = _piece(pieces, 0, expand).lower()
    if name != "ref":
        return None
    attributes = " ".join(expand(piece).strip() for piece in pieces[2:])
    return f"<ref {attributes}>{_piece(pieces, 1, expand)}</ref>"


def _one(change: Callable[[str], str]) -> Callable[[Sequence[str], Expand], str]:
    return lambda pieces, expand: change(_piece(pieces, 0, expand))


_FUNCTIONS: dict[str, Callable[[Sequence[str], Expand], str]] = {
    "#if": _if,
    "#ifeq": _if_equal,
    "#switch": _switch,
    "lc": _one(str.lower),
    "uc": _one(str.upper),
    "lcfirst": _one(lambda text: text[:1].lower() + text[1:]),
    "ucfirst": _one(lambda text: text[:1].upper() + text[1:]),
    "formatnum": _one(str),
    "urlencode": _one(lambda text: title_url(Title(0, text)) if text else ""),
    "anchorencode": _one(anchor),
}
