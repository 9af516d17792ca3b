"""Pages by name: in order, by their beginning, or any one."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max, Q

from wiki.models import Page
from wiki.reading.reports.keyed import Key, Screen, keyed
from wiki.text.titles import Title

LAST = "\U0010fffd"  # comes after every character that a title can have
KEYS = (Key("title"),)


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A page in a list of pages."""

    title: Title
    redirect: bool


def all_pages(
    *,
    namespace: int = 0,
    start: str = "",
    end: str = "",
    prefix: str = "",
    redirects: bool = True,
    limit: int = 100,
    after: str = "",
    before: str = "",
) -> Screen[TitleLine]:
    """Pages of a namespace by name, from `start` on, up to `end`; with a `prefix`, those that begin with it.

    One query; with a start one more, for what stands before it. Raises BadCursor.
    """
    pages = Page.objects.filter(_beginning(prefix), namespace=namespace, deleted=False)
    if not redirects:
        pages = pages.filter(redirect=False)
    if end:
        pages = pages.filter(title__lte=end)
    return keyed(
        pages.values("namespace", "title", "redirect"), KEYS, _line, limit=limit, after=after, before=before,
        start=Q(title__gte=start) if start else None,
    )  # fmt: skip


def _beginning(prefix: str) -> Q:
    """Titles with this beginning. SQLite orders by character, so there it is a range of the index; PostgreSQL
    may order by a language, in which only the lower end of the range is sure.
    """
    if not prefix:
        return Q()
    if connection.vendor == "sqlite":
        return Q(title__gte=prefix, title__lt=prefix + LAST)
    return Q(title__gte=prefix, title__startswith=prefix)


def _line(row: Mapping[str, Any]) -> TitleLine:
    return TitleLine(Title(row["namespace"], row["title"]), row["redirect"])


def random_title(namespace: int = 0) -> Title | None:
    """Any page of the namespace that is no redirect; None where there is none. 2 queries at any size."""
    pages = Page.objects.filter(namespace=namespace, deleted=False, redirect=False).order_by("pk")
    last = pages.aggregate(last=Max("pk"))["last"]
    if last is None:
        return None
    page = pages.filter(pk__gte=secrets.randbelow(last) + 1).first()
    return page.name if page else None
