"""The wiki in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from wiki.models import Category, ChangeTag, Page, Revision, User
from wiki.models.page import ARTICLES, LISTED
from wiki.reading.reports.kept import kept
from wiki.reading.reports.keyed import Key, Screen, keyed, number
from wiki.reading.reports.people import ACTIVE_DAYS

MOST = 1_000_000  # nothing is counted further
BY_HITS = (Key("hits", number, down=True), Key("name"))


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of the whole wiki; one that is MOST stands for "that many or more"."""

    articles: int  # pages of the main namespace that are no redirects
    pages: int  # of every namespace, redirects among them
    redirects: int
    files: int
    categories: int  # that have members
    edits: int
    users: int
    active: int  # accounts and addresses with an edit in the last 30 days


def statistics() -> Statistics:
    """The wiki in numbers; 8 queries, or one where they were counted lately and that took long."""
    return kept("statistics", _counted)


def _counted() -> Statistics:
    since = timezone.now() - timedelta(days=ACTIVE_DAYS)
    edits = Revision.objects.filter(withheld=False)
    active = edits.filter(timestamp__gte=since, user_hidden=False).values("author_text").distinct()
    pages = Page.objects.filter(LISTED)
    return Statistics(
        articles=_up_to_most(Page.objects.filter(ARTICLES, namespace=0)),
        pages=_up_to_most(pages),
        redirects=_up_to_most(pages.filter(redirect=True)),
        files=_up_to_most(pages.filter(namespace=6)),
        categories=_up_to_most(Category.objects.filter(members__gt=0)),
        edits=_up_to_most(edits),
        users=_up_to_most(User.objects.filter(temporary_until=None)),
        active=_up_to_most(active),
    )


def _up_to_most(rows: QuerySet[Any, Any]) -> int:
    return rows.order_by()[:MOST].count()


@dataclass(frozen=True, slots=True)
class TagLine:
    """A tag, and how many revisions carry it."""

    name: str
    hits: int


def tags(*, limit: int = 50, after: str = "", before: str = "") -> Screen[TagLine]:
    """The tags in use, the most used first; one query. Raises BadCursor."""
    rows = ChangeTag.objects.filter(hits__gt=0).values("name", "hits")
    return keyed(
        rows, BY_HITS, lambda row: TagLine(row["name"], row["hits"]), limit=limit, after=after, before=before
    )
