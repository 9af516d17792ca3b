"""Moving: a page gets another title and keeps everything else: its number, its history, its authors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wiki.editing import derived
from wiki.editing.edits import whole_page
from wiki.editing.limits import count
from wiki.editing.log import write_log
from wiki.editing.patterns import refuse_title
from wiki.editing.save import SUMMARY_MAX, Saved, insert_revision, prepare_edit, record_page
from wiki.editing.saving.deadlock import in_transaction
from wiki.editing.watching.watch import follow_move
from wiki.models import File, Page
from wiki.moderation.move_rules import CannotMove, check_along, check_titles, occupied, title_taken
from wiki.moderation.redirects import mending
from wiki.permissions import Editor, Place, may_move, may_move_subpages, may_suppress_redirect, refuse_blocked
from wiki.reading.linking.companions import leads_to, pages_beside
from wiki.reading.source import model_of_page
from wiki.text.comparing.changes import Change
from wiki.text.links import link_source
from wiki.text.titles import Title, fold

MOST = 100  # pages that move along
Write = Callable[[], Saved]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did: to the page, to those that moved along, and to redirects."""

    page: Page
    old: Title
    new: Title
    redirect: bool
    over_redirect: bool
    along: tuple[tuple[Title, Title], ...] = ()
    mended: int = 0


@dataclass(frozen=True, slots=True)
class _Step:
    """One page that moves, and what writes the redirect that it leaves."""

    page: Page
    old: Title
    new: Title
    redirect: Write | None


def move_page(
    page: Page,
    new: Title,
    *,
    editor: Editor,
    reason: str = "",
    move_talk: bool = True,
    leave_redirect: bool = True,
    move_subpages: bool = False,
    mend_redirects: bool = False,
) -> Moved:
    """Give a page another title, all or nothing: a revision that changes only the page, and a log entry.

    With it go, if wished, its talk page and its subpages. The old titles become redirects, unless the editor
    may and will leave none. Redirects that led to them lead on at once if `mend_redirects` says so, where the
    editor may edit them. A title that a page has is free only if that page never was anything but a redirect
    to the one that moves.

    Raises CannotMove (`code`, `message`) and Refused.
    """
    if len(reason) > SUMMARY_MAX:
        message = _("The reason has %(n)s characters; the limit is %(max)s.")
        raise CannotMove(message % {"n": len(reason), "max": SUMMARY_MAX}, field="reason")
    may_move(editor, page)
    subpages = move_subpages and may_move_subpages(editor)
    leave_redirect = leave_redirect or not may_suppress_redirect(editor)
    check_titles(page.name, new, subpages=subpages)
    may_move(editor, page, new)
    beside = pages_beside(page.name, new, talk=move_talk, subpages=subpages, limit=MOST + 1)
    if len(beside) > MOST:
        message = _("More than %(n)s pages would move along; move them in parts.")
        raise CannotMove(message % {"n": MOST}, code="toomanysubpages")
    check_along(title for _page, title in beside)
    steps = [
        _Step(one, one.name, title, _redirect(one, title, editor) if leave_redirect else None)
        for one, title in ((page, new), *beside)
    ]
    for step in steps:
        refuse_title(step.new, editor)
    titles = {step.old: step.new for step in steps}
    if not titles.keys().isdisjoint(titles.values()):
        raise CannotMove(_("The pages would take each other’s titles."), code="circle")
    mends = mending(titles, editor) if mend_redirects else []
    return in_transaction(lambda: _move_all(steps, mends, editor, reason))


def _redirect(page: Page, new: Title, editor: Editor) -> Write:
    """What leaves a redirect at the page's title; of its content model, so that a template works on."""
    edit = whole_page(None, f"#REDIRECT {link_source(new.full)}", "", model=model_of_page(page))
    summary = _("Moved to %(title)s") % {"title": link_source(new.full)}
    prepared = prepare_edit(
        page.name, edit, editor=editor, summary=summary[:SUMMARY_MAX], tags=["mw-new-redirect"]
    )
    return (lambda: prepared) if isinstance(prepared, Saved) else prepared


