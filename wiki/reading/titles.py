"""Pages by name: in order, or any one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db.models import Max

from wiki.models import Page
from wiki.text.titles import Title


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A page in a list of pages."""

    title: Title
    redirect: bool


@dataclass(frozen=True, slots=True)
class TitleLines:
    """One screen of pages in order of their names; the next screen begins at the name `following`."""

    rows: tuple[TitleLine, ...]
    following: str | None = None


def all_pages(*, namespace: int = 0, start: str = "", redirects: bool = True, limit: int = 200) -> TitleLines:
    """Pages of a namespace by name, from `start` on; one query."""
    pages = Page.objects.filter(namespace=namespace, deleted=False, title__gte=start)
    if not redirects:
        pages = pages.filter(redirect=False)
    found = list(pages.order_by("title").values_list("title", "redirect")[: limit + 1])
    rows = tuple(TitleLine(Title(namespace, name), redirect) for name, redirect in found[:limit])
    return TitleLines(rows, found[limit][0] if len(found) > limit else None)


def random_title(namespace: int = 0) -> Title | None:
    """Any page of the namespace that is no redirect; None where there is none. 2 queries at any size."""
    pages = Page.objects.filter(namespace=namespace, deleted=False, redirect=False).order_by("pk")
    last = pages.aggregate(last=Max("pk"))["last"]
    if last is None:
        return None
    page = pages.filter(pk__gte=secrets.randbelow(last) + 1).first()
    return page.name if page else None
