"""manage.py export_xml: pages with their whole history as MediaWiki's export XML."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from wiki.dumps.exporter import export_records
from wiki.dumps.xml_write import write_dump
from wiki.management.exporting import ExportCommand
from wiki.models import Page


class Command(ExportCommand):
    help = "Export pages as MediaWiki's XML (schema 0.11) with their history, to standard output or a file."

    def pieces(self, pages: QuerySet[Page], *, current: bool, since: datetime | None) -> Iterable[str]:
        return write_dump(
            export_records(pages, current=current, since=since), language=settings.LANGUAGE_CODE
        )
