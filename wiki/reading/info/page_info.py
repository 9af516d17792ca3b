"""Page information: what the wiki knows about a page besides its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from wiki.models import Link, Page, Revision, Row, parts_live
from wiki.permissions import Editor, protection_level, sees_unwatched
from wiki.reading.info.activity import Activity, page_activity, window
from wiki.reading.info.parts import PartInfo, part_infos
from wiki.reading.lists.lines import RevisionLine, line
from wiki.reading.watching.watching import watchers
from wiki.text.links import scan

LAST = "\U0010ffff"  # sorts after every letter
MOST = 1000  # nothing is counted further
FEW_WATCHERS = 30
ACTIONS = ("edit", "move")


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do something to the page: a level of protection, and when it ends (None: never)."""

    action: str
    level: str
    expiry: datetime | None


@dataclass(frozen=True, slots=True)
class PageInfo:
    """All of it. `redirects` and `subpages` stop at MOST; `links` counts the page's own links by kind."""

    page: Page
    sort_key: str
    redirects: int
    subpages: int
    watchers: int | None  # None: too few to be told to this viewer
    links: dict[str, int]
    rules: tuple[Rule, ...]
    first: RevisionLine
    latest: RevisionLine
    activity: Activity
    parts: tuple[PartInfo, ...]

    @property
    def counted(self) -> bool:
        """Whether it counts as an article: in the main namespace, and no redirect."""
        return self.page.namespace == 0 and not self.page.redirect


def page_info(page: Page, *, viewer: Editor) -> PageInfo:
    """What is known of a living page that was loaded with its latest revision (`find_page`).

    8 queries, one more if anybody watches it, two more for a page of more than WINDOW revisions. Authors
    hidden from the viewer are left out.
    """
    first = Revision.objects.filter(page=page, withheld=False).order_by("number")[0]
    latest = page.latest or first
    first.page = latest.page = page
    rows, seen = parts_live(page.pk), window(page, viewer=viewer)
    return PageInfo(
        page=page,
        sort_key=_sort_key(rows) or page.title,
        redirects=_up_to_most(_redirects_to(page)),
        subpages=_up_to_most(_below(page)),
        watchers=_watchers(page, viewer),
        links=_links(page),
        rules=tuple(_rule(page, action) for action in ACTIONS),
        first=line(first, viewer=viewer),
        latest=line(latest, viewer=viewer),
        activity=page_activity(page, seen),
        parts=part_infos(page, rows, seen),
    )


def _watchers(page: Page, viewer: Editor) -> int | None:
    """Few watchers are told to administrators only: vandals look for pages that nobody watches."""
    count = watchers(page, limit=MOST)
    return count if count >= FEW_WATCHERS or sees_unwatched(viewer) else None


def _rule(page: Page, action: str) -> Rule:
    """What protection asks for now; a rule that has ended asks for nothing."""
    level = protection_level(page, action, now=timezone.now())
    ends = page.protection[action].get("expiry") if level else None
    return Rule(action, level, datetime.fromisoformat(ends) if ends else None)


def _redirects_to(page: Page) -> QuerySet[Link]:
    return Link.objects.filter(
        namespace=page.namespace, title=page.title, kind="redirect", valid_to=None, page__deleted=False
    )


def _below(page: Page) -> QuerySet[Page]:
    """The page's subpages: a range of the index of titles; the prefix is asked for too, because a database
    may sort letters in another way.
    """
    above = f"{page.title}/"
    return Page.objects.filter(
        namespace=page.namespace,
        deleted=False,
        title__gte=above,
        title__lt=above + LAST,
        title__startswith=above,
    )


def _links(page: Page) -> dict[str, int]:
    """How many different pages, categories and files the page links to, by kind of link."""
    links = Link.objects.filter(page=page, valid_to=None).order_by()
    return dict(links.values_list("kind").annotate(count=Count("pk")))


def _sort_key(rows: Sequence[Row]) -> str:
    """The default sort key that the page's text sets; empty without one."""
    for row in reversed(rows):
        if "{{" not in row.text:
            continue
        for found in scan(row.text):
            if isinstance(found, tuple) and found[0] == "sort":
                return found[1]
    return ""


def _up_to_most(rows: QuerySet[Any]) -> int:
    return rows.order_by()[:MOST].count()
