"""Restore: make an old revision, or an old version of one part, current again."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.editing.merging.rows import Edit
from wiki.editing.save import Saved, save_edit
from wiki.models import Page, Revision, Row, parts_as_of
from wiki.models.parts import MODELS, Kind, Ref
from wiki.permissions import Editor
from wiki.reading.lists.lines import line
from wiki.reading.page import RevisionHidden
from wiki.reading.visibility import sees_text

TAG = "mw-manual-revert"
FRAME = ("caption", "end")  # rows without which an infobox is none


def _check_visible(page: Page, revision: Revision, viewer: Editor) -> None:
    if not sees_text(viewer, revision):
        revision.page = page
        raise RevisionHidden(line(revision, viewer=viewer))


def restore_edit(page: Page, revision: Revision, *, viewer: Editor) -> Edit:
    """The edit from the page as `page` knows it to the page as `revision` left it. Raises RevisionHidden.

    What somebody saved after `page` was read is not part of it: it is merged.
    """
    _check_visible(page, revision, viewer)
    return Edit(tuple(parts_as_of(page.pk, page.number)), tuple(parts_as_of(page.pk, revision.number)))


def restore(page: Page, revision: Revision, *, editor: Editor, summary: str = "") -> Saved:
    """Make an old revision current again: every part gets the words, place and order it had.

    Raises RevisionHidden, Refused, EditConflict if somebody saves in between.
    """
    author = _("a hidden user") if revision.user_hidden else revision.author_text
    words = {"id": revision.pk, "author": author}
    summary = summary or _("Restore revision %(id)s by %(author)s") % words
    edit = restore_edit(page, revision, viewer=editor)
    since = Revision.objects.filter(page=page, number__gt=revision.number, number__lte=page.number)
    accounts = set(since.exclude(author=None).values_list("author_id", flat=True))
    back = range(revision.number + 1, page.number + 1)
    return save_edit(
        page, edit, editor=editor, summary=summary, tags=[TAG], reverted=accounts, takes_back=back
    )


def restore_part_edit(page: Page, kind: Kind, part_id: int, revision: Revision, *, viewer: Editor) -> Edit:
    """The edit that gives one section (with its see-also links) or field the words it had in `revision`.

    A part that did not exist then is removed; one that was removed since comes back after what it followed, a
    field with its infobox if need be. Raises RevisionHidden, and BadEdit for a part that the page never had.
    """
    _check_visible(page, revision, viewer)
    return part_put_back(
        kind, part_id, parts_as_of(page.pk, page.number), parts_as_of(page.pk, revision.number)
    )


def part_put_back(kind: Kind, part_id: int, is_now: Sequence[Row], was: Sequence[Row]) -> Edit:
    """The edit from the one state of a page to itself with one part as in the other. Raises BadEdit if
    neither has it.
    """
    now, then = _part(is_now, kind, part_id), _part(was, kind, part_id)
    if not now and not then:
        raise BadEdit(_("This page has no such part."), code="nosuchsection")
    fields = [row for row in is_now if row.kind == "field"]
    if kind == "field" and then and not fields:
        then = [row for row in was if row.kind == "field" and (row in then or row.head != "field")]
    if not then and now[0].head in FRAME:
        now = fields
    return Edit(tuple(is_now), tuple(_put(then, (kind, part_id), is_now, was, without=now)))


def _part(rows: Sequence[Row], kind: Kind, part_id: int) -> list[Row]:
    return [
        row for row in rows if row.ref == (kind, part_id) or (kind == "section" and row.section == part_id)
    ]


def _put(
    then: Sequence[Row], ref: Ref, is_now: Sequence[Row], was: Sequence[Row], without: list[Row]
) -> list[Row]:
    """The page's rows with those of one part in place of what it is now, or where it stood."""
    kept = [row for row in is_now if row not in without]
    if not then:
        return kept
    order = [row.ref for row in (is_now if without else was) if row.kind == ref[0]]
    refs = [row.ref for row in kept]
    before = [other for other in order[: order.index(ref)] if other in refs]
    if not before and then[0].kind == ref[0] and not _leads(then[0]):
        before = [row.ref for row in kept if row.kind == ref[0] and _leads(row)]
    at = refs.index(before[-1]) + 1 if before else 0
    return [*kept[:at], *then, *kept[at:]]


def _leads(row: Row) -> bool:
    """Whether nothing of its kind can stand before the row: the lead, and the infobox's caption."""
    return not row.head or row.head == "caption"


def restore_part(
    page: Page, kind: Kind, part_id: int, revision: Revision, *, editor: Editor, summary: str = ""
) -> Saved:
    """Give one section or field the words it had in `revision`; the rest of the page stays.

    Raises RevisionHidden, BadEdit, Refused, EditConflict if somebody saves in between.
    """
    edit = restore_part_edit(page, kind, part_id, revision, viewer=editor)
    summary = summary or _("Restore a part as of revision %(id)s") % {"id": revision.pk}
    since = MODELS[kind].history.filter(page_id=page.pk, id=part_id, rev__gt=revision.number)
    accounts = set(since.exclude(history_user=None).values_list("history_user_id", flat=True))
    return save_edit(page, edit, editor=editor, summary=summary, tags=[TAG], reverted=accounts)
