"""The order of names in a category, and the letters that they are grouped under."""

from __future__ import annotations

import unicodedata

KEY_BYTES, NAME_BYTES = 300, 500  # kept of each part: an index holds no more than 2,700 bytes a row


def sort_key(name: str, key: str = "") -> bytes:
    """What a category orders a member by: the key that its link gives, then the page's name.

    Case, accents and compatibility forms make no difference; the bytes are UTF-8, so they stand in the order
    of their characters. After MediaWiki's Title::getCategorySortkey: the two parts, a line break between.
    """
    plain = _plain(name, NAME_BYTES)
    return _plain(key, KEY_BYTES) + b"\n" + plain if key else plain


def _plain(text: str, most: int) -> bytes:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(char for char in text if not unicodedata.combining(char)).replace("|", " ")
    return plain.encode()[:most].decode(errors="ignore").encode()


def letter_of(sort: bytes) -> str:
    """The heading that a member with this sort key stands under: its first letter, digits together."""
    first = bytes(sort[:4]).decode(errors="ignore")[:1]
    return "0–9" if first.isdecimal() else first.upper() if first.strip() else " "
