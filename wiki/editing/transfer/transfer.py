"""Text that goes to another page and takes its history and authors along: a section, or a whole page.

There, new rows begin that name their origin; here the rows are flagged deleted and say where they went. Each
page gets a revision; both are made in one transaction, or neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.editing.merging.rows import Edit
from wiki.editing.save import SUMMARY_MAX, Saved, prepare_edit
from wiki.editing.saving.deadlock import in_transaction
from wiki.editing.suggest.kept import follow_text
from wiki.editing.transfer.arrival import PLACES, Place, arrived, as_page, as_section, without_tail
from wiki.editing.transfer.carry import named_apart, with_notes
from wiki.editing.watching.watch import follow_parts
from wiki.models import Page, Revision, Section, parts_live
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.reading.source import PartMissing, model_of_page, subtree
from wiki.text.content import MARKDOWN
from wiki.text.links import link_source
from wiki.text.sections import plain_title
from wiki.text.titles import Title

__all__ = ["PLACES", "Place", "Transferred", "merge_pages", "move_section", "note_where", "refuse_half"]

ATTEMPTS = 5  # to find both pages as they were read
Write = Callable[[], Saved]


@dataclass(frozen=True, slots=True)
class Transferred:
    """What became of both pages. `created`: the target came into being by it."""

    source: Page
    target: Page
    left: Revision
    came: Revision
    sections: dict[int | None, int]  # number of each section here, and of what it is there
    created: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """Both edits, ready to be written, and the pages as they were read."""

    source: Page
    target: Page | None
    leave: Write
    come: Write
    ids: tuple[int, ...]


class _MovedOn(Exception):
    """One of the pages was changed since it was read."""


def move_section(
    page: Page, section_id: int, to: Title, *, editor: Editor, place: Place | None = None, reason: str = ""
) -> Transferred:
    """Move a section with its subsections, as they are at this moment, to another page.

    A page that does not exist is created: its beginning is the section's text. Raises BadEdit (`code`,
    `field`), Refused for either page, TextTooLarge.
    """

    def plan() -> _Plan:
        source, target = _pages(page, to)
        rows = parts_live(source.pk)
        try:
            moving = subtree(rows, section_id)
        except PartMissing:
            message = _("This section is not on “%(title)s” any more.")
            raise BadEdit(message % {"title": source.name.full}, code="nosuchsection") from None
        if not moving[0].head:
            raise BadEdit(_("The beginning of a page cannot be moved; move the page."), code="nosuchsection")
        name = plain_title(moving[0].heading[1])
        standing = parts_live(target.pk) if target else []
        base, mine, moving = with_notes(rows, *without_tail(rows, moving))
        moving = named_apart(moving, standing)
        new = arrived(moving, standing, place or Place()) if target else as_page(moving)
        return _Plan(
            source,
            target,
            _ready(source, Edit(base, mine), editor, _left(name, to, reason)),
            _ready(target or to, Edit(tuple(standing), tuple(new)), editor, _came(name, source, reason)),
            tuple(row.id for row in moving if row.kind == "section"),
        )

    return _carried_out(plan)


def merge_pages(page: Page, to: Title, *, editor: Editor, reason: str = "") -> Transferred:
    """Add the whole of a page to another as a section, and make it a redirect to that.

    Its beginning stands under its title, its sections below that; the infobox goes along where the other
    page has none, and else stays in the history. Raises as `move_section` does.
    """

    def plan() -> _Plan:
        source, target = _pages(page, to)
        if target is None:
            message = _("There is no page “%(title)s” to merge this one into; move it there.")
            raise BadEdit(message % {"title": to.full}, field="target", code="missingtitle")
        rows, standing = parts_live(source.pk), parts_live(target.pk)
        new = as_section(named_apart(rows, standing), standing, source.title)
        lead = next(row for row in rows if row.kind == "section")
        redirect = lead._replace(text=f"#REDIRECT {link_source(to.full)}")
        name = source.name.full
        return _Plan(
            source,
            target,
            _ready(source, Edit(tuple(rows), (redirect,)), editor, _merged(to, reason)),
            _ready(target, Edit(tuple(standing), tuple(new)), editor, _came(name, source, reason)),
            tuple(row.id for row in rows if row.kind == "section"),
        )

    return _carried_out(plan)


# ---- Both pages -------------------------------------------------------------------------------------------


def _pages(page: Page, to: Title) -> tuple[Page, Page | None]:
    """The pages as they are now, the target if there is one."""
    source = Page.objects.select_related("latest").get(pk=page.pk)
    if source.deleted:
        message = _("“%(title)s” was deleted meanwhile.")
        raise BadEdit(message % {"title": source.name.full}, code="pagedeleted")
    if source.redirect:
        message = _("“%(title)s” is a redirect: there is nothing to move.")
        raise BadEdit(message % {"title": source.name.full}, code="redirect")
    if to == source.name:
        message = _("“%(title)s” is the page itself. Choose another one.")
        raise BadEdit(message % {"title": to.full}, field="target", code="samepage")
    target = find_page(to)
    if target is not None and target.redirect:
        message = _("“%(title)s” is a redirect. Choose the page that it leads to.")
        raise BadEdit(message % {"title": to.full}, field="target", code="redirect")
    for one in (source, target):
        if one is not None and model_of_page(one) != MARKDOWN:
            message = _("“%(title)s” is not written in Markdown: its sections stay where they are.")
            raise BadEdit(message % {"title": one.name.full}, field="target", code="contentmodel")
    return source, target


def _ready(page: Page | Title, edit: Edit, editor: Editor, summary: str) -> Write:
    prepared = prepare_edit(page, edit, editor=editor, summary=summary[:SUMMARY_MAX])
    return (lambda: prepared) if isinstance(prepared, Saved) else prepared


def _left(name: str, to: Title, reason: str) -> str:
    words = {"name": name, "page": link_source(to.full)}
    return _because(_("Moved “%(name)s” to %(page)s") % words, reason)


def _came(name: str, source: Page, reason: str) -> str:
    words = {"name": name, "page": link_source(source.name.full)}
    words["revision"] = link_source(f"Special:PermanentLink/{source.latest_id}", _("as it was there"))
    return _because(_("Moved “%(name)s” here from %(page)s (%(revision)s)") % words, reason)


def _merged(to: Title, reason: str) -> str:
    return _because(_("Merged into %(page)s") % {"page": link_source(to.full)}, reason)


def _because(what: str, reason: str) -> str:
    return f"{what}: {reason.strip()}" if reason.strip() else what


def _carried_out(make: Callable[[], _Plan]) -> Transferred:
    """Both edits written on the pages as they were read; where somebody saved in between, read anew."""
    for _attempt in range(ATTEMPTS):
        plan = make()
        try:
            return in_transaction(lambda plan=plan: _write(plan))  # type: ignore[misc]
        except _MovedOn:
            continue
    raise BadEdit(_("The pages are being edited at this very moment. Try again."), code="editconflict")


def _write(plan: _Plan) -> Transferred:
    pages = [page for page in (plan.source, plan.target) if page is not None]
    rows = Page.objects.select_for_update().filter(pk__in=[page.pk for page in pages]).order_by("pk")
    now = {row.pk: (row.number, row.deleted, row.name) for row in rows}
    if any(now[page.pk] != (page.number, False, page.name) for page in pages):
        raise _MovedOn
    try:
        came = plan.come()
    except BadEdit as error:
        if plan.target is None and error.code == "articleexists":
            raise _MovedOn from None
        raise
    left = plan.leave()
    refuse_half(came, left)
    if came.page is None or came.revision is None or left.page is None or left.revision is None:
        raise BadEdit(_("Nothing would change."), code="nochange")
    new = dict(
        Section.objects.filter(page=came.page, rev=came.revision.number, origin_id__in=plan.ids)
        .values_list("origin_id", "pk")
    )  # fmt: skip
    if len(new) != len(plan.ids):
        message = _("The text cannot stand there as sections of its own: perhaps a code block is left open.")
        raise BadEdit(message, field="where", code="badplace")
    note_where(left.page, left.revision, new)
    _tell(left.revision, "removed", new, {"new": came.page.name.full})
    _tell(came.revision, "added", new.values(), {"old": left.page.name.full})
    follow_parts({old: id_ for old, id_ in new.items() if old}, came.page.name)
    follow_text([old for old in new if old], left.page, came.page)
    return Transferred(left.page, came.page, left.revision, came.revision, new, plan.target is None)


def refuse_half(*halves: Saved) -> None:
    """Raise BadEdit if one of several edits that belong together would have to wait for review."""
    if any(one.waits is not None for one in halves):
        message = _("What this changes has to wait for review there. Edit the pages one after the other.")
        raise BadEdit(message, code="waitsforreview")


def _tell(revision: Revision, verb: str, ids: Iterable[int | None], where: dict[str, str]) -> None:
    """Let the lines of sections that went or came say where to or from."""
    wanted = set(ids)
    for change in revision.changes:
        if change["part"] == "section" and change["verb"] == verb and change.get("id") in wanted:
            change |= where
    revision.save(update_fields=["changes"])


def note_where(page: Page, revision: Revision, new: Mapping[int | None, int | None]) -> None:
    """Let the page's sections, and their versions of this revision, say which others they are now."""
    if not new:
        return
    to = Case(*(When(id=old, then=Value(id_)) for old, id_ in new.items()))
    Section.objects.filter(page=page, pk__in=new).update(moved_to=to)
    versions: QuerySet[Section] = Section.history.filter(page_id=page.pk, id__in=new, rev=revision.number)
    versions.update(moved_to=to)
