"""Citations of one revision of a page: in words as styles have them, and for programs.

APA 7 (9.18, 10.3), MLA 9 and the Chicago Manual (17th, 14.233) for an entry in an encyclopedia without named
authors; BibTeX; CSL-JSON 1.0 (csl-data.json). Styles and month names are English, whatever the reader speaks.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SHORT_MONTHS = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July"),
    *("Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
)
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_",
    "%": r"\%", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
Words = tuple[tuple[str, bool], ...]  # pieces of a citation, each with whether it is in italics


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: a revision, at its permanent address, as it was saved at `when` (UTC)."""

    title: str
    site: str
    url: str
    revision: int
    when: datetime
    accessed: date
    quote: str = ""
    language: str = "en"

    @property
    def authors(self) -> str:
        """Who stands as the author."""
        return f"{self.site} contributors"


def apa(cited: Cited) -> Words:
    """Title. (2026, November 22). In *Site*. address"""
    day = f"({cited.when.year}, {MONTHS[cited.when.month - 1]} {cited.when.day})"
    return ((f"{_stopped(cited.title)} {day}. In ", False), (cited.site, True), (f". {cited.url}", False))


def mla(cited: Cited) -> Words:
    """ "Title." *Site*, 22 Nov. 2026, address. Accessed 26 Nov. 2026."""
    after = f", {_day(cited.when)}, {cited.url}. Accessed {_day(cited.accessed)}."
    return ((f"“{_stopped(_inner(cited.title))}” ", False), (cited.site, True), (after, False))


def chicago(cited: Cited) -> Words:
    """*Site*, s.v. "Title," last modified November 22, 2026, 14:02, address."""
    when = f"{MONTHS[cited.when.month - 1]} {cited.when.day}, {cited.when.year}, {cited.when:%H:%M} (UTC)"
    title = _inner(cited.title)
    comma = "" if title.endswith((",", "?", "!")) else ","
    return ((cited.site, True), (f", s.v. “{title}{comma}” last modified {when}, {cited.url}.", False))


def bibtex(cited: Cited) -> str:
    """An entry for BibTeX and biblatex; what TeX would take as its own is escaped."""
    accessed = f"{cited.accessed.day}-{MONTHS[cited.accessed.month - 1]}-{cited.accessed.year}"
    note = f"Revision {cited.revision}. [Online; accessed {accessed}]"
    if cited.quote:
        note += f". Quoted: ``{tex(cited.quote)}''"
    fields = {
        "author": f"{{{{{tex(cited.authors)}}}}}",
        "title": f"{{{{{tex(cited.title)}}}}}",
        "organization": f"{{{tex(cited.site)}}}",
        "year": f"{{{cited.when.year}}}",
        "month": MONTHS[cited.when.month - 1][:3].lower(),
        "day": f"{{{cited.when.day}}}",
        "url": f"{{{cited.url}}}",
        "urldate": f"{{{cited.accessed.isoformat()}}}",
        "note": f"{{{note}}}",
    }
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@misc{{{key(cited)},\n{lines}\n}}\n"


def csl_json(cited: Cited) -> str:
    """A list of one item in CSL-JSON, as citeproc, Zotero and pandoc read it."""
    item = {
        "id": key(cited),
        "type": "entry-encyclopedia",
        "title": cited.title,
        "container-title": cited.site,
        "author": [{"literal": cited.authors}],
        "issued": {"date-parts": [_parts(cited.when)]},
        "accessed": {"date-parts": [_parts(cited.accessed)]},
        "URL": cited.url,
        "version": str(cited.revision),
        "language": cited.language,
    }
    if cited.quote:
        item["note"] = f"Quoted: “{cited.quote}”"
    lines = ",\n".join(
        f"    {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in item.items()
    )
    return f"[\n  {{\n{lines}\n  }}\n]\n"


def key(cited: Cited) -> str:
    """The name of the citation among others: letters, digits and hyphens of ASCII."""
    site = re.sub(r"[^a-z0-9]+", "-", cited.site.lower()).strip("-") or "wiki"
    return f"{site}-{cited.revision}"


def tex(text: str) -> str:
    """The text with TeX's special characters escaped, on one line."""
    return "".join(_TEX.get(char, char) for char in " ".join(text.split()))


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]


def _day(day: date) -> str:
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def _stopped(title: str) -> str:
    """With a full stop, unless it ends with a mark of its own."""
    return title if title.endswith((".", "?", "!")) else f"{title}."


def _inner(title: str) -> str:
    """Quotation marks within quotation marks are single ones."""
    title = re.sub(r'"([^"]*)"', r"‘\1’", title)
    return title.replace("“", "‘").replace("”", "’").replace('"', "’")
