"""A page's source text, read into rows and written out again: write(read(text)) == text for every text.

Separators lead: each row begins with the line breaks and blank lines that part it from the row before.
"""

from collections.abc import Iterable, Iterator, Sequence

from wiki.text.infobox import caption_of, read_infobox
from wiki.text.parts.lines import separator, split_lines
from wiki.text.parts.rows import FieldText, LinkText, PageText, SectionText, Warning_
from wiki.text.sections import LineKind, LineMarks, cut, cut_lines, mark_lines, read_heading
from wiki.text.see_also import is_see_also, read_see_also

__all__ = [
    "FieldText",
    "LinkText",
    "PageText",
    "SectionText",
    "Warning_",
    "join",
    "read",
    "read_section",
    "read_sections",
    "row_sources",
    "separator",
    "write",
]


def read(text: str) -> PageText:
    """Cut a page's source text into rows. Never fails; what is odd is in `warnings`. Linear."""
    fields, rest, warnings = read_infobox(text)
    lines = split_lines(rest)
    marks = mark_lines(lines)
    sections = tuple(read_section(heading, body) for heading, body in cut_lines(lines, marks.kinds))
    first = len(split_lines(text[: len(text) - len(rest)]))
    # The first line of the rest is what follows the closing fence in its own line.
    first += 0 if fields else 1
    found = (*warnings, *_doubtful(lines, marks, first, second=bool(fields)))
    return PageText(fields, sections, tuple(sorted(found, key=lambda warning: warning.line)))


def read_section(heading: str, body: str) -> SectionText:
    """The section of a heading's source ("" for the lead) and what follows; a See also list becomes links."""
    level, title = read_heading(heading)
    if level and is_see_also(title):
        found = read_see_also(body)
        if found is not None:
            return SectionText(heading, found[1], found[0], level, title)
    return SectionText(heading, body, None, level, title)


def read_sections(text: str) -> tuple[SectionText, ...]:
    """The sections of a subtree's text; joined, their sources give the text back.

    What stands before the first heading comes first, as a section of level 0. If that is blank it goes with
    the heading; a text that is blank throughout is one section of level 0, an empty text none.
    """
    (_, lead), *rest = cut(text)
    sections = [read_section(heading, body) for heading, body in rest]
    return (SectionText(body=lead), *sections) if lead else tuple(sections)


def row_sources(page: PageText) -> Iterator[str]:
    """The source of each row of a page in order: infobox, then of each section heading, links and body."""
    for field in page.fields:
        yield field.source
    for section in page.sections:
        yield section.heading
        for link in section.links or ():
            yield link.source
        yield section.body


def write(page: PageText) -> str:
    """The page's source text."""
    return "".join(row_sources(page))


def join(sources: Iterable[str]) -> str:
    """Join the sources of rows of different origin: a row that lacks its leading line break is given one."""
    parts: list[str] = []
    for source in sources:
        if source and parts and source[0] not in "\r\n":
            parts.append("\n")
        if source:
            parts.append(source)
    return "".join(parts)


def _doubtful(lines: Sequence[str], marks: LineMarks, first: int, *, second: bool) -> Iterator[Warning_]:
    """Warnings of headings that are none, of fences never closed and of infoboxes out of place."""
    for index, line in enumerate(lines):
        if marks.kinds[index] is LineKind.TEXT and line.startswith("==") and line.strip("= \t\r\n"):
            shown = line.strip() if len(line) <= 60 else line[:59] + "…"
            why = f"“{shown}” is no heading: the signs on both sides differ."
            yield Warning_("heading-unbalanced", why, first + index)
    for index in marks.unclosed:
        why = "The code that begins here is never closed; it ends with its section."
        yield Warning_("fence-unclosed", why, first + index)
    for index, fence in marks.fences.items():
        if caption_of(fence.info) is not None and (second or index):
            yield Warning_("infobox-second", "A second infobox is shown as code.", first + index)
