"""manage.py import_xml FILE…: MediaWiki exports with their whole history."""

from __future__ import annotations

import errno
import gc
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import DatabaseError

from wiki.dumps.accounts import UnknownAccount, account_of
from wiki.dumps.ahead import AheadLost, made_ahead
from wiki.dumps.importer import do_steps
from wiki.dumps.opened import PackedOtherwise, open_dump
from wiki.dumps.prepared import prepared
from wiki.dumps.report import Report
from wiki.dumps.steps import Wanted
from wiki.dumps.xml_read import DumpBroken, read_dump
from wiki.management.counts import many
from wiki.management.progress import progress
from wiki.models.durability import written_soon
from wiki.text.titles import InvalidTitle, namespace_number, parse_title


class Command(BaseCommand):
    help = (
        "Import MediaWiki exports (XML, schemas 0.3 to 0.11; plain, gz, bz2, xz, zst; “-” is standard input) "
        "with their whole history. May be broken off and run again: it goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="read and check everything, write nothing")
        parser.add_argument(
            "--map-user", action="append", default=[], metavar="NAME=ACCOUNT",
            help="the edits of NAME in the file are those of ACCOUNT here",
        )  # fmt: skip
        parser.add_argument(
            "--only", action="append", default=[], metavar="TITLE",
            help="only this page, or with “Namespace:” at its end the pages of a namespace",
        )  # fmt: skip
        parser.add_argument(
            "--uploads", metavar="FOLDER", nargs="?", const="",
            help="bring in the files too: those in the export, and from this folder, if one is named "
            "(MediaWiki's “images”)",
        )  # fmt: skip

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        uploads = options["uploads"]
        if uploads and not Path(uploads).is_dir():
            raise CommandError(f"--uploads: {uploads} is no folder")
        try:
            accounts = dict(map(account_of, options["map_user"]))
        except UnknownAccount as error:
            raise CommandError(f"--map-user: {error}") from None
        only = {wanted_only(one): one for one in options["only"]}
        failed, met = False, set[str | int]()
        for number, file in enumerate(options["files"], 1):
            folder = Path(uploads) if uploads else None
            wanted = Wanted(file, frozenset(only), options["dry_run"], uploads is not None, folder, accounts)
            of = len(options["files"])
            report, whole = self._import(wanted, f"file {number} of {of}: " if of > 1 else "")
            met |= report.met
            failed |= not whole or bool(report.refused or report.refused_items)
        for wish, written in only.items():
            if wish not in met:
                self.stderr.write(f"--only: “{written}” is in nothing that was read")
                failed = True
        if failed:
            raise CommandError("not everything was imported; the lines above say what and why", returncode=1)

    def _import(self, wanted: Wanted, place: str) -> tuple[Report, bool]:
        """What came of a file, and whether it was read to its end."""
        report, began = Report(), time.monotonic()
        whole = True
        try:
            with rarely_collected(), open_dump(wanted.file) as (stream, counted):
                steps = prepared(read_dump(stream, wanted.file), wanted, read=lambda: counted.done)
                shown = progress(self.stderr, partial(far, place, counted.size))
                with made_ahead(steps) as ahead, written_soon(), shown as tell:
                    do_steps(ahead, wanted, report, tell=tell)
        except (DumpBroken, PackedOtherwise, AheadLost) as error:
            self.stderr.write(str(error))
            whole = False
        except OSError as error:
            where = tempfile.gettempdir() if error.errno == errno.ENOSPC else error.filename or wanted.file
            self.stderr.write(f"{where}: {error.strerror or error}")
            whole = False
        except DatabaseError as error:
            self.stderr.write(f"{wanted.file}: the database cannot go on: {str(error).strip()}")
            whole = False
        except KeyboardInterrupt:
            raise CommandError("stopped; run it again, it goes on where it was", returncode=130) from None
        for line in report.lines:
            self.stderr.write(line)
        if report.unsaid:
            self.stderr.write(f"… and {report.unsaid} lines like these")
        self.stdout.write(summary(wanted, report, time.monotonic() - began))
        return report, whole


def wanted_only(given: str) -> str | int:
    """The title, or the number of the namespace, that `--only` names. Raises CommandError."""
    number = namespace_number(given[:-1]) if given.endswith(":") else None
    if number is not None:
        return number
    try:
        return parse_title(given).full
    except InvalidTitle as error:
        raise CommandError(f"--only: {error.message}") from None


@contextmanager
def rarely_collected() -> Iterator[None]:
    """What an import makes is freed when it is let go; looking for rings of it took a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def far(place: str, size: int, report: Report, seconds: float) -> str:
    """One line that says how far it is, in a file of so many bytes (0: nobody knows), how fast, and how long
    it will take. What was read ahead of what is done does not count.
    """
    rate = report.revisions / seconds if seconds else 0
    line = f"{place}{many(report.pages, 'page')}, {many(report.revisions, 'revision')}, {rate:,.0f}/s"
    if size and report.read:
        share = report.read / size
        left = seconds * (1 - share) / share
        wait = f"{left / 60:,.0f} min" if left >= 90 else f"{left:.0f} s"
        line = f"[{'#' * int(share * 20):<20}] {share:4.0%}  {line}, {wait} left"
    return line


def summary(wanted: Wanted, report: Report, seconds: float) -> str:
    """What came of one file."""
    verb = "would be written" if wanted.dry_run else "written"
    told = (
        f"{wanted.file}: {many(report.pages, 'page')} with {many(report.revisions, 'revision')} {verb}, "
        f"{report.known:,} were here already, {many(report.refused, 'page')} refused\n"
        f"  {many(report.redirects, 'redirect')}, {many(report.ips, 'revision by IPs', 'revisions by IPs')}, "
        f"{report.minor:,} minor, {many(report.hidden, 'part')} withheld\n"
        f"  {uploads(wanted, report)}; {many(report.log_items, 'log item')}, "
        f"{report.log_written:,} of them {verb}, {report.refused_items:,} refused\n"
        f"  {report.bytes / 1e6:,.1f} MB of text in {seconds:,.1f} s "
        f"({report.revisions / seconds if seconds else 0:,.0f} revisions/s)"
    )
    if report.sha1_wrong:
        told += f"\n  {many(report.sha1_wrong, 'text has', 'texts have')} another SHA-1 than the file states"
    return told


def uploads(wanted: Wanted, report: Report) -> str:
    """What came of the files: of which would be stored nothing is known before they are looked at."""
    told = many(report.uploads, "upload")
    if not report.uploads:
        return told
    if not wanted.uploads:
        return f"{told}, left out (--uploads brings them in)"
    return f"{told}, not looked at" if wanted.dry_run else f"{told}, {report.files:,} of them stored"
