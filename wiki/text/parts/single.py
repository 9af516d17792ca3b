"""Reads one stored row by itself: what `read` made of it within its page."""

import re

from wiki.text.infobox import read_infobox
from wiki.text.parts.rows import FieldText, LinkText
from wiki.text.see_also import read_see_also

_RUN = re.compile("`{3,}")
_KEY_END = re.compile(r":(?=\s|\Z)")


def read_field(source: str) -> FieldText:
    """The field that a row's source writes. Raises ValueError if it is none."""
    # A fence longer than any in the row, so that the row cannot close it.
    fence = "`" * (max((len(run) for run in _RUN.findall(source)), default=2) + 1)
    rows, _, _ = read_infobox(f"{fence}infobox{source}\n{fence}")
    if len(rows) != 3:
        raise ValueError(f"not one infobox field: {source[:80]!r}")
    return rows[1]


def split_field(source: str) -> tuple[str, str]:
    """A field's source as two: all up to its key, and the colon with the value. They give it back."""
    found = _KEY_END.search(source)
    at = found.start() if found else len(source)
    return source[:at], source[at:]


def read_link(source: str) -> LinkText:
    """The see-also line that a row's source writes. Raises ValueError if it is none."""
    found = read_see_also(source)
    if found is None or len(found[0]) != 1:
        raise ValueError(f"not one line of a list: {source[:80]!r}")
    return found[0][0]
