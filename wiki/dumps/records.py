"""What a MediaWiki export holds, record by record, as it stands in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Space:
    """A namespace of the exporting wiki: its number, its name there, and whether `a` and `A` differ in it."""

    number: int
    name: str
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """The exporting wiki. `spaces` is empty where the file does not say."""

    schema: str
    name: str = ""
    base: str = ""
    generator: str = ""
    spaces: dict[int, Space] = field(default_factory=dict)


class Contributor(NamedTuple):
    """Who did it: an account's name or an IP; `name` is None where it is withheld."""

    name: str | None
    account: int = 0  # the account's number there; 0 for an IP or where the file does not say
    ip: bool = False


class Slot(NamedTuple):
    """One content of a revision. `text` is None where it is withheld, or left out as in a stub dump."""

    role: str = "main"
    model: str = ""
    format: str = ""
    text: str | None = None
    withheld: bool = False
    size: int | None = None  # in bytes, as the file states it
    sha1: int | None = None  # likewise


class DumpRevision(NamedTuple):
    """One revision. `line` is where it begins in the file."""

    id: int
    parent: int
    timestamp: datetime
    contributor: Contributor
    minor: bool
    comment: str | None  # None where it is withheld
    main: Slot
    others: tuple[Slot, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Upload:
    """One version of a file. `content` is None where the file's bytes are not part of the export."""

    timestamp: datetime
    contributor: Contributor
    comment: str | None
    filename: str
    archive: str
    source: str
    size: int | None
    sha1: int | None
    content: bytes | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class PageHead:
    """What stands before a page's revisions. `namespace` is None before schema 0.6."""

    id: int
    title: str
    namespace: int | None
    redirect: bool
    restrictions: str
    line: int = 0
    target: str = ""  # where a redirect leads


@dataclass(frozen=True, slots=True)
class PageEnd:
    """The page that was begun last is whole."""


@dataclass(frozen=True, slots=True)
class LogItem:
    """One line of a log. What is withheld is None."""

    id: int
    timestamp: datetime
    contributor: Contributor
    comment: str | None
    type: str
    action: str | None
    title: str | None
    params: str
    line: int = 0


Record = Site | PageHead | DumpRevision | Upload | PageEnd | LogItem
