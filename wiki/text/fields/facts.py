"""Facts as they are compared over articles: what an infobox field says, without its markup."""

from __future__ import annotations

import hashlib

from wiki.text.content import MARKDOWN, content_model
from wiki.text.infobox import picture_name
from wiki.text.links import find_links
from wiki.text.sections import plain_title
from wiki.text.titles import fold

KEPT = 255  # characters of a key or value that are compared


def shown_values(value: str, model: str = MARKDOWN) -> list[str]:
    """The several values of a field as plain text, without their sources, empty ones left out. `model`: the
    content model that the value is written in.
    """
    written = content_model(model).values
    parts = map(written.bare, written.split(value))
    return [plain for part in parts if (plain := " ".join(plain_title(part).split()))]


def fold_fact(text: str) -> str:
    """The form in which keys and values are compared: case, dashes, quotes and markup make no difference."""
    return fold(plain_title(text))[:KEPT]


def folded_values(value: str, model: str = MARKDOWN) -> list[str]:
    """Each value of a field once, in the form in which they are compared; a field without any has ""."""
    written = content_model(model).values
    return list(dict.fromkeys(fold_fact(written.bare(part)) for part in written.split(value) if part)) or [""]


def lacks_source(value: str, model: str = MARKDOWN) -> bool:
    """Whether the value says something, and not where it is from. A picture has its own page for that."""
    written = content_model(model).values
    said = any(map(str.strip, written.split(value)))
    return said and not picture_name(value) and not written.has_source(value)


def fingerprint(value: str) -> str:
    """What tells one value of a field from another, source and all."""
    return hashlib.sha1(value.encode(), usedforsecurity=False).hexdigest()


def sources_of(value: str) -> tuple[str, ...]:
    """The addresses outside of the wiki that a value names as where it is from."""
    return find_links(value).external
