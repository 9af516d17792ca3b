"""A transfer of text between two pages taken back: on both pages at once."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit, Choices
from wiki.editing.merging.rows import Edit
from wiki.editing.save import Saved, prepare_edit
from wiki.editing.saving.deadlock import in_transaction
from wiki.editing.suggest.kept import follow_text
from wiki.editing.transfer.transfer import note_where, refuse_half
from wiki.editing.undo import AlreadyUndone, undo_edit, undo_summary
from wiki.editing.watching.watch import follow_parts
from wiki.models import Page, Revision, Section, parts_as_of
from wiki.permissions import Editor
from wiki.reading.lists.transfers import other_half
from wiki.text.links import link_source

Half = tuple[Page, Revision, Edit]


def halves(page: Page, revision: Revision, *, viewer: Editor) -> tuple[Half, Half]:
    """The two edits that take back both revisions of a transfer, this page's first.

    A page that came into being by it becomes a redirect to the other. Raises BadEdit if the revision is no
    half of a transfer, RevisionHidden.
    """
    other = other_half(revision, viewer=viewer)
    if other is None:
        message = _("Revision %(id)s is no half of a move of text between two pages.")
        raise BadEdit(message % {"id": revision.pk}, code="notransfer")
    return _half(page, revision, other.page, viewer), _half(other.page, other, page, viewer)


def _half(page: Page, revision: Revision, other: Page, viewer: Editor) -> Half:
    if revision.number > 1:
        return page, revision, undo_edit(page, revision, viewer=viewer)
    rows = parts_as_of(page.pk, 1)
    lead = next(row for row in rows if row.kind == "section")
    redirect = lead._replace(text=f"#REDIRECT {link_source(other.name.full)}")
    return page, revision, Edit(tuple(rows), (redirect,))


def undo_transfer(
    page: Page,
    revision: Revision,
    *,
    editor: Editor,
    summary: str = "",
    choices: Choices | None = None,
) -> Saved:
    """Take back a transfer on both pages, or on neither; returns what became of this page.

    Raises what `undo` raises, for either page, and BadEdit if the revision is no half of a transfer.
    """
    pair = halves(page, revision, viewer=editor)
    writes = [
        _ready(half, editor, summary or undo_summary(half[1], editor), choices)
        for half in sorted(pair, key=lambda half: half[0].pk)
    ]
    saved = in_transaction(lambda: _write(pair, writes))
    if all(one.revision is None for one in saved.values()):
        raise AlreadyUndone
    return saved[page.pk]


def _ready(
    half: Half, editor: Editor, summary: str, choices: Choices | None
) -> tuple[int, Callable[[], Saved]]:
    page, revision, edit = half
    prepared = prepare_edit(
        page, edit, editor=editor, summary=summary, tags=["mw-undo"], choices=choices,
        takes_back=[revision.number],
    )  # fmt: skip
    return page.pk, (lambda: prepared) if isinstance(prepared, Saved) else prepared


def _write(pair: tuple[Half, Half], writes: list[tuple[int, Callable[[], Saved]]]) -> dict[int, Saved]:
    saved = {page_id: write() for page_id, write in writes}
    refuse_half(*saved.values())
    for page, _revision, _edit in pair:
        ids = Section.objects.filter(page=page).values("pk")
        one = saved[page.pk]
        if one.revision is not None:
            # What stands here no more stands where it came from, where it is alive again.
            gone = Section.objects.filter(page=page, rev=one.revision.number, origin_id__isnull=False)
            back = Section.objects.filter(pk__in=gone.values("origin_id"), deleted=False).exclude(pk__in=ids)
            alive = set(back.values_list("pk", flat=True))
            pairs = gone.filter(origin_id__in=alive).values_list("pk", "origin_id")
            note_where(page, one.revision, dict(pairs))
            other = next(half[0] for half in pair if half[0].pk != page.pk)
            follow_parts({old: new for old, new in pairs if new}, other.name)
            follow_text([old for old, new in pairs if new], page, other)
    return saved
