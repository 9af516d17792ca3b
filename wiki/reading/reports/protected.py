"""Reports of protected pages and protected titles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from wiki.models import Page, ProtectedTitle
from wiki.models.page import LISTED
from wiki.permissions import rule_level
from wiki.reading.reports.redirects import KEYS as BY_NAMESPACE
from wiki.reading.reports.report import Report, ReportLine, Rows, coloured, pages
from wiki.text.titles import Title


def protected(namespace: int | None) -> Rows:
    """Pages that are protected, or have parts that are, redirects among them. After MediaWiki's
    Protectedpages.
    """
    return pages(namespace, ~Q(protection={}), columns=("redirect", "protection"), of=LISTED)


def titles(namespace: int | None) -> Rows:
    """Titles without a page that not everybody may create one of. After MediaWiki's Protectedtitles."""
    there = Page.objects.filter(namespace=OuterRef("namespace"), title=OuterRef("title"), deleted=False)
    lasting = Q(expiry=None) | Q(expiry__gt=timezone.now())
    found = ProtectedTitle.objects.filter(lasting, ~Exists(there))
    if namespace is not None:
        found = found.filter(namespace=namespace)
    rows: Rows = found.values("pk", "namespace", "title", "level", "expiry")
    return rows


def _levels(row: Mapping[str, Any]) -> ReportLine:
    levels = tuple(
        (action, level, rule.get("expiry") or "")
        for action, rule in sorted(row["protection"].items())
        if (level := rule_level(rule))
    )
    return ReportLine(Title(row["namespace"], row["title"]), redirect=row["redirect"], levels=levels)


def _title(row: Mapping[str, Any]) -> ReportLine:
    until = row["expiry"].isoformat() if row["expiry"] else ""
    return ReportLine(Title(row["namespace"], row["title"]), levels=(("create", row["level"], until),))


def in_force(lines: tuple[ReportLine, ...]) -> tuple[ReportLine, ...]:
    """The lines without those whose protection has run out."""
    return tuple(line for line in lines if line.levels)


REPORTS = (
    Report("ProtectedPages", protected, BY_NAMESPACE, _levels, namespace=None, finish=in_force),
    Report("ProtectedTitles", titles, BY_NAMESPACE, _title, namespace=None, finish=coloured),
)