def _move_all(steps: Sequence[_Step], mends: Sequence[Write], editor: Editor, reason: str) -> Moved:
    places = [Place(title, step.page.pk) for step in steps for title in (step.old, step.new)]
    refuse_blocked(editor, *places, lock=True)
    count("move", editor)
    there = occupied([step.new for step in steps])
    locked = _locked([*(step.page for step in steps), *there.values()])
    over = [step for step in steps if step.new in there]
    for step in steps:
        page = locked[step.page.pk]
        _check_unchanged(page, step.old)
        may_move(editor, page)
        if step in over:
            _make_way(locked[there[step.new].pk], step, editor)
        _move(page, step, editor, reason, over_redirect=step in over)
        may_move(editor, target=step.new)  # now that nobody else can take or protect the title
    for step in steps:
        if step.redirect is not None:
            step.redirect()
    mended = sum(1 for write in mends if write().revision is not None)
    first, *others = steps
    return Moved(
        locked[first.page.pk], first.old, first.new, first.redirect is not None, first in over,
        tuple((step.old, step.new) for step in others), mended,
    )  # fmt: skip


def _locked(pages: Sequence[Page]) -> dict[int, Page]:
    """The pages' rows as they are now, locked in the order of their numbers."""
    rows = Page.objects.select_for_update().filter(pk__in=[page.pk for page in pages])
    return {page.pk: page for page in rows.order_by("pk")}


def _check_unchanged(page: Page, old: Title) -> None:
    """Raise CannotMove for a page that went, or got another title, since it was read."""
    if page.deleted:
        message = _("“%(title)s” was deleted meanwhile.")
        raise CannotMove(message % {"title": old.full}, code="missingtitle")
    if page.name != old:
        message = _("“%(title)s” was moved to “%(new)s” meanwhile.")
        raise CannotMove(message % {"title": old.full, "new": page.name.full}, code="missingtitle")


def _make_way(there: Page, step: _Step, editor: Editor) -> None:
    """Delete the page that has the new title, if it is a mere redirect to the one that moves."""
    if there.deleted or there.name != step.new:
        return
    if there.number != 1 or there.latest is None or not leads_to(there, step.old):
        raise title_taken(step.new)
    if File.objects.filter(page=there).exists():
        raise title_taken(step.new)
    comment = _("Deleted to make way for the move of “%(title)s”") % {"title": step.old.full}
    now = there.latest.timestamp
    there.deleted, there.version = True, there.version + 1
    there.save_without_historical_record()  # type: ignore[attr-defined]
    entry = write_log("delete", "delete", there.name, editor=editor, page=there, comment=comment)
    record_page(there, there.latest, moment=max(now, entry.timestamp))
    derived.close(there, max(now, entry.timestamp))


def _move(page: Page, step: _Step, editor: Editor, reason: str, *, over_redirect: bool) -> None:
    """The revision, the page's new title, what follows from it, and the log entry."""
    latest = page.latest
    if latest is None:
        raise CannotMove(_("“%(title)s” has no revision.") % {"title": step.old.full})
    change = Change(part="page", id=None, verb="page_moved", old=step.old.full, new=step.new.full)
    revision = insert_revision(
        page, editor, sha1=latest.sha1, size=latest.size, summary=reason, changes=[change], minor=True
    )
    page.take(revision)
    page.namespace, page.title, page.folded_title = step.new.namespace, step.new.name, fold(step.new.name)
    page.rev = revision.number
    try:
        with transaction.atomic():
            page.save_without_historical_record()  # type: ignore[attr-defined]
    except IntegrityError:
        raise title_taken(step.new) from None
    record_page(page, revision)
    derived.moved(page, step.old, revision.timestamp)
    if page.watched and not step.old.is_talk:
        follow_move(step.old, step.new)
    write_log(
        "move", "move_redir" if over_redirect else "move", step.old, editor=editor, page=page, comment=reason,
        timestamp=revision.timestamp, target=step.new.full, noredirect=step.redirect is None,
    )  # fmt: skip
