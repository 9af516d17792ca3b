"""The templates and the notes that a wikitext uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wiki.text.titles import Title
from wiki.text.wikitext.parameters import parameters, plain_name
from wiki.text.wikitext.site import DEFAULT, Site
from wiki.text.wikitext.spans import RAW, Tags, templates_in

TEMPLATE = 10
_NAME = re.compile(r"\{\{((?:[^{}|<\[\]]|<(?=!--))*+)")
_FUNCTION = re.compile(
    r"#|[A-Z]{3,}+\Z|[A-Z]{2,}+:|!\Z|=\Z|(?i:lc|uc|lcfirst|ucfirst|formatnum|ns|nse|int|plural|"
    r"grammar|gender|padleft|padright|urlencode|anchorencode|fullurl|localurl|canonicalurl|filepath|tag):"
)
_BEFORE = re.compile(r"(?i:subst|safesubst|msgnw|msg|raw):")
_NOTE = re.compile(rf"<(?:!--|(?i:ref|{RAW}|includeonly)(?=[\s/>]))")
_ATTRIBUTE = re.compile(
    r"(?<![\w-])(?i:(name|group))[ \t\r\n]*+=[ \t\r\n]*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>/]++))"
)


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """A template as it is used: its title, and its source with braces and parameters."""

    title: Title
    source: str

    @property
    def parameters(self) -> dict[str, str]:
        """Keys and values; those without a key are numbered."""
        return parameters(self.source)


@dataclass(frozen=True, slots=True)
class NoteUse:
    """A `<ref>`: what it says (nothing where it points to a note of that name), its name and its group."""

    text: str
    name: str = ""
    group: str = ""


def template_title(source: str, site: Site = DEFAULT) -> Title | None:
    """The title of the template that a source with braces uses; None for functions and no title."""
    found = _NAME.match(source)
    if found is None or source[found.end() : found.end() + 1] not in ("|", "}"):
        name = plain_name(source[2:-2].partition("|")[0])
    else:
        name = plain_name(found[1])
    name = _BEFORE.sub("", name, count=1).strip()
    if not name or _FUNCTION.match(name):
        return None
    link = site.link(name)
    if link is None or link.title is None:
        return None
    if link.title.namespace or name.startswith(":"):
        return link.title
    return Title(TEMPLATE, link.title.name)


def templates(text: str, site: Site = DEFAULT) -> tuple[TemplateUse, ...]:
    """The templates of a text in the order in which they begin, those within others and in notes too."""
    found = []
    for span in sorted(templates_in(text)):
        source = text[span.start : span.end]
        title = template_title(source, site)
        if title is not None:
            found.append(TemplateUse(title, source))
    return tuple(found)


def notes(text: str) -> tuple[NoteUse, ...]:
    """The notes of a text (`<ref>`), in order; those in templates too. Linear."""
    return tuple(_notes(text))


def _notes(text: str) -> Iterator[NoteUse]:
    tags = Tags(text)
    at = 0
    while (token := _NOTE.search(text, at)) is not None:
        end, kind = tags.end(token.start(), token.end())
        if kind == "ref" and end:
            opened = text.index(">", token.end()) + 1
            yield read_note(
                text[token.end() : opened - 1],
                text[opened : text.rindex("<", opened, end)] if opened < end else "",
            )
        at = end or token.end()


def read_note(attributes: str, inside: str) -> NoteUse:
    """A note, given what stands in its tag behind the name, and between its tags."""
    said = {
        one[1].lower(): (one[2] or one[3] or one[4] or "").strip() for one in _ATTRIBUTE.finditer(attributes)
    }
    return NoteUse(inside.strip(), said.get("name", ""), said.get("group", ""))
