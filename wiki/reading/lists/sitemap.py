"""What search engines are told to read: every page that is content, in parts of a bounded size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from wiki.models import Page
from wiki.text.titles import Title

PART = 10_000  # page ids in a part; the protocol allows 50,000 addresses and 50 MB
CONTENT = (0, 4, 6, 12, 14)  # namespaces: articles, project, files, help, categories


@dataclass(frozen=True, slots=True)
class Entry:
    """A page, and when it was last edited."""

    title: Title
    edited: datetime


def sitemap_parts() -> range:
    """The numbers of the parts, from 1; some may hold few pages, since pages are parted by their id."""
    last = Page.objects.aggregate(last=Max("pk"))["last"] or 0
    return range(1, last // PART + 2)


def sitemap_part(number: int) -> Iterator[Entry]:
    """The pages of one part by id, without redirects and talk; one query. An unknown part is empty.

    After the Sitemaps protocol 0.9 (sitemaps.org).
    """
    pages = Page.objects.filter(
        pk__gte=(number - 1) * PART,
        pk__lt=number * PART,
        namespace__in=CONTENT,
        deleted=False,
        redirect=False,
    ).order_by("pk")
    for namespace, title, edited in pages.values_list("namespace", "title", "latest__timestamp"):
        yield Entry(Title(namespace, title), edited)
