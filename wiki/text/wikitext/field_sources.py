"""Where a field's value is from, in wikitext: `30 m<ref>https://…</ref>` or `30 m<ref name="x" />`."""

from __future__ import annotations

import re

from wiki.text.citing.field_sources import ADDRESS, InvalidSource
from wiki.text.links import find_links

_NAMED = (
    r"""<ref[ \t]+name[ \t]*=[ \t]*(?:"[^"<>\r\n]{1,100}"|'[^'<>\r\n]{1,100}'|[^\s"'<>/=]{1,100})[ \t]*/>"""
)
_NAMED_NOTE = re.compile(_NAMED)
_LAST = re.compile(rf"(?<![ \t])[ \t]*+(?:<ref>[ \t]*({ADDRESS.pattern})[ \t]*</ref>|({_NAMED}))\Z")
_NOTE = re.compile(r"<ref[\s/>]", re.IGNORECASE)


def split_source(value: str) -> tuple[str, str, str]:
    """What a value says, the source that stands at its end as a form shows it, and as it is written: a note
    that is nothing but an address, or names one that is written elsewhere. Any other is part of what is said.

    What is said and what is written of the source give the value back.
    """
    found = _LAST.search(value)
    if found and found.start():
        return value[: found.start()], found[1] or found[2], found[0]
    return value, "", ""


def written_source(typed: str) -> str:
    """How a source that was typed into a form is written behind a value. Raises InvalidSource."""
    typed = typed.strip()
    if not typed or _NAMED_NOTE.fullmatch(typed):
        return typed
    if not ADDRESS.fullmatch(typed):
        raise InvalidSource(typed, '<ref name="x" />')
    return f"<ref>{typed}</ref>"


def has_source(value: str) -> bool:
    """Whether the value has a note, or an address outside of the wiki."""
    return _NOTE.search(value) is not None or bool(find_links(value).external)
