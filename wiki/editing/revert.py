"""Restore: make an old revision, or an old version of one part, current again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.editing.rows import Edit
from wiki.editing.save import Saved, save_edit
from wiki.models import Page, Revision, Row, parts_as_of, parts_live
from wiki.models.parts import Kind
from wiki.permissions import Editor
from wiki.reading.lines import line
from wiki.reading.page import RevisionHidden
from wiki.reading.visibility import sees_text

TAG = "mw-manual-revert"


def _check_visible(page: Page, revision: Revision, viewer: Editor) -> None:
    if not sees_text(viewer, revision):
        revision.page = page
        raise RevisionHidden(line(revision, viewer=viewer))


def restore_edit(page: Page, revision: Revision, *, viewer: Editor) -> Edit:
    """The edit from the page as it is to the page as `revision` left it. Raises RevisionHidden."""
    _check_visible(page, revision, viewer)
    return Edit(tuple(parts_live(page.pk)), tuple(parts_as_of(page.pk, revision.number)))


def restore(page: Page, revision: Revision, *, editor: Editor, summary: str = "") -> Saved:
    """Make an old revision current again: every part gets the words, place and order it had.

    Raises RevisionHidden, Refused, EditConflict if somebody saves in between.
    """
    words = {"id": revision.pk, "author": revision.author_text}
    summary = summary or _("Restore revision %(id)s by %(author)s") % words
    edit = restore_edit(page, revision, viewer=editor)
    return save_edit(page, edit, editor=editor, summary=summary, tags=[TAG])


def restore_part_edit(page: Page, kind: Kind, part_id: int, revision: Revision, *, viewer: Editor) -> Edit:
    """The edit that gives one section (with its see-also links) or field the words it had in `revision`.

    A part that did not exist then is removed; one that was removed since comes back. Raises RevisionHidden,
    and BadEdit for a part that the page never had.
    """
    _check_visible(page, revision, viewer)

    def part(rows: list[Row]) -> list[Row]:
        return [
            row
            for row in rows
            if row.ref == (kind, part_id) or (kind == "section" and row.section == part_id)
        ]

    now, then = part(parts_live(page.pk)), part(parts_as_of(page.pk, revision.number))
    if not now and not then:
        raise BadEdit(_("This page has no such part."), code="nosuchsection")
    return Edit(tuple(now), tuple(then))


def restore_part(
    page: Page, kind: Kind, part_id: int, revision: Revision, *, editor: Editor, summary: str = ""
) -> Saved:
    """Give one section or field the words it had in `revision`; the rest of the page stays.

    Raises RevisionHidden, BadEdit, Refused, EditConflict if somebody saves in between.
    """
    edit = restore_part_edit(page, kind, part_id, revision, viewer=editor)
    summary = summary or _("Restore a part as of revision %(id)s") % {"id": revision.pk}
    return save_edit(page, edit, editor=editor, summary=summary, tags=[TAG])
