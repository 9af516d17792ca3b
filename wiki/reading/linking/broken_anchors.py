"""Links to sections that their target page neither has nor had."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from wiki.models import Link, Section
from wiki.models.links import TO_SECTION
from wiki.reading.showing.anchors import anchor_of, known_anchors
from wiki.text.titles import Title

SCANNED = 2000  # links looked at for one screen
KEPT = 255  # characters of a fragment that a link's row holds
_NO_SECTION = re.compile(r"field-\d+|cite_(?:note|ref)-[\d-]+|infobox|toc|bodyContent")


@dataclass(frozen=True, slots=True)
class BrokenAnchor:
    """A link that leads to its target's beginning instead of the section it names."""

    page: Title
    target: Title
    fragment: str


def broken_anchors(after: int = 0) -> tuple[list[BrokenAnchor], int | None]:
    """The broken ones among the next 2,000 links to sections of existing articles behind link `after`, and
    where to go on (None: all were looked at). Links to redirects are left out. Two queries, whatever the
    size of the wiki.
    """
    links = Link.objects.filter(TO_SECTION, pk__gt=after, page__deleted=False).select_related("page")
    found = list(links.order_by("pk")[: SCANNED + 1])
    more, found = len(found) > SCANNED, found[:SCANNED]
    there = _anchors({Title(link.namespace, link.title) for link in found})
    broken = []
    for link in found:
        target, anchor = Title(link.namespace, link.title), anchor_of(link.extra)
        if target in there and anchor not in there[target] and not _NO_SECTION.fullmatch(anchor):
            broken.append(BrokenAnchor(link.page.name, target, link.extra))
    return broken, found[-1].pk if more else None


def _anchors(titles: Sequence[Title] | set[Title]) -> dict[Title, set[str]]:
    """The anchors that lead somewhere on each of the pages that exist and are no redirects. One query."""
    by_namespace: dict[int, list[str]] = {}
    for title in titles:
        by_namespace.setdefault(title.namespace, []).append(title.name)
    wanted = Q(pk=None)
    for namespace, names in by_namespace.items():
        wanted |= Q(page__namespace=namespace, page__title__in=names)
    sections = Section.objects.filter(wanted, deleted=False, page__deleted=False, page__redirect=False)
    fields = ("anchor", "former_anchors", "page__namespace", "page__title", "page__withheld_anchors")
    found: dict[Title, set[str]] = {}
    for section in sections.select_related("page").only(*fields):
        anchors = {anchor[:KEPT] for anchor in known_anchors(section)}
        found.setdefault(section.page.name, set()).update(anchors)
    return found
