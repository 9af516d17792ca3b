"""Text as XML takes it: feeds, books, answers in XML."""

_REFUSED = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))


def for_xml(text: str) -> str:
    """The text without the characters that XML has no way to write."""
    return text.translate(_REFUSED)
