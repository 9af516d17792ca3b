"""The parts that a page's source text is cut into. Their sources, in order, give the text back exactly."""

from dataclasses import dataclass
from typing import Literal, NamedTuple


@dataclass(frozen=True, slots=True)
class Warning_:  # noqa: N801 - Warning is a builtin
    """Something odd in a text that was accepted all the same; `line` counts from 1 (0: the whole text)."""

    code: str
    message: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class FieldText:
    """A row of the infobox: its caption line, one field (with continuation lines), or its end."""

    kind: Literal["caption", "field", "end"]
    source: str
    key: str = ""
    value: str = ""
    model: str = "markdown"  # the content model that the value is written in


@dataclass(frozen=True, slots=True)
class LinkText:
    """A line of a See also section. `target` is as written; an item that is no link has only a note."""

    source: str
    target: str = ""
    label: str = ""
    note: str = ""


class SectionText(NamedTuple):
    """The lead (level 0) or a section; `links` is None unless it is a See also section."""

    heading: str = ""
    body: str = ""
    links: tuple[LinkText, ...] | None = None
    level: int = 0
    title: str = ""

    @property
    def source(self) -> str:
        """Heading, links and body as they stand in the text."""
        return self.heading + "".join(link.source for link in self.links or ()) + self.body


@dataclass(frozen=True, slots=True)
class PageText:
    """A page: infobox rows (none without an infobox) and sections, of which the first is always the lead."""

    fields: tuple[FieldText, ...] = ()
    sections: tuple[SectionText, ...] = (SectionText(),)
    warnings: tuple[Warning_, ...] = ()
    model: str = "markdown"  # the content model that it was read by
