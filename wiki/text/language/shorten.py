"""Cutting long values for a line in a list."""

SHOWN = 80  # characters of a value
_CONTEXT = 20


def shorten(text: str, most: int = SHOWN) -> str:
    """The beginning of a long text, cut at a word where one ends near."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    blank = head.rfind(" ", most - _CONTEXT)
    return (head[:blank] if blank > 0 else head).rstrip() + "…"


def shorten_pair(old: str, new: str, most: int = SHOWN) -> tuple[str, str]:
    """Two long texts, cut so that the place where they begin to differ is in sight."""
    if max(len(old), len(new)) <= most:
        return old, new
    same = next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)),
    )
    start = 0
    if same > most // 2:
        # At the beginning of a word if there is one within reach.
        start = max(old.rfind(" ", same - 2 * _CONTEXT, same - _CONTEXT) + 1, same - 2 * _CONTEXT)
    lead = "…" if start else ""
    return lead + shorten(old[start:], most), lead + shorten(new[start:], most)
