"""Links of a page's HTML led to the copies beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import unquote

from wiki.text.titles import InvalidTitle, Title, parse_title

_LINK = re.compile(r'<a [^<>]*?href="(/(?!/)[^"<>]*)"[^<>]*>((?:[^<]|<(?!/?a\b))*+)</a>')
_PAGE = re.compile(r"/wiki/([^?#]*)(?:\?[^#]*)?(#.*)?")
_UNWRITTEN = re.compile(r"/edit/|/wiki/Special:Upload\?")  # where red links lead


def led(html: str, place: Callable[[Title], str | None], *, elsewhere: str) -> str:
    """The HTML with links to the pages that have a place, to the wiki (`elsewhere`) where there is none; red
    ones as text.
    """

    def link(found: re.Match[str]) -> str:
        address, inside = unescape(found[1]), found[2]
        if _UNWRITTEN.match(address):
            return inside
        named = _PAGE.fullmatch(address)
        title = _title(named[1]) if named else None
        if named and title is not None and (there := place(title)) is not None:
            address = there + (named[2] or "")
        else:
            address = elsewhere + address
        return f'<a href="{escape(address)}">{inside}</a>'

    return _LINK.sub(link, html)


def _title(key: str) -> Title | None:
    try:
        return parse_title(unquote(key))
    except InvalidTitle:
        return None
