"""manage.py rebuild_derived: derives anew what follows from the pages' texts, page by page."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wiki.editing.deriving.members import recount
from wiki.editing.deriving.rebuild import rebuild
from wiki.models import Page


class Command(BaseCommand):
    help = "Derive descriptions, pictures, links and facts anew from the stored texts; no revision is made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("titles", nargs="*", help="only pages of these titles (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = Page.objects.all()
        if wanted := set(options["titles"]):
            pages = pages.filter(title__in=wanted)
            if missing := wanted.difference(pages.values_list("title", flat=True)):
                raise CommandError(f"no page is titled “{min(missing)}”")
        seen = changed = 0
        for page, renewed in rebuild(pages):
            seen += 1
            changed += renewed
            if renewed and options["verbosity"] > 1:
                self.stdout.write(f"{page}: made anew")
        if not wanted and (counts := recount()):
            self.stdout.write(f"{counts} counts of categories put right")
        self.stdout.write(f"{seen} pages read, {changed} of them made anew")
