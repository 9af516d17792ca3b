"""A deed on many pages taken back as a whole, by its log entry."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext as _

from wiki.editing.files.files import revert_file
from wiki.editing.log import write_log
from wiki.editing.save import Saved
from wiki.editing.undo import prepare_undo
from wiki.models import DeedStep, LogEntry, Page
from wiki.moderation.deed import Deed, to_undo
from wiki.moderation.delete import CannotUndelete, undelete_page
from wiki.moderation.move import move_page
from wiki.moderation.revert_user import REASONS, Reverted, why_not
from wiki.permissions import Editor, may_rollback
from wiki.reading.page import RevisionHidden, find_page
from wiki.text.titles import Title, parse_title


class _Changed(Exception):
    """What the step did stands no more; the message says why."""


def take_back(entry: LogEntry, *, editor: Editor, reason: str = "") -> Reverted:
    """Undo a whole `revert_user` by its log entry: edits again, pages and files back, moves as they were.

    It is a deed of its own in the log. Broken off, it goes on where it stopped when it is called again. What
    was changed since is left, and told. Raises Refused.
    """
    may_rollback(editor)
    done = Reverted()
    begun = DeedStep.objects.filter(undoes__entry=entry).select_related("entry").first()

    def begin() -> LogEntry:
        return write_log(
            "rollback", "userback", Title(entry.namespace, entry.title), editor=editor, comment=reason,
            entry=entry.pk,
        )  # fmt: skip

    deed = Deed(begin, begun.entry if begun else None)
    for step in to_undo(entry):
        page = Page.objects.select_related("latest").get(pk=step.page_id or 0)
        try:
            if not _undone(step, page, deed, editor, reason, done):
                raise _Changed(_("Changed since."))
        except (*REASONS, CannotUndelete, RevisionHidden, _Changed) as error:
            done.left.append((page.name, why_not(error) or _("Changed since.")))
    deed.end()
    done.entry = deed.entry
    return done


def _undone(step: DeedStep, page: Page, deed: Deed, editor: Editor, reason: str, done: Reverted) -> bool:
    """Whether the step was taken back, and is told in `done`."""
    if step.kind == "edit" and step.revision is not None:
        write = prepare_undo(page, step.revision, editor=editor, summary=reason)
        if isinstance(write, Saved) or not deed.step(lambda: _with(step, write().revision is not None)):
            return False
        done.pages[page.pk], done.edits[page.pk] = page, [step.revision.number]
    elif step.kind == "delete":
        deed.step(partial(_undeleted, step, page, editor, reason))
        done.deleted.append(page)
    elif step.kind == "move":
        deed.step(partial(_moved_again, step, editor, reason))
        done.moves.append((parse_title(step.old), parse_title(step.new)))
    elif step.kind == "file" and step.number is not None:
        again = partial(revert_file, page.name, step.number, editor=editor, comment=reason)
        if not deed.step(lambda: _with(step, again().version is not None)):
            return False
        done.files.append(page)
    return True


def _with(step: DeedStep, done: bool) -> list[DeedStep]:
    return [DeedStep(kind=step.kind, page_id=step.page_id, undoes=step)] if done else []


def _undeleted(step: DeedStep, page: Page, editor: Editor, reason: str) -> list[DeedStep]:
    # somebody may have restored it and deleted it again since
    last = LogEntry.objects.filter(type="delete", action="delete", page=page).order_by("-pk").first()
    if last is None or last.pk != step.left_id:
        raise _Changed(_("It was deleted again since."))
    undelete_page(page, editor=editor, reason=reason)
    return _with(step, True)


def _moved_again(step: DeedStep, editor: Editor, reason: str) -> list[DeedStep]:
    found = find_page(parse_title(step.old))
    if found is None or found.pk != step.page_id:
        raise _Changed(_("It has another title by now."))
    move_page(
        found, parse_title(step.new), editor=editor, reason=reason, move_talk=False, leave_redirect=False
    )
    return _with(step, True)
