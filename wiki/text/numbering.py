"""Numbers of sections in the table of contents, and the section in which notes are listed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from wiki.text.parts.rows import SectionText

NOTES_TITLES = frozenset({"references", "notes", "footnotes", "notes and references", "references and notes"})


def holder_of_notes(sections: Sequence[SectionText]) -> int:
    """The section in which notes are listed: one called References or the like, else the last."""
    for index in range(len(sections) - 1, 0, -1):
        if sections[index].title.strip().casefold() in NOTES_TITLES:
            return index
    return len(sections) - 1


def numbered(
    sections: Sequence[SectionText], anchors: Sequence[str]
) -> Iterator[tuple[SectionText, str, str]]:
    """Sections with their number in the table of contents ("2.1", "" for the lead) and their anchor."""
    levels: list[int] = []
    counts: list[int] = []
    for section, anchor in zip_longest(sections, anchors[: len(sections)], fillvalue=""):
        if not isinstance(section, SectionText):
            break
        if not section.level:
            yield section, "", str(anchor)
            continue
        while levels and levels[-1] > section.level:
            levels.pop()
            last = counts.pop()
            if not levels or levels[-1] < section.level:
                levels.append(section.level)
                counts.append(last)
                break
        if levels and levels[-1] == section.level:
            counts[-1] += 1
        else:
            levels.append(section.level)
            counts.append(1)
        yield section, ".".join(map(str, counts)), str(anchor)
