"""Talk pages rendered: where each comment begins, who signed it and when, in neutral HTML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import unquote

from wiki.text.talk.threads import TIME, account_of_link, comment_id, comment_time
from wiki.text.titles import InvalidTitle, Title, parse_title


@dataclass(frozen=True, slots=True)
class Said:
    """A comment of a rendered section: who, when, and the anchor that leads to it."""

    id: str
    author: str
    time: datetime
    anchor: str


_HTML = re.compile(
    rf'<a href="/wiki/(?P<user>[^"#?<]++)[^"<]*+" title="[^"<]*">|(?P<item><(?:li|dd|dt)(?: [^<>]*)?>)'
    rf"|(?P<end></(?:li|dd|dt)>)|(?P<block><(?:p|div|td|th|blockquote)(?: [^<>]*)?>)|(?P<line>\n)"
    rf"|(?P<time>{TIME})(?=[^\w<\n]{{0,9}}(?:<(?!a |/a>)|\n|\Z))"
)
_CONCERNING = re.compile(
    r'\s*<p>[^\W\d_][^<>:]{0,60}:\s*<a href="/wiki/([^"#?]+)#([^"]+)" title="[^"]*">[^<>]*</a>[\s.]*</p>\n?'
)


def mark_comments(html: str, section_id: int) -> tuple[str, tuple[Said, ...]]:
    """A rendered section with an anchor where each comment begins, its time as a link to it, and an empty
    `span.comment-end` behind it; and the comments. Neutral HTML in, safe HTML out. Linear.
    """
    if "(UTC)" not in html:
        return html, ()
    said: list[Said] = []
    pieces: list[tuple[int, int, str]] = []
    known: Counter[tuple[str, datetime]] = Counter()
    for start, begin, end, author, time in _html_signatures(html):
        id_ = comment_id(author, time, known[author, time])
        known[author, time] += 1
        anchor = f"c{section_id}-{id_}"
        shown = escape(anchor)
        pieces.append((start, start, f'<span class="comment-start" id="{shown}"></span>'))
        mark = f'<span class="comment-end" data-comment="{escape(id_)}"></span>'
        link = f'<a class="comment-time" href="#{escape(anchor)}">{html[begin:end]}</a>'
        pieces.append((begin, end, f"{link}{mark}"))
        said.append(Said(id_, author, time, anchor))
    result, done = [], 0
    for start, end, piece in pieces:
        result += [html[done:start], piece]
        done = end
    return "".join([*result, html[done:]]), tuple(said)


def _html_signatures(html: str) -> Iterator[tuple[int, int, int, str, datetime]]:
    """Of each comment: where it begins, where its time does and ends, author and time."""
    open_items: list[int] = []
    concerning = _CONCERNING.match(html)
    done = concerning.end() if concerning else 0
    free, author = -1, ""
    for token in _HTML.finditer(html, done):
        kind = token.lastgroup if token["time"] is None else "time"
        if kind == "user":
            author = account_of_link(_decoded(token["user"])) or author
        elif kind == "time":
            time = comment_time(token.groups()[-5:])
            if author and time:
                inside = open_items[-1] if open_items else free
                yield max(inside, done), token.start(), token.end(), author, time
                done, free, author = token.end(), -1, ""
        else:
            author = ""
            if kind == "item":
                open_items.append(token.end())
            elif kind == "end":
                open_items[-1:] = []
            elif kind == "block" and free < 0 and not open_items:
                free = token.end()


def _decoded(key: str) -> str:
    return unquote(key).replace("_", " ")


def html_concerning(html: str) -> tuple[Title, str] | None:
    """Page and fragment that the first line of a rendered topic names, as `read_concerning`."""
    found = _CONCERNING.match(html)
    if found is None:
        return None
    try:
        return parse_title(_decoded(found[1])), _decoded(found[2])
    except InvalidTitle:
        return None
