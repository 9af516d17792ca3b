"""Patterns that moderators write, of titles and addresses. RE2 matches in linear time: none backtracks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import unquote

import re2

LONGEST = 500  # characters of a pattern
# What a pattern that is meant for something does not match all of.
_ANYTHING = ("Rome", "User:Alice", "123", "Ä–漢字", "example.org/", "en.wikipedia.org/wiki/Rome", "~", "a")
_ADDRESS = re.compile(r"(?:https?:|ftp:)?//([^\s<>\"'|{}\[\]()]+)", re.IGNORECASE)


class BadPattern(ValueError):
    """A text that is no pattern, or matches everything; `message` says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def check_pattern(text: str, *, whole: bool) -> None:
    """Raise BadPattern unless the text can be read as a pattern that does not match everything."""
    if not text.strip() or len(text) > LONGEST:
        raise BadPattern(f"A pattern has 1 to {LONGEST} characters.")
    try:
        _read(text)
    except re2.error as error:
        told = error.args[0].decode(errors="replace") if error.args else ""
        raise BadPattern(f"The pattern cannot be read: {told}") from None
    if matches(text, "", whole=whole) or all(matches(text, one, whole=whole) for one in _ANYTHING):
        raise BadPattern("The pattern matches everything.")


def matches(pattern: str, text: str, *, whole: bool) -> bool:
    """Whether the pattern (one that `check_pattern` lets pass) is found in the text, or (`whole`) is all of
    it; case makes no difference.
    """
    read = _read(pattern)
    return bool(read.fullmatch(text) if whole else read.search(text))


@lru_cache(maxsize=2000)
def _read(pattern: str) -> Any:
    options = re2.Options()
    options.case_sensitive, options.log_errors, options.max_mem = False, False, 1 << 20
    return re2.compile(pattern, options)


def addresses_in(text: str) -> dict[str, None]:
    """The addresses of other places that a source text links to or names, without scheme, in lower case; also
    those that are written in disguise (entities, escapes).
    """
    plain = unescape(text).replace("\\", "")
    return dict.fromkeys(
        unquote(found[1]).casefold().rstrip(".,;:!?*_") for found in _ADDRESS.finditer(plain)
    )


def added_addresses(before: str, after: str) -> list[str]:
    """Those of the new text that the old one had not."""
    old = addresses_in(before) if "//" in unescape(before) else {}
    return [one for one in addresses_in(after) if one not in old]


def first_match(patterns: Iterable[str], texts: Iterable[str], *, whole: bool) -> tuple[str, str] | None:
    """The first pattern that matches one of the texts, with that text."""
    told = list(texts)
    return next(((one, text) for one in patterns for text in told if matches(one, text, whole=whole)), None)
