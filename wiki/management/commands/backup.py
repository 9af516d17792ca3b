"""manage.py backup FILE: the whole wiki in one file, while it runs."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wiki.dumps.backup.report import Report
from wiki.dumps.backup.write import write_backup
from wiki.management.progress import progress


class Command(BaseCommand):
    help = "Write the whole wiki, its files and its settings to one file; the wiki may be in use meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            help="appears when it is whole, in place of one that is there; readable by you alone",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        target, began = Path(options["file"]), time.monotonic()
        half = target.with_name(f"{target.name}.part")
        try:
            with opened_anew(half) as file, progress(self.stderr, Report.line) as tell:
                report = write_backup(file, tell)
                file.flush()
                os.fsync(file.fileno())
                size = file.tell()
                half.replace(target)
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror or error}") from None
        self.stdout.write(f"{target}: {report.line(time.monotonic() - began)}; {size / 1e6:,.1f} MB packed")
        for line in report.lacking:
            self.stderr.write(line)
        if report.lacking:
            raise CommandError(f"the backup lacks {len(report.lacking)} files, named above", returncode=1)


@contextmanager
def opened_anew(path: Path) -> Iterator[BinaryIO]:
    """A file of one's own that nobody else may read, whatever was there, be it a link; gone at the end if it
    is still there.
    """
    path.unlink(missing_ok=True)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(number, "wb") as file:
            yield file
    finally:
        path.unlink(missing_ok=True)
