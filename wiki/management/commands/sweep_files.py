"""manage.py sweep_files: takes away what uploads have left in the storage that came to nothing."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandParser

from wiki.editing.files.file_bytes import left_over


class Command(BaseCommand):
    help = "Delete stored bytes, older than a day, that no version of a file needs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only name them")

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for path in list(left_over()):
            self.stdout.write(path)
            if not options["dry_run"]:
                default_storage.delete(path)
            count += 1
        self.stdout.write(f"{count} files {'would be ' if options['dry_run'] else ''}deleted")
