"""manage.py export_epub FILE --category NAME: the articles of a category as a book."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wiki.dumps.book import write_book
from wiki.management.counts import many
from wiki.management.exporting import choose_pages, chosen_pages


class Command(BaseCommand):
    help = "Export pages, as they are now, as an EPUB book with a chapter for each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="is not there yet")
        choose_pages(parser)
        parser.add_argument("--title", help="of the book (default: the categories, or the wiki's name)")

    def handle(self, *args: Any, **options: Any) -> None:
        title = options["title"] or ", ".join(options["category"]) or settings.SITE_NAME
        try:
            count = write_book(chosen_pages(options), options["file"], title=title)
        except FileExistsError:
            raise CommandError(f"{options['file']} is there already") from None
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror or error}") from None
        self.stdout.write(f"{options['file']}: {many(count, 'chapter')}")
