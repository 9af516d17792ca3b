"""Where a section or a field stands now: what lasting links lead to."""

from __future__ import annotations

from dataclasses import dataclass

from wiki.models import InfoboxField, Page, Section
from wiki.reading.source import PartMissing
from wiki.text.titles import Title

MOVES = 20  # a section that moved on more often than this goes in circles


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a page; `gone` when the page has it no more, and only its history is left."""

    title: Title
    anchor: str
    gone: bool


def section_place(section_id: int) -> Place:
    """Where the section stands, through every move to another page. Raises PartMissing."""
    for _ in range(MOVES):
        section = Section.objects.select_related("page").filter(pk=section_id).first()
        if section is None or section.page.deleted:
            break
        left = section.deleted or section.page.redirect  # the beginning of a page that was merged stays there
        if section.moved_to_id is None or not left:
            return Place(section.page.name, section.anchor, section.deleted)
        section_id = section.moved_to_id
    raise PartMissing(f"section {section_id}")


def field_place(field_id: int) -> Place:
    """Where the infobox field stands. Raises PartMissing."""
    field = InfoboxField.objects.select_related("page").filter(pk=field_id, kind="field").first()
    if field is None or field.page.deleted:
        raise PartMissing(f"field {field_id}")
    return Place(field.page.name, f"field-{field.pk}", field.deleted)


def title_of_page(page_id: int) -> Title | None:
    """The title that the living page of this number has now; one query."""
    page = Page.objects.filter(pk=page_id, deleted=False).only("namespace", "title").first()
    return page.name if page else None
