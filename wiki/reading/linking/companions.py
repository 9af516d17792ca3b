"""What goes with a page when it moves: its talk page, its subpages, the redirects that lead to it."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q, QuerySet

from wiki.models import Link, Page
from wiki.models.links import REDIRECT
from wiki.text.titles import WITH_SUBPAGES, Title

LAST = "\U0010fffd"  # comes after every character that a title can have


def talk_page(title: Title) -> Page | None:
    """The talk page of a subject page, if there is one; one query."""
    if title.is_talk or title.namespace < 0:
        return None
    talk = title.talk
    return Page.objects.filter(namespace=talk.namespace, title=talk.name, deleted=False).first()


def subpages_of(title: Title) -> QuerySet[Page]:
    """The living pages below this one, by title; none where the namespace has no subpages."""
    if title.namespace not in WITH_SUBPAGES:
        return Page.objects.none()
    prefix = f"{title.name}/"
    below = (
        Q(title__gte=prefix, title__lt=prefix + LAST)
        if connection.vendor == "sqlite"
        else Q(title__startswith=prefix)
    )
    return Page.objects.filter(below, namespace=title.namespace, deleted=False).order_by("title")


def pages_beside(
    title: Title, new: Title, *, talk: bool, subpages: bool, limit: int
) -> list[tuple[Page, Title]]:
    """The pages that move along, each with its new title: the talk page, the subpages, those of the talk
    page. At most `limit`; up to four queries.
    """
    found: list[tuple[Page, Title]] = []
    both = [(title, new)]
    if talk and not title.is_talk and not new.is_talk:
        both.append((title.talk, new.talk))
        if (page := talk_page(title)) is not None:
            found.append((page, new.talk))
    for old, target in both if subpages else []:
        found += [
            (page, Title(target.namespace, target.name + page.title[len(old.name) :]))
            for page in subpages_of(old)[:limit]
        ]
    return found[:limit]


def redirects_to(title: Title, *, limit: int) -> list[Page]:
    """The living redirects that lead to this title, in the order in which they were made."""
    leading = Link.objects.filter(REDIRECT, namespace=title.namespace, title=title.name)
    pages = Page.objects.filter(pk__in=leading.values("page"), deleted=False)
    return list(pages.select_related("latest").order_by("pk")[:limit])


def leads_to(page: Page, title: Title) -> bool:
    """Whether the page is a redirect to this title."""
    return Link.objects.filter(REDIRECT, page=page, namespace=title.namespace, title=title.name).exists()
