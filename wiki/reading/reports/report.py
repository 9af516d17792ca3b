"""What a report is: which rows it has, in which order, and what a line of it says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from wiki.models import Page
from wiki.models.page import ARTICLES, LISTED
from wiki.reading.links import targets
from wiki.reading.reports.kept import kept
from wiki.reading.reports.keyed import Key, Screen, keyed
from wiki.text.titles import Title

BY_NAME = (Key("title"),)
Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A page in a report. What stands there besides its name depends on the report."""

    title: Title
    redirect: bool = False
    missing: bool = False
    number: int | None = None
    moment: datetime | None = None
    leads_to: tuple[tuple[Title, bool], ...] = ()  # of a redirect: each step, and whether it exists
    levels: tuple[tuple[str, str, str], ...] = ()  # of a protected page: action, level, expiry


def page_line(row: Mapping[str, Any]) -> ReportLine:
    """The line of a page, given its columns."""
    return ReportLine(Title(row["namespace"], row["title"]), redirect=row.get("redirect", False))


@dataclass(frozen=True, slots=True)
class Report:
    """A list of pages. `rows` gives them for one namespace, or for all with None.

    `namespace` is the one that is shown unless another is asked for; `fixed` says that no other can be.
    `finish` completes the lines of one screen, for at most one more query.
    """

    name: str
    rows: Callable[[int | None], Rows]
    keys: tuple[Key, ...] = BY_NAME
    line: Callable[[Mapping[str, Any]], ReportLine] = page_line
    namespace: int | None = 0
    fixed: bool = False
    finish: Callable[[tuple[ReportLine, ...]], tuple[ReportLine, ...]] | None = None

    def screen(
        self, *, namespace: int | None = None, limit: int = 50, after: str = "", before: str = ""
    ) -> Screen[ReportLine]:
        """One screen of it; what took long lately is not asked again. Raises BadCursor."""
        chosen = self.namespace if namespace is None or self.fixed else namespace
        asked = f"{self.name}|{chosen}|{limit}|{after}|{before}"
        rows = self.rows(chosen)
        found = kept(
            hashlib.sha1(asked.encode(), usedforsecurity=False).hexdigest(),
            lambda: keyed(rows, self.keys, self.line, limit=limit, after=after, before=before),
        )
        return replace(found, rows=self.finish(found.rows)) if self.finish and found.rows else found


def pages(namespace: int | None, *more: Q, columns: tuple[str, ...] = (), of: Q = ARTICLES) -> Rows:
    """Living pages of a namespace (None: of all) that are no redirects, as rows of their columns."""
    found = Page.objects.filter(of, *more)
    if namespace is not None:
        found = found.filter(namespace=namespace)
    rows: Rows = found.values("pk", "namespace", "title", *columns)
    return rows


def missing_left(lines: tuple[ReportLine, ...]) -> tuple[ReportLine, ...]:
    """The lines whose pages are missing still; one query."""
    there = targets(line.title for line in lines)
    return tuple(replace(line, missing=True) for line in lines if line.title not in there)


def coloured(lines: tuple[ReportLine, ...]) -> tuple[ReportLine, ...]:
    """The lines with what their pages are now: missing, or redirects; one query."""
    there = targets(line.title for line in lines)
    return tuple(
        replace(
            line, missing=line.title not in there, redirect=line.title in there and there[line.title].redirect
        )
        for line in lines
    )


__all__ = [
    "ARTICLES",
    "BY_NAME",
    "LISTED",
    "Report",
    "ReportLine",
    "coloured",
    "missing_left",
    "page_line",
    "pages",
]
