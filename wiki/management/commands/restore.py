"""manage.py restore FILE: the wiki of a backup, in this empty one."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wiki.dumps.backup.broken import BackupBroken, NotEmpty
from wiki.dumps.backup.report import Report
from wiki.dumps.backup.restore import restore_backup
from wiki.management.progress import progress


class Command(BaseCommand):
    help = (
        "Bring back the wiki of a backup, all of it or nothing, and prove its history. "
        "Nobody may use the wiki meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="what `manage.py backup` has written")
        parser.add_argument("--replace", action="store_true", help="take away what is in this wiki first")

    def handle(self, *args: Any, **options: Any) -> None:
        path, began = options["file"], time.monotonic()
        try:
            with Path(path).open("rb") as file, progress(self.stderr, Report.line) as tell:
                report = restore_backup(file, path, replace=options["replace"], tell=tell)
        except NotEmpty as error:
            raise CommandError(f"{error}; --replace takes them away first", returncode=1) from None
        except BackupBroken as error:
            raise CommandError(str(error), returncode=1) from None
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}", returncode=1) from None
        self.stdout.write(f"{path}: {report.line(time.monotonic() - began)}")
        for line in report.lacking:
            self.stderr.write(line)
        if report.settings:
            self.stdout.write("Settings of that wiki which are not set so here:")
        for line in report.settings:
            self.stdout.write(f"  {line}")
        call_command("verify_history", stdout=self.stdout, stderr=self.stderr)
