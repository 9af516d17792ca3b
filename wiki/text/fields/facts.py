"""Facts as they are compared over articles: what an infobox field says, without its markup."""

from __future__ import annotations

import hashlib

from wiki.text.citing.field_sources import without_sources
from wiki.text.infobox import values
from wiki.text.links import find_links
from wiki.text.sections import plain_title
from wiki.text.titles import fold

KEPT = 255  # characters of a key or value that are compared


def shown_values(value: str) -> list[str]:
    """The several values of a field as plain text, without their sources, empty ones left out."""
    parts = map(without_sources, values(value))
    return [plain for part in parts if (plain := " ".join(plain_title(part).split()))]


def fold_fact(text: str) -> str:
    """The form in which keys and values are compared: case, dashes, quotes and markup make no difference."""
    return fold(plain_title(text))[:KEPT]


def folded_values(value: str) -> list[str]:
    """Each value of a field once, in the form in which they are compared; a field without any has ""."""
    return list(dict.fromkeys(fold_fact(without_sources(part)) for part in values(value) if part)) or [""]


def fingerprint(value: str) -> str:
    """What tells one value of a field from another, source and all."""
    return hashlib.sha1(value.encode(), usedforsecurity=False).hexdigest()


def sources_of(value: str) -> tuple[str, ...]:
    """The addresses outside of the wiki that a value names as where it is from."""
    return find_links(value).external
