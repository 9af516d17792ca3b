"""manage.py export_html FOLDER: pages as HTML files that are read without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wiki.dumps.html_pages import html_files
from wiki.management.counts import many
from wiki.management.exporting import choose_pages, chosen_pages, empty_folder


class Command(BaseCommand):
    help = "Export pages, as they are now, as HTML files with their pictures into an empty folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="is made; or is there, and empty")
        choose_pages(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        pages = chosen_pages(options)
        with empty_folder(options["folder"]) as folder:
            count = sum(1 for _ in html_files(pages, folder))
        self.stdout.write(f"{options['folder']}: {many(count, 'file')}")
