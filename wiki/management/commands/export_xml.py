"""manage.py export_xml: pages with their whole history as MediaWiki's export XML."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from wiki.dumps.exporter import export_records
from wiki.dumps.xml_write import write_dump
from wiki.management.commands.revert_user import moment
from wiki.models import Link, Page
from wiki.reading.page import find_page
from wiki.text.titles import InvalidTitle, parse_title


class Command(BaseCommand):
    help = "Export pages as MediaWiki's XML (schema 0.11) with their history, to standard output or a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("titles", nargs="*", help="only these pages (default: all)")
        parser.add_argument("--output", metavar="FILE", help="write here; the file appears when it is whole")
        parser.add_argument("--current", action="store_true", help="only the newest revision of each page")
        parser.add_argument("--category", action="append", default=[], help="only pages of this category")
        parser.add_argument(
            "--since", help="only revisions from then on, like 2026-11-26 or 2026-11-26T14:00 (UTC)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pages = self.pages(options)
        since = moment(options["since"]) if options["since"] else None
        if not options["output"]:
            self.write(self.stdout, pages, since, current=options["current"])
            return
        target = Path(options["output"])
        half = target.with_name(f"{target.name}.part")
        try:
            with half.open("w", encoding="utf-8", newline="") as file:
                self.write(file, pages, since, current=options["current"])
            half.replace(target)
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror or error}") from None
        finally:
            half.unlink(missing_ok=True)

    def write(self, file: Any, pages: QuerySet[Page], since: datetime | None, *, current: bool) -> None:
        file.writelines(
            write_dump(export_records(pages, current=current, since=since), language=settings.LANGUAGE_CODE)
        )

    def pages(self, options: dict[str, Any]) -> QuerySet[Page]:
        pages = Page.objects.all()
        if options["titles"]:
            pages = pages.filter(pk__in=[self.page(title).pk for title in options["titles"]])
        for name in options["category"]:
            members = Link.objects.filter(kind="category", valid_to=None, title=self.title(name).name)
            pages = pages.filter(pk__in=members.values("page_id"))
        return pages

    def title(self, written: str) -> Any:
        try:
            return parse_title(written)
        except InvalidTitle as error:
            raise CommandError(error.message) from None

    def page(self, written: str) -> Page:
        found = find_page(self.title(written))
        if found is None:
            raise CommandError(f"there is no page “{written}”")
        return found
