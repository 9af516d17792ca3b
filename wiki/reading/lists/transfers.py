"""Text that went from one page to another: where a section came from and went to, and the two revisions."""

from __future__ import annotations

from dataclasses import dataclass

from wiki.models import Revision, Section
from wiki.permissions import Editor, sees_deleted
from wiki.reading.visibility import sees_text
from wiki.text.titles import Title


@dataclass(frozen=True, slots=True)
class Trail:
    """The section that one came from, or that it became: number and page."""

    section: int
    title: Title
    elsewhere: bool  # on another page


def section_trail(section_id: int, *, viewer: Editor) -> tuple[Trail | None, Trail | None]:
    """Where the section came from, and where it went; sections of deleted pages are left out for those who
    may not know of them. One query, with anything to tell two.
    """
    known = Section.objects.filter(pk=section_id).values_list(
        "page_id", "origin_id", "moved_to_id", "deleted", "page__redirect"
    )
    page_id, origin, moved_to, deleted, redirect = known.first() or (0, None, None, False, False)
    went = moved_to if deleted or redirect else None
    ids = {id_ for id_ in (origin, went) if id_}
    sections = Section.objects.filter(pk__in=ids).select_related("page") if ids else ()
    found = {
        section.pk: Trail(section.pk, section.page.name, section.page_id != page_id)
        for section in sections
        if not section.page.deleted or sees_deleted(viewer)
    }
    return found.get(origin or 0), found.get(went or 0)


def other_half(revision: Revision, *, viewer: Editor) -> Revision | None:
    """The revision of the other page that a transfer of text made together with this one; None if it is no
    half of one, or the viewer may not see the other. Up to three queries.
    """
    versions = Section.history.filter(page_id=revision.page_id, rev=revision.number)
    gone = versions.exclude(moved_to=None).values_list("moved_to_id", flat=True).first()
    found: Revision | None = None
    if gone:
        there = Section.objects.filter(pk=gone).values_list("page_id", flat=True).first()
        first = Section.history.filter(page_id=there, id=gone, origin_id__isnull=False).order_by("rev")
        found = _revision(first.values_list("revision_id", flat=True).first())
    else:
        came = versions.filter(origin_id__isnull=False).values_list("id", "origin_id").first()
        if came:
            there = Section.objects.filter(pk=came[1]).values_list("page_id", flat=True).first()
            left = Section.history.filter(page_id=there, id=came[1], moved_to_id=came[0])
            found = _revision(left.values_list("revision_id", flat=True).first())
    if found is None or found.page_id == revision.page_id or found.page.deleted:
        return None
    return found if sees_text(viewer, found) else None


def _revision(id_: int | None) -> Revision | None:
    return Revision.objects.select_related("page__latest").filter(pk=id_).first() if id_ else None
