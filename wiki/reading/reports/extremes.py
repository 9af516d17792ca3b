"""Reports of pages by size, age and number of revisions; of protected and of disambiguation pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from wiki.models import Link
from wiki.models.links import DISAMBIGUATION, MEMBERSHIP
from wiki.models.page import LISTED
from wiki.reading.reports.keyed import Key, moment, number
from wiki.reading.reports.redirects import KEYS as BY_NAMESPACE
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


def protected(namespace: int | None) -> Rows:
    """Pages whose editing or moving is protected, redirects among them. After MediaWiki's Protectedpages."""
    return pages(namespace, ~Q(protection={}), columns=("redirect", "protection"), of=LISTED)


def disambiguation(namespace: int | None) -> Rows:
    """Pages that tell pages of similar names apart: those in the category Disambiguation, and those whose
    titles end in "(disambiguation)".
    """
    told = Link.objects.filter(MEMBERSHIP, title__in=DISAMBIGUATION).values("page_id")
    return pages(namespace, Q(title__endswith=" (disambiguation)") | Q(pk__in=told))


def _figure(row: Mapping[str, Any]) -> ReportLine:
    figure = row.get("size", row.get("number"))
    return ReportLine(Title(row["namespace"], row["title"]), number=figure, moment=row.get("touched"))


def _levels(row: Mapping[str, Any]) -> ReportLine:
    now, levels = timezone.now(), []
    for action, rule in sorted(row["protection"].items()):
        until = parse_datetime(rule["expiry"]) if rule.get("expiry") else None
        if until is None or until > now:
            levels.append((action, rule["level"], rule.get("expiry") or ""))
    title = Title(row["namespace"], row["title"])
    return ReportLine(title, redirect=row["redirect"], levels=tuple(levels))


def in_force(lines: tuple[ReportLine, ...]) -> tuple[ReportLine, ...]:
    """The lines without those whose protection has run out."""
    return tuple(line for line in lines if line.levels)


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
    Report("ProtectedPages", protected, BY_NAMESPACE, _levels, namespace=None, finish=in_force),
    Report("DisambiguationPages", disambiguation),
)
