"""manage.py import_text FILE…: plain articles become pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wiki.dumps.import_plain import import_plain
from wiki.dumps.plain import PlainRefused
from wiki.editing.errors import BadEdit
from wiki.permissions import Editor, Refused


class Command(BaseCommand):
    help = "Import plain articles (“= Title =”, infobox lines, sections), each in a transaction of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--summary", default="Imported", help="edit summary of the revisions made")

    def handle(self, *args: Any, **options: Any) -> None:
        refused = 0
        for name in options["files"]:
            try:
                self._import(name, options["summary"])
            except PlainRefused as error:
                refused += 1
                self.stderr.write(str(error))
            except (BadEdit, Refused) as error:
                refused += 1
                self.stderr.write(f"{name}:1: {error.message}")
            except OSError as error:
                refused += 1
                self.stderr.write(f"{name}:1: {error.strerror or error}")
        if refused:
            raise CommandError(f"{refused} of {len(options['files'])} files refused", returncode=1)

    def _import(self, name: str, summary: str) -> None:
        plain, saved = import_plain(Path(name), editor=Editor(system="Import"), summary=summary)
        for warning in plain.warnings:
            self.stderr.write(str(warning))
        if saved.revision is None:
            self.stdout.write(f"{name}:1: “{plain.title}” has this text already")
        else:
            self.stdout.write(f"{name}:1: “{plain.title}” saved as revision {saved.revision.number}")
