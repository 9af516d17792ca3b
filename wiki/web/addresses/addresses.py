"""Reading what an address names."""

from __future__ import annotations

from django.core.exceptions import BadRequest

from wiki.text.titles import InvalidTitle, Title, parse_title


def title_in_address(text: str) -> Title:
    """The title that an address names; a bad one is a bad request that says why."""
    try:
        return parse_title(text)
    except InvalidTitle as error:
        raise BadRequest(error.message) from None


def is_id(text: str) -> bool:
    """Whether the text could be the number of a row."""
    return text.isascii() and text.isdigit() and len(text) < 19
