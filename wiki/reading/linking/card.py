"""A page, or a section of it, in a few sentences: what a link shows before one follows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from wiki.models import Link, Section
from wiki.reading.files.files import picture_thumbnail
from wiki.reading.page import PageMissing
from wiki.reading.showing.anchors import anchor_of, gone_section, had_anchor, known_anchors
from wiki.reading.source import model_of_page
from wiki.text.html.thumbs import Shown
from wiki.text.language.lead import opening
from wiki.text.titles import Title

SENTENCES = 3
THUMB = (112, 128)  # pixels within which the picture fits


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a page. All texts are plain.

    `section` and `anchor` are those of the section one asked for, "" for the page's lead; `picture` is the
    name of the page's first picture, without prefix, or ""; `thumbnail` how it is shown, None where it cannot
    be. `gone` is the id of the section that had the anchor one asked for, where the page has it no more.
    """

    title: Title
    section: str
    anchor: str
    text: str
    picture: str
    thumbnail: Shown | None = None
    gone: int | None = None


def page_card(title: Title, fragment: str = "") -> Card:
    """The card of a page as it is now, or of the section that has or had the anchor `fragment`.

    A redirect is followed once; an anchor that no section has or had gives the page's lead. One query, three
    for a redirect, one more where no section has the anchor, one more where the page has a picture. Raises
    PageMissing, for special pages too.
    """
    lead, section = _found(title, fragment)
    if lead.page.redirect:
        target, anchor = _redirect(lead.page_id)
        if target is not None:
            lead, section = _found(target, anchor or fragment)
            fragment = anchor or fragment
    shown = section or lead
    page = lead.page
    gone = gone_section(page, fragment) if section is None else None
    text = opening(shown.body, SENTENCES, model=model_of_page(page))
    thumbnail = picture_thumbnail(page.picture, *THUMB)
    return Card(page.name, shown.title, shown.anchor, text, page.picture, thumbnail, gone)


def _found(title: Title, fragment: str) -> tuple[Section, Section | None]:
    """The page's lead, and the section of that anchor: living anchors win over former ones. One query."""
    if title.namespace < 0:
        raise PageMissing(title)
    anchor = anchor_of(fragment)
    wanted = Q(level=0)
    if anchor:
        wanted |= Q(anchor=anchor) | had_anchor(anchor)
    sections = Section.objects.select_related("page__latest").filter(
        wanted,
        page__namespace=title.namespace,
        page__title=title.name,
        page__deleted=False,
        deleted=False,
    )
    lead = section = None
    for row in sections.order_by("position", "pk"):
        if row.level == 0:
            lead = lead or row
        elif row.anchor == anchor or (section is None and anchor in known_anchors(row)):
            section = row
    if lead is None:
        raise PageMissing(title)
    return lead, section


def _redirect(page_id: int) -> tuple[Title | None, str]:
    links = Link.objects.filter(page_id=page_id, kind="redirect", valid_to=None)
    found = links.values_list("namespace", "title", "extra").first()
    return (Title(found[0], found[1]), found[2]) if found else (None, "")
