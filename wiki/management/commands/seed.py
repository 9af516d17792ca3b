"""manage.py seed: the pages of fixtures/, and a first administrator."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from wiki.dumps.seed import seed
from wiki.moderation.accounts import first_admin


class Command(BaseCommand):
    help = "Fill the wiki with the pages of fixtures/ that it never had, and make a first administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        made = 0
        for page in seed(Path(settings.BASE_DIR) / "fixtures"):
            made += page.new
            for warning in page.warnings:
                self.stderr.write(warning)
        self.stdout.write(f"Seeded {made} pages." if made else "Nothing to seed: the wiki has its pages.")
        password = secrets.token_urlsafe(12)
        if first_admin("Admin", password):
            self.stdout.write(
                f"\n  Log in as Admin with the password {password}\n  It is shown only this once.\n"
            )
