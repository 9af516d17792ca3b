"""What came of an import: counts, and a line for everything that is not as it was in the file."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

KEPT = 10_000  # lines; what is more is counted
LONGEST = 1000  # characters of a line


@dataclass(slots=True)
class Report:
    """`lines` begin with `file:line:` and name the page."""

    pages: int = 0  # that have at least one revision from the dump now
    revisions: int = 0  # that were written
    known: int = 0  # that were here already
    bytes: int = 0  # of text written
    redirects: int = 0
    ips: int = 0
    minor: int = 0
    hidden: int = 0  # texts, authors and summaries withheld
    refused: int = 0  # pages
    uploads: int = 0  # versions of files that the dump tells of
    files: int = 0  # of which so many were stored
    log_items: int = 0
    log_written: int = 0  # that were not here already
    refused_items: int = 0
    sha1_wrong: int = 0  # texts whose SHA-1 is not the one that the file states
    read: int = 0  # bytes of the file, as it is packed, that all this is in
    met: set[str | int] = field(default_factory=set)  # of what alone is wanted: that of which there is any
    lines: list[str] = field(default_factory=list)
    unsaid: int = 0

    def say(self, line: str) -> None:
        """Add a line."""
        if len(self.lines) < KEPT:
            self.lines.append(line[:LONGEST])
        else:
            self.unsaid += 1

    def add(self, other: Report) -> None:
        """Add the counts and lines of another one."""
        for one in fields(self):
            if one.name not in ("lines", "met", "unsaid"):
                setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
        self.met |= other.met
        for line in other.lines:
            self.say(line)
        self.unsaid += other.unsaid
