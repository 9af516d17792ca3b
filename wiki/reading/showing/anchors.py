"""Anchors that a page's sections had: which of them readers may know of, and what became of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from django.db.models import Q

from wiki.models import Page, Revision, Section

LONGEST = 1000  # characters of an anchor, as stored

Version = tuple[int, int, str, bool]  # id, rev, anchor, deleted


def withheld_anchors(page: Page) -> list[str]:
    """The former anchors that no revision whose text readers may see has, in order. At most three queries;
    one where nothing is hidden.
    """
    hidden = set(
        Revision.objects.filter(Q(text_hidden=True) | Q(withheld=True), page=page).values_list(
            "number", flat=True
        )
    )
    if not hidden:
        return []
    sections = Section.objects.filter(page=page).exclude(former_anchors="", anchor="")
    anchors = {
        anchor
        for own, former in sections.values_list("anchor", "former_anchors")
        for anchor in (own, *former.split("\n"))
        if anchor
    }
    versions = Section.history.filter(page_id=page.pk).order_by("id", "rev")
    found = versions.values_list("id", "rev", "anchor", "deleted").iterator()
    return sorted(anchors - set(_seen(found, hidden, page.number)))


def _seen(versions: Iterable[Version], hidden: set[int], last: int) -> Iterator[str]:
    """The anchors of those versions that stood in a revision which is not hidden."""
    end: Version = (0, last + 1, "", True)
    for (id_, rev, anchor, deleted), (other, following, _, _) in pairwise((*versions, end)):
        until = following if other == id_ else last + 1
        if not deleted and not hidden.issuperset(range(rev, until)):
            yield anchor


def anchor_of(fragment: str) -> str:
    """The anchor that the fragment of an address names; "" where it can be none."""
    anchor = "_".join(fragment.split())
    return anchor if len(anchor) <= LONGEST and "\0" not in anchor else ""


def had_anchor(anchor: str) -> Q:
    """Sections among whose former anchors is this one; on SQLite also those that differ by case."""
    line = f"\n{anchor}"
    return (
        Q(former_anchors=anchor)
        | Q(former_anchors__startswith=f"{anchor}\n")
        | Q(former_anchors__endswith=line)
        | Q(former_anchors__contains=f"{line}\n")
    )


def known_anchors(section: Section) -> list[str]:
    """All anchors of a section, its own first, but for those that readers may not know of; no query where
    the page was loaded with it.
    """
    withheld = section.page.withheld_anchors.split("\n")
    anchors = (section.anchor, *section.former_anchors.split("\n"))
    return [anchor for anchor in anchors if anchor and anchor not in withheld]


def gone_section(page: Page, fragment: str) -> int | None:
    """The id of the section, removed last, that had this anchor; None if readers know of none. One query."""
    anchor = anchor_of(fragment)
    if not anchor or anchor in page.withheld_anchors.split("\n"):
        return None
    gone = Section.objects.filter(Q(anchor=anchor) | had_anchor(anchor), page=page, deleted=True)
    for id_, own, former in gone.order_by("-rev", "-pk").values_list("pk", "anchor", "former_anchors"):
        if anchor in (own, *former.split("\n")):
            return id_
    return None
