"""What is asked of an import, and the steps that it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from wiki.dumps.ahead import Awaited
from wiki.dumps.report import Report
from wiki.editing.bulk.file_versions import ImportedVersion
from wiki.editing.bulk.log import ImportedEntry
from wiki.editing.bulk.plans import Planned
from wiki.text.titles import Title

# What would be a fault of this program: the page is refused, and the others are brought in.
FAULTS = (ValueError, LookupError, TypeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of an import. `accounts` maps names in the dump to accounts here (id and name)."""

    file: str
    only: frozenset[str | int] = frozenset()  # pages and log items of these titles or namespaces; empty: all
    dry_run: bool = False
    uploads: bool = False  # the files too: those in the export, and those in the folder
    folder: Path | None = None
    accounts: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    prefix: str = ""  # put before the names of authors: they are not those of accounts here then
    # A page is then one transaction, in which this is told, last, how many revisions of it are new and how
    # many were here; log items, and what the file says of its wiki, are left out.
    noted: Callable[[Title, int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class SiteNames(Awaited):
    """How the wiki that the dump is of calls its namespaces: pages of wikitext are read by that."""

    names: dict[str, int]


@dataclass(frozen=True, slots=True)
class Settled(Awaited):
    """What comes next needs what came before to stand in the database."""


@dataclass(frozen=True, slots=True)
class PageBegun:
    """A page that can be brought in; `where` names it in messages. Of its revisions `there` are here already,
    `new` are not. Batches and files follow, and its end.
    """

    where: str
    title: Title
    began: datetime  # its earliest moment
    there: int
    new: int
    redirect: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """Revisions of the page that was begun; with the last of them a transaction `ends`."""

    planned: list[Planned]
    ends: bool


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A version of the file of the page that was begun."""

    where: str
    title: Title
    version: ImportedVersion


@dataclass(frozen=True, slots=True)
class PageEnded:
    """The page that was begun is whole, or `refused` says why it is not to be."""

    told: Report
    refused: str = ""


@dataclass(frozen=True, slots=True)
class LogEntries:
    """Lines of the log."""

    entries: list[ImportedEntry]


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to say besides."""

    report: Report


Step = SiteNames | Settled | PageBegun | Batch | FileVersion | PageEnded | LogEntries | Told
