"""manage.py export_json: revisions as JSON lines, with the sections and fields of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from wiki.dumps.json_lines import json_lines
from wiki.management.exporting import ExportCommand
from wiki.models import Page


class Command(ExportCommand):
    help = "Export pages as JSON, one revision a line, to standard output or a file."

    def pieces(self, pages: QuerySet[Page], *, current: bool, since: datetime | None) -> Iterable[str]:
        return json_lines(pages, current=current, since=since)
