"""manage.py forget_addresses: drop the addresses that were kept long enough (ADDRESS_DAYS)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from wiki.editing.addresses import forget_addresses
from wiki.moderation.report import forget_reporters


class Command(BaseCommand):
    help = (
        "Removes the network addresses of accounts, and of readers who reported something, that are older "
        "than ADDRESS_DAYS. Run it every day."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{forget_addresses() + forget_reporters()} addresses were removed.")
