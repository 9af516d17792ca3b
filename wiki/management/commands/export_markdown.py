"""manage.py export_markdown FOLDER: pages as Markdown files, or their history as a git repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wiki.dumps.git_history import git_history
from wiki.dumps.markdown_pages import markdown_files
from wiki.management.counts import many
from wiki.management.exporting import choose_pages, chosen_pages, empty_folder


class Command(BaseCommand):
    help = "Export pages as Markdown files with their pictures into an empty folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="is made; or is there, and empty")
        choose_pages(parser)
        parser.add_argument(
            "--git", action="store_true", help="make a git repository of it, each revision a commit"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pages = chosen_pages(options)
        with empty_folder(options["folder"]) as folder:
            if options["git"]:
                told = many(git_history(pages, folder, lacking=self.stderr.write), "commit")
            else:
                files = markdown_files(pages, folder, lacking=self.stderr.write)
                told = many(sum(1 for _ in files), "file")
        self.stdout.write(f"{options['folder']}: {told}")
