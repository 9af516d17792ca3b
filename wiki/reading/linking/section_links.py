"""Who links to which section of a page: every anchor that a section ever had counts as its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from wiki.models import Link, Section
from wiki.models.links import TO_SECTION
from wiki.reading.showing.anchors import known_anchors
from wiki.text.sections import plain_title
from wiki.text.titles import Title

MOST = 500  # different fragments that are told apart
KEPT = 255  # characters of a fragment that a link's row holds


@dataclass(frozen=True, slots=True)
class SectionLinks:
    """A section that is linked to: by how many links, and as what they name it. Without `id` there is no such
    section (any more).
    """

    id: int | None
    name: str
    anchor: str
    count: int
    fragments: tuple[str, ...]


def section_links(title: Title) -> tuple[SectionLinks, ...]:
    """The sections of a page that others link to, in the page's order, then the names that lead nowhere; a
    name that only a hidden revision had leads nowhere. One query, with any such link 2.
    """
    links = Link.objects.filter(TO_SECTION, namespace=title.namespace, title=title.name)
    counted = links.values("extra").annotate(count=Count("page", distinct=True)).order_by("extra")
    counts = {row["extra"]: row["count"] for row in counted[:MOST]}
    if not counts:
        return ()
    here = Section.objects.filter(
        page__namespace=title.namespace, page__title=title.name, page__deleted=False, deleted=False
    )
    sections = list(here.exclude(level=0).select_related("page").order_by("position", "pk"))
    names = _names(sections)
    found: dict[int, list[str]] = {}
    lost: list[str] = []
    for fragment in counts:
        pk = names.get(_as_anchor(fragment))
        (lost if pk is None else found.setdefault(pk, [])).append(fragment)
    told = [
        SectionLinks(
            section.pk, plain_title(section.title), section.anchor,
            sum(counts[name] for name in found[section.pk]), tuple(found[section.pk]),
        )
        for section in sections
        if section.pk in found
    ]  # fmt: skip
    return (*told, *(SectionLinks(None, name, "", counts[name], (name,)) for name in lost))


def _names(sections: Iterable[Section]) -> dict[str, int]:
    """Each anchor, and the section it leads to: what a section has now goes before what another once had."""
    names: dict[str, int] = {}
    for section in sections:
        for known in known_anchors(section):
            names.setdefault(known[:KEPT], section.pk)
    return names | {section.anchor[:KEPT]: section.pk for section in sections}


def _as_anchor(fragment: str) -> str:
    return "_".join(fragment.split())
