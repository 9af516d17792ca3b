"""What talk pages of wikitext have in another way: which lines count, how deep, how replies begin."""

from __future__ import annotations

import re

from wiki.text.parts.lines import content, is_blank, split_lines
from wiki.text.wikitext.spans import RAW, spans

DEEPEST = 30
_RUN = re.compile(r"[*:#;]{1,30}")
_UNREAD = frozenset((*RAW.split("|"), "comment", "template", "argument"))
_BREAKS = re.compile(r"[^\r\n]")
_TILDES = re.compile(r"(?<!~)~{3,5}(?!~)")


def readable_lines(text: str) -> list[str]:
    """The lines of a text, with blanks for templates, comments and what is shown as it is written: there
    nobody signs.
    """
    pieces, at = [], 0
    for span in spans(text):
        if span.kind in _UNREAD:
            pieces += [text[at : span.start], _BREAKS.sub(" ", text[span.start : span.end])]
            at = span.end
    return split_lines("".join(pieces) + text[at:])


def run_of(line: str) -> str:
    """The signs of lists that a line begins with."""
    found = _RUN.match(line)
    return found[0] if found else ""


def as_wiki_item(text: str, run: str) -> str:
    """A text as list items that begin with `run`, a line each; blank lines would end the list and go."""
    lines = (content(line) for line in split_lines(text.strip()) if not is_blank(line))
    return "\n".join(run + (line if run_of(line) else f" {line.lstrip()}") for line in lines)


def sign_wikitext(text: str, signs: dict[str, str]) -> str:
    """The text with what its tildes stand for, but where it is shown as it is written, and in comments."""
    pieces, at = [], 0
    for span in spans(text):
        if span.kind in _UNREAD and span.kind != "template":
            pieces += [_signed(text[at : span.start], signs), text[span.start : span.end]]
            at = span.end
    return "".join([*pieces, _signed(text[at:], signs)])


def _signed(text: str, signs: dict[str, str]) -> str:
    return _TILDES.sub(lambda found: signs[found[0]], text)
