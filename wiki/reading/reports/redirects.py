"""Reports about redirects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from wiki.models import Link, Page
from wiki.models.links import REDIRECT
from wiki.models.page import LISTED
from wiki.reading.links import targets
from wiki.reading.reports.keyed import Key, number
from wiki.reading.reports.report import Report, ReportLine, Rows, pages
from wiki.text.titles import Title

REDIRECTS = LISTED & Q(redirect=True)
KEYS = (Key("namespace", number), Key("title"))


def _there(*more: Q) -> Exists:
    """Whether the page that a link leads to exists (and more holds for it)."""
    return Exists(
        Page.objects.filter(LISTED, *more, namespace=OuterRef("namespace"), title=OuterRef("title"))
    )


def _target(*more: Any) -> Any:
    return Link.objects.filter(REDIRECT, *more, page=OuterRef("pk"))


def redirects(namespace: int | None) -> Rows:
    """All redirects, each with the page that it names. After MediaWiki's Listredirects."""
    rows: Rows = pages(namespace, of=REDIRECTS).annotate(
        to_namespace=Subquery(_target().values("namespace")[:1]),
        to_title=Subquery(_target().values("title")[:1]),
    )
    return rows


def broken(namespace: int | None) -> Rows:
    """Redirects to pages that do not exist. After MediaWiki's BrokenRedirects."""
    return redirects(namespace).filter(Exists(_target(~_there())))


def double(namespace: int | None) -> Rows:
    """Redirects to redirects, which readers are not led on from. After MediaWiki's DoubleRedirects."""
    return redirects(namespace).filter(Exists(_target(_there(Q(redirect=True)))))


def _line(row: Mapping[str, Any]) -> ReportLine:
    steps: tuple[tuple[Title, bool], ...] = ()
    if row["to_title"]:
        steps = ((Title(row["to_namespace"], row["to_title"]), True),)
    return ReportLine(Title(row["namespace"], row["title"]), redirect=True, leads_to=steps)


def with_states(lines: tuple[ReportLine, ...]) -> tuple[ReportLine, ...]:
    """The lines, each step with whether the page exists; one query."""
    there = targets(step for line in lines for step, _ in line.leads_to)
    return tuple(
        replace(line, leads_to=tuple((step, step in there) for step, _ in line.leads_to)) for line in lines
    )


def with_next_step(lines: tuple[ReportLine, ...]) -> tuple[ReportLine, ...]:
    """The lines, each with the step after its first, whether or not a page is there; one query."""
    match = Q()
    for line in lines:
        for step, _ in line.leads_to:
            match |= Q(namespace=step.namespace, title=step.name)
    found = redirects(None).filter(match)
    further = {Title(row["namespace"], row["title"]): _line(row).leads_to for row in found}
    return tuple(
        replace(line, leads_to=line.leads_to + further.get(line.leads_to[0][0], ()))
        if line.leads_to
        else line
        for line in lines
    )


REPORTS = (
    Report("ListRedirects", redirects, KEYS, _line, namespace=None, finish=with_states),
    Report("BrokenRedirects", broken, KEYS, _line, namespace=None, finish=with_states),
    Report("DoubleRedirects", double, KEYS, _line, namespace=None, finish=with_next_step),
)
