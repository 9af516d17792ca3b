"""Reports of pages by size, age and number of revisions; of disambiguation pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from wiki.models import Link
from wiki.models.links import DISAMBIGUATION, MEMBERSHIP
from wiki.reading.reports.keyed import Key, moment, number
from wiki.reading.reports.report import Report, ReportLine, Rows, pages
from wiki.text.titles import Title


def _by(column: str) -> Any:
    """Pages, no redirects, with a column that they are ordered by."""

    def rows(namespace: int | None) -> Rows:
        return pages(namespace, columns=(column,))

    return rows


def often_edited(namespace: int | None) -> Rows:
    """Pages, no redirects, with two revisions at least. After MediaWiki's Mostrevisions."""
    return pages(namespace, Q(number__gt=1), columns=("number",))


def disambiguation(namespace: int | None) -> Rows:
    """Pages that tell pages of similar names apart: those in the category Disambiguation, and those whose
    titles end in "(disambiguation)".
    """
    told = Link.objects.filter(MEMBERSHIP, title__in=DISAMBIGUATION).values("page_id")
    return pages(namespace, Q(title__endswith=" (disambiguation)") | Q(pk__in=told))


def _figure(row: Mapping[str, Any]) -> ReportLine:
    figure = row.get("size", row.get("number"))
    return ReportLine(Title(row["namespace"], row["title"]), number=figure, moment=row.get("touched"))


REPORTS = (
    Report("LongPages", _by("size"), (Key("size", number, down=True), Key("pk", number, down=True)), _figure),
    Report("ShortPages", _by("size"), (Key("size", number), Key("pk", number)), _figure),
    Report("AncientPages", _by("touched"), (Key("touched", moment), Key("pk", number)), _figure),
    Report(
        "MostRevisions",
        often_edited,
        (Key("number", number, down=True), Key("pk", number, down=True)),
        _figure,
    ),
    Report("DisambiguationPages", disambiguation),
)
