"""Reports about links: pages that none leads to or leads away from, and pages that are wanted."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q

from wiki.models import Link, Page
from wiki.models.links import STANDING
from wiki.models.page import LISTED
from wiki.reading.reports.ranking import Ranking
from wiki.reading.reports.report import Report, Rows, coloured, missing_left, pages

LINKS = ("link", "see_also")
USERS = (2, 3)


def lonely(namespace: int | None) -> Rows:
    """Pages, no redirects, that no other page links to; a redirect to a page counts as a link to it. After
    MediaWiki's Lonelypages.
    """
    linking = Link.objects.filter(
        STANDING, namespace=OuterRef("namespace"), title=OuterRef("title"), kind__in=LINKS
    ).exclude(page=OuterRef("pk"))
    return pages(namespace, ~Q(Exists(linking)))


def dead_ends(namespace: int | None) -> Rows:
    """Pages, no redirects, that link to no other page of this wiki, of whatever namespace; being in a
    category is no link, nor is a picture. After MediaWiki's Deadendpages.
    """
    away = Link.objects.filter(STANDING, page=OuterRef("pk"), kind__in=LINKS).exclude(
        namespace=OuterRef("namespace"), title=OuterRef("title")
    )
    return pages(namespace, ~Q(Exists(away)))


def _linked() -> Rows:
    """Every title that is linked to: `count` pages do so, redirects among them."""
    return (
        Link.objects.filter(STANDING, kind__in=(*LINKS, "redirect"))
        .values("namespace", "title")
        .annotate(count=Count("page", distinct=True))
    )


def wanted() -> Rows:
    """Titles without a page, by how many pages link to them; what only redirects lead to is a broken redirect
    and not wanted, nor are pages of users. After MediaWiki's Wantedpages.
    """
    there = Page.objects.filter(LISTED, namespace=OuterRef("namespace"), title=OuterRef("title"))
    passing = Count("page", filter=Q(kind="redirect"))
    found = _linked().exclude(namespace__in=USERS).annotate(passing=passing)
    rows: Rows = found.filter(~Exists(there), count__gt=passing)
    return rows


def most_linked() -> Rows:
    """Titles by how many pages link to them, two at least, whether or not there is a page. After MediaWiki's
    Mostlinked.
    """
    return _linked().filter(count__gt=1)


def wanted_files() -> Rows:
    """Files without a page, by how many pages show them. After MediaWiki's Wantedfiles."""
    there = Page.objects.filter(LISTED, namespace=6, title=OuterRef("title"))
    shown = Link.objects.filter(STANDING, ~Exists(there), kind="file", namespace=6)
    rows: Rows = shown.values("namespace", "title").annotate(count=Count("page", distinct=True))
    return rows


REPORTS = (
    Report("LonelyPages", lonely),
    Report("DeadendPages", dead_ends),
    Ranking("WantedPages", wanted, missing_left),
    Ranking("WantedFiles", wanted_files, missing_left),
    Ranking("MostLinkedPages", most_linked, coloured),
)
