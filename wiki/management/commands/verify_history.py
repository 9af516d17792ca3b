"""manage.py verify_history: proves every page's history; exits 1 and names the row where it fails."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wiki.models import Page
from wiki.reading.verify import strays, verify_page


class Command(BaseCommand):
    help = "Prove that every page's history is whole; exit 1 and name each row that is not as it must be."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("titles", nargs="*", help="only pages of these titles (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = Page.objects.order_by("pk")
        if options["titles"]:
            pages = pages.filter(title__in=options["titles"])
        checked = flaws = 0
        for page in pages.iterator():
            checked += 1
            for flaw in verify_page(page):
                flaws += 1
                self.stderr.write(f"{page}: {flaw.row} {flaw.what}")
        for flaw in strays():
            flaws += 1
            self.stderr.write(f"{flaw.row} {flaw.what}")
        if flaws:
            raise CommandError(f"{flaws} flaws in {checked} pages", returncode=1)
        self.stdout.write(f"{checked} pages verified, no flaw")
