"""Where a field's value is from, written with it: `Damascus ([source](https://…))` or `Damascus[^1]`."""

from __future__ import annotations

import re

from wiki.text.citing.sources import references_in
from wiki.text.infobox import values

_LINK = re.compile(r"(?<![ \t])[ \t]*+\(\[[^\[\]\r\n]{1,100}\]\(<?(https?://[^\s<>]{1,2000}?)>?\)\)\Z")
_LAST_NOTE = re.compile(r"\[\^[^\]\[\s]{1,100}\]\Z")
_LONGEST_NOTE = 103
_NOTE = re.compile(r"\[\^[^\]\[\s]{1,100}\](?!:)")
ADDRESS = re.compile(r"https?://[^\s<>\"\[\]{}|\\^`]{1,2000}")
_TYPED_NOTES = re.compile(r"(?:\[\^[^\]\[\s]{1,100}\][ \t]*)+")


class InvalidSource(ValueError):
    """What was typed names no source."""

    code = "invalidsource"

    def __init__(self, typed: str, note: str = "[^1]") -> None:
        shown = typed if len(typed) <= 60 else typed[:59] + "…"
        self.message = f"“{shown}” is no source: give an address (https://…), or a note such as {note}."
        super().__init__(self.message)


def split_source(value: str) -> tuple[str, str, str]:
    """What a value says, the source that stands at its end as a form shows it, and as it is written.

    Notes are taken for the source of a single value only: of several, each may have its own. What is said and
    what is written of the source give the value back.
    """
    found = _LINK.search(value)
    if found:
        return value[: found.start()], found[1], found[0]
    start = _notes_from(value)
    if 0 < start < len(value) and len(values(value)) == 1:
        return value[:start], value[start:].strip(), value[start:]
    return value, "", ""


def _notes_from(value: str) -> int:
    """Where the notes at the end begin, with blanks before them; its length if there are none. Linear."""
    start = at = len(value)
    while found := _LAST_NOTE.search(value, max(at - _LONGEST_NOTE, 0), at):
        at = found.start()
        while at and value[at - 1] in " \t":
            at -= 1
        start = at
    return start


def written_source(typed: str) -> str:
    """How a source that was typed into a form is written behind a value. Raises InvalidSource."""
    typed = typed.strip()
    if not typed:
        return ""
    if _TYPED_NOTES.fullmatch(typed):
        return "".join(typed.split())
    if not ADDRESS.fullmatch(typed):
        raise InvalidSource(typed)
    return f" ([source](<{typed}>))" if set("()") & set(typed) else f" ([source]({typed}))"


def without_sources(value: str) -> str:
    """One value without the notes in it and the source at its end."""
    return _NOTE.sub("", _LINK.sub("", value))


def has_source(value: str) -> bool:
    """Whether the value names a note, or an address outside of the wiki."""
    return bool(references_in(value))
