"""A wikitext page read into rows and written out again: write(read(text)) == text for every text.

The rows are those of Markdown (`wiki.text.source`), so that what keeps, merges and compares them need not
know which it is. Separators lead: each row begins with what parts it from the row before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wiki.text.parts.rows import PageText, SectionText, Warning_
from wiki.text.source import row_sources, write
from wiki.text.wikitext.headings import Heading, cut, headings, read_heading
from wiki.text.wikitext.infobox import MODEL, field_source, read_infobox, with_value
from wiki.text.wikitext.see_also import read_see_also
from wiki.text.wikitext.site import DEFAULT, Site
from wiki.text.wikitext.spans import Span, spans

__all__ = ["join", "read", "read_section", "read_sections", "row_sources", "set_field", "write"]


def read(text: str, site: Site = DEFAULT) -> PageText:
    """Cut a page's source text into rows. Never fails; what is odd is in `warnings`. Linear."""
    hidden = spans(text) if "{{" in text or "==" in text else []
    found = headings(text, hidden)
    first = found[0].start if found else len(text)
    lead = [span for span in hidden if span.end <= first]
    fields, at, warnings = read_infobox(text, lead, site)
    sections = [_section(*part, site) for part in cut(text, found)]
    sections[0] = SectionText(body=sections[0].body[at:])
    return PageText(fields, tuple(sections), (*warnings, *_doubtful(text, hidden)), MODEL)


def _section(source: str, body: str, heading: Heading | None, site: Site) -> SectionText:
    if heading is None:
        return SectionText(source, body)
    if site.is_see_also(heading.title):
        links = read_see_also(body, site)
        if links is not None:
            return SectionText(source, links[1], links[0], heading.level, heading.title)
    return SectionText(source, body, None, heading.level, heading.title)


def _doubtful(text: str, hidden: Sequence[Span]) -> Iterator[Warning_]:
    """A warning of the comment that is never closed: nothing after it is shown."""
    last = hidden[-1] if hidden else None
    if last and last.kind == "comment" and text.find("-->", last.start + 4) < 0:
        why = "The comment that begins here is never closed; it hides the rest of the page."
        yield Warning_("comment-unclosed", why, text.count("\n", 0, last.start) + 1)


def read_section(heading: str, body: str, site: Site = DEFAULT) -> SectionText:
    """The section of a heading's source ("" for the lead) and what follows; a See also list becomes links."""
    level, title = read_heading(heading)
    return _section(heading, body, Heading(0, 0, level, title) if level else None, site)


def read_sections(text: str, site: Site = DEFAULT) -> tuple[SectionText, ...]:
    """The sections of a subtree's text; joined, their sources give the text back.

    What stands before the first heading comes first, as a section of level 0. If that is blank it goes with
    the heading; a text that is blank throughout is one section of level 0, an empty text none.
    """
    lead, *rest = (_section(*part, site) for part in cut(text, headings(text)))
    return (lead, *rest) if lead.body else tuple(rest)


def join(sources: Iterable[str]) -> str:
    """Join the sources of rows of different origin: one that has to begin a line, and does not, is given a
    line break. Fields need none: `{{Infobox x|a=1|b=2}}` may stand in one line.
    """
    parts: list[str] = []
    for source in sources:
        if not source:
            continue
        if parts and source[0] not in "\r\n" and _needs_line(parts[-1], source):
            parts.append("\n")
        parts.append(source)
    return "".join(parts)


def _needs_line(before: str, source: str) -> bool:
    if read_heading(before)[0] or (source[0] == "=" and read_heading(source)[0]):
        return True
    return source[0] == "*" and before.lstrip(" \t\r\n").startswith("*")


def set_field(text: str, key: str, value: str, site: Site = DEFAULT) -> str:
    """The page's text with another value of one field of its infobox, or with that field added at the end of
    the box; every other byte stays. The last of equal keys counts.

    Raises InvalidField for what cannot be written, ValueError for a page without an infobox.
    """
    page = read(text, site)
    if not page.fields:
        raise ValueError("The page has no infobox.")
    rows = list(row_sources(page))
    places = [index for index, row in enumerate(page.fields) if row.kind == "field" and row.key == key]
    if places:
        rows[places[-1]] = with_value(rows[places[-1]], value)
    else:
        last = len(page.fields) - 1
        rows.insert(last, field_source(key, value, before="\n" if "\n" in rows[last] else ""))
    return "".join(rows)
