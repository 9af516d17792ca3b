"""What the commands that export have in common: which pages, and where to."""

from __future__ import annotations

import os
import sys
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from wiki.dumps.requested import in_category
from wiki.management.commands.revert_user import moment
from wiki.models import Page
from wiki.reading.page import find_page
from wiki.text.titles import InvalidTitle, Title, parse_title


def choose_pages(parser: CommandParser) -> None:
    """The arguments that `chosen_pages` reads."""
    parser.add_argument("titles", nargs="*", help="only these pages (default: all)")
    parser.add_argument("--category", action="append", default=[], help="only pages of this category")


def chosen_pages(options: dict[str, Any]) -> QuerySet[Page]:
    """The pages that the command was asked for. Raises CommandError for one that is not there, and for a
    category without pages."""
    pages = Page.objects.all()
    if options["titles"]:
        pages = pages.filter(pk__in=[_page(title).pk for title in options["titles"]])
    for name in options["category"]:
        found = in_category(_title(name))
        if not found.exists():
            raise CommandError(f"there is no page in the category “{name}”")
        pages = pages.filter(pk__in=found.values("pk"))
    return pages


def _title(written: str) -> Title:
    try:
        return parse_title(written)
    except InvalidTitle as error:
        raise CommandError(error.message) from None


def _page(written: str) -> Page:
    found = find_page(_title(written))
    if found is None:
        raise CommandError(f"there is no page “{written}”")
    return found


@contextmanager
def empty_folder(folder: Path) -> Iterator[Path]:
    """The folder, made where it is not there. Raises CommandError where it holds anything."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty; name a folder that is, or is not there yet")
        yield folder
    except OSError as error:
        raise CommandError(f"{error.filename or folder}: {error.strerror or error}") from None


class ExportCommand(BaseCommand):
    """A command that writes pages with their revisions to standard output or one file."""

    def add_arguments(self, parser: CommandParser) -> None:
        choose_pages(parser)
        parser.add_argument("--output", metavar="FILE", help="write here; the file appears when it is whole")
        parser.add_argument("--current", action="store_true", help="only the newest revision of each page")
        parser.add_argument(
            "--since", help="only revisions from then on, like 2026-11-26 or 2026-11-26T14:00 (UTC)"
        )

    @abstractmethod
    def pieces(self, pages: QuerySet[Page], *, current: bool, since: datetime | None) -> Iterable[str]:
        """The export of these pages, piece by piece."""

    def handle(self, *args: Any, **options: Any) -> None:
        since = moment(options["since"]) if options["since"] else None
        pieces = self.pieces(chosen_pages(options), current=options["current"], since=since)
        if not options["output"]:
            try:
                self.stdout.writelines(pieces)
                self.stdout.flush()
            except BrokenPipeError:  # whoever reads, like `head`, has enough
                del pieces  # while its database is open
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still buffered
                sys.exit(1)
            return
        target = Path(options["output"])
        half = target.with_name(f"{target.name}.part")
        try:
            with half.open("w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
            half.replace(target)
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror or error}") from None
        finally:
            half.unlink(missing_ok=True)
