"""MediaWiki exports brought in with their whole history.

Each page is written in transactions of some hundred revisions. One that was broken off, or is run again, goes
on where the page's history ends: nothing comes twice and nothing is left out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import nullcontext

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wiki.dumps.prepared import fault, prepared
from wiki.dumps.records import Record
from wiki.dumps.report import Report
from wiki.dumps.steps import (
    FAULTS,
    Batch,
    FileVersion,
    LogEntries,
    PageBegun,
    PageEnded,
    SiteNames,
    Step,
    Told,
    Wanted,
)
from wiki.editing.bulk.file_versions import add_version
from wiki.editing.bulk.history import PageHistory
from wiki.editing.bulk.log import add_entries
from wiki.editing.bulk.site_names import keep_site_names
from wiki.editing.errors import BadEdit
from wiki.editing.files.file_bytes import BadFile
from wiki.models import Page
from wiki.models.prepared import Prepared
from wiki.text.titles import Title, fold

logger = logging.getLogger(__name__)

Tell = Callable[[Report], None]


def import_records(records: Iterator[Record], wanted: Wanted, report: Report) -> Report:
    """Bring in what `read_dump` gives. `report` is brought up to date as it goes.

    Pages that cannot be brought in are named in the report, and the others are. Raises what `records` raises;
    all pages that ended before that stay.
    """
    return do_steps(prepared(records, wanted), wanted, report)


def do_steps(steps: Iterator[Step], wanted: Wanted, report: Report, *, tell: Tell | None = None) -> Report:
    """`import_records` for steps that were prepared elsewhere; `tell` is called after each page."""
    for step in steps:
        if isinstance(step, SiteNames):
            keep_site_names(step.names)
        elif isinstance(step, PageBegun):
            _page(step, steps, wanted, report)
        elif isinstance(step, LogEntries):
            with transaction.atomic():
                report.log_written += add_entries(step.entries, dry_run=wanted.dry_run)
        elif isinstance(step, Told):
            report.add(step.report)
        if tell is not None:
            tell(report)
    return report


def _page(begun: PageBegun, steps: Iterator[Step], wanted: Wanted, report: Report) -> None:
    """Do the steps of one page, all or none of them where somebody is to be told of it."""
    page, refused, ended = _Page(begun), "", None
    try:
        with transaction.atomic() if wanted.noted else nullcontext():
            for step in steps:
                if isinstance(step, PageEnded):
                    ended = step
                    break
                if isinstance(step, Batch):
                    page.add(step)
                elif isinstance(step, FileVersion):
                    _file(step, report)
            if ended is not None and ended.refused:
                raise _Refused(ended.refused)
            if wanted.noted is not None:
                wanted.noted(begun.title, begun.new, begun.there)
    except (_Refused, BadEdit) as error:
        refused = getattr(error, "message", "") or str(error)
    except _Fault as error:
        logger.exception("%s cannot be written", begun.where)
        refused = fault(error.what)
    ended = ended or next(step for step in steps if isinstance(step, PageEnded))
    report.add(ended.told)
    if not refused or wanted.noted is None:
        report.revisions += begun.new if wanted.dry_run and not refused else page.written
    if refused:
        report.refused += 1
        report.say(_("%(place)s: refused: %(why)s") % {"place": begun.where, "why": refused})
    else:
        report.known += begun.there
        report.pages += 1
        report.redirects += begun.redirect


class _Refused(Exception):
    """The page cannot be brought in; the message says why."""


class _Fault(Exception):
    """The page cannot be written, and should have been."""

    def __init__(self, what: Exception) -> None:
        super().__init__(str(what))
        self.what = what


class _Page:
    """A page while its revisions are being written."""

    def __init__(self, begun: PageBegun) -> None:
        self.begun = begun
        self.written = 0
        self.history = PageHistory(begun.began)

    def add(self, batch: Batch) -> None:
        """Add revisions, and write all that were added where a transaction ends. Raises _Refused, _Fault."""
        try:
            for one in batch.planned:
                self.history.add(one)
            if batch.ends:
                self._write()
        except (IntegrityError, *FAULTS) as error:
            raise _Fault(error) from error

    def _write(self) -> None:
        with transaction.atomic():
            page = _locked(self.begun.title)
            if page.number != self.begun.there + self.written:
                raise _Refused(_("somebody has edited it meanwhile"))
            self.written += self.history.flush(page)


def _locked(title: Title) -> Page:
    """The page, locked; a new one where there is none. Raises _Refused if somebody else makes one too."""
    if found := _LOCKED(title.namespace, title.name):
        return found[0]
    page = Page(namespace=title.namespace, title=title.name, folded_title=fold(title.name))
    try:
        with transaction.atomic():
            page.save_without_historical_record()  # type: ignore[attr-defined]
    except IntegrityError:
        raise _Refused(_("somebody has edited it meanwhile")) from None
    return page


_LOCKED = Prepared(
    lambda namespace, name: Page.objects.select_for_update().filter(
        namespace=namespace, title=name, deleted=False
    ),
    32001,
    "a title",
)


def _file(step: FileVersion, report: Report) -> None:
    """Bring in one version of a file, or say why not."""
    try:
        report.files += add_version(step.title, step.version)
    except (BadFile, OSError) as error:
        why = getattr(error, "message", error)
        report.say(_("%(place)s: refused: %(why)s") % {"place": step.where, "why": why})
