"""All that one author did in a span of time, taken back page by page: edits, moves and new pages.

What others wrote stays: each page gets one edit that takes back the author's alone. Where later edits of
others changed the same words, that run of edits is left for people to settle, and told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit, EditConflict
from wiki.editing.log import write_log
from wiki.editing.merging.rows import Edit, merge_rows
from wiki.editing.save import SUMMARY_MAX, save_edit
from wiki.editing.saving.plan import plan_edit
from wiki.editing.saving.reverts import UNDO
from wiki.editing.undo import AlreadyUndone, undo
from wiki.models import LogEntry, Page, Revision, Row, parts_as_of, parts_live
from wiki.models.parts import Ref
from wiki.moderation.delete import CannotUndelete, delete_page, undelete_page
from wiki.moderation.move import move_page
from wiki.moderation.move_rules import CannotMove
from wiki.permissions import Editor, Refused, may_rollback
from wiki.text.titles import Title, parse_title

MOST = 500  # pages that are changed in one go
Run = tuple[int, int]  # numbers of the first and the last revision


@dataclass(slots=True)
class Reverted:
    """What was taken back (or would be), and what was not, with the reason in words."""

    edits: dict[int, list[int]] = field(default_factory=dict)  # by page, the numbers of the revisions
    moves: list[tuple[Title, Title]] = field(default_factory=list)  # as the author made them
    deleted: list[Page] = field(default_factory=list)
    pages: dict[int, Page] = field(default_factory=dict)
    left: list[tuple[Title, str]] = field(default_factory=list)
    revisions: list[int] = field(default_factory=list)  # ids of those that took back
    entry: LogEntry | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take back."""
        return not (self.edits or self.moves or self.deleted)


def revert_user(
    author: str,
    since: datetime,
    until: datetime,
    *,
    editor: Editor,
    reason: str = "",
    preview: bool = False,
) -> Reverted:
    """Take back what this author (an account or an address) did from `since` to before `until`.

    Moves first, the last one first; then pages that nobody else edited are deleted, and the author's edits
    of others are undone, each page in one edit. `preview`: only tell. The log entry holds all of it, so that
    `take_back` can undo it as a whole. At most 500 pages; call again for more. Raises Refused.
    """
    may_rollback(editor)
    done = Reverted()
    _moves(author, since, until, done, None if preview else editor, reason)
    for page, numbers in _touched(author, since, until):
        if len(done.edits) + len(done.deleted) >= MOST:
            break
        done.pages[page.pk] = page
        _revert_page(page, numbers, done, None if preview else editor, _summary(author, reason))
    if not preview and not done.empty:
        done.entry = write_log(
            "rollback", "user", Title(2, author), editor=editor, comment=reason, revisions=done.revisions,
            deleted=[page.pk for page in done.deleted], moves=[[a.full, b.full] for a, b in done.moves],
            since=since.isoformat(), until=until.isoformat(),
        )  # fmt: skip
    return done


def _summary(author: str, reason: str) -> str:
    what = _("Reverted edits by %(author)s") % {"author": f"[[Special:Contributions/{author}|{author}]]"}
    return (f"{what}: {reason}" if reason else what)[:SUMMARY_MAX]


# ---- Moves ------------------------------------------------------------------------------------------------


def _moves(
    author: str, since: datetime, until: datetime, done: Reverted, editor: Editor | None, reason: str
) -> None:
    entries = LogEntry.objects.filter(
        type="move", user_text=author, timestamp__gte=since, timestamp__lt=until
    )
    for entry in entries.select_related("page").order_by("-timestamp", "-id")[:MOST]:
        old, new = Title(entry.namespace, entry.title), parse_title(str(entry.params.get("target", "")))
        page = Page.objects.filter(pk=entry.page_id or 0, deleted=False).first()
        if page is None:
            continue
        if editor is not None and page.name != new:
            done.left.append((new, _("It has another title by now.")))
        elif editor is None or _moved(page, old, editor, reason, done):
            done.moves.append((old, new))


def _moved(page: Page, to: Title, editor: Editor, reason: str, done: Reverted) -> bool:
    try:
        move_page(page, to, editor=editor, reason=reason, move_talk=False, leave_redirect=False)
    except (CannotMove, Refused, BadEdit) as error:
        done.left.append((page.name, error.message))
        return False
    return True


# ---- Edits ------------------------------------------------------------------------------------------------


def _touched(author: str, since: datetime, until: datetime) -> Iterator[tuple[Page, list[int]]]:
    """The living pages that the author edited then, each with the numbers of those revisions."""
    theirs = Revision.objects.filter(author_text=author, timestamp__gte=since, timestamp__lt=until)
    theirs = theirs.filter(withheld=False, page__deleted=False)
    ids = theirs.order_by("page_id").values_list("page_id", flat=True).distinct()
    for page_id in list(ids):
        page = Page.objects.select_related("latest").filter(pk=page_id, deleted=False).first()
        if page is not None:
            lines = theirs.filter(page=page).order_by("number").values_list("number", "changes")
            numbers = [number for number, changes in lines if _of_the_text(changes)]
            if numbers:
                yield page, numbers


def _of_the_text(changes: list[dict[str, Any]]) -> bool:
    """Whether the revision did more than move or protect the page."""
    return any(change["part"] != "page" or change["verb"] == "created" for change in changes) or not changes


def _revert_page(page: Page, numbers: list[int], done: Reverted, editor: Editor | None, summary: str) -> None:
    if numbers[0] == 1 and not _edited_by_others(page, numbers):
        if editor is not None:
            try:
                delete_page(page, editor=editor, reason=summary)
            except Refused as error:
                done.left.append((page.name, error.message))
                return
        done.deleted.append(page)
        return
    edit, undone = _without(page, [number for number in numbers if number > 1], done)
    if not undone or (editor is None and plan_edit(page, edit).empty):
        return
    if editor is not None:
        try:
            saved = save_edit(page, edit, editor=editor, summary=summary, tags=[UNDO], takes_back=undone)
        except (EditConflict, BadEdit, Refused) as error:
            done.left.append((page.name, str(getattr(error, "message", error))))
            return
        if saved.revision is None:
            return
        done.revisions.append(saved.revision.pk)
    done.edits[page.pk] = undone


def _edited_by_others(page: Page, numbers: list[int]) -> bool:
    """Whether another revision than these changed the page's text: moving and protecting it does not."""
    others = Revision.objects.filter(page=page).exclude(number__in=numbers).order_by("number")
    return any(map(_of_the_text, others.values_list("changes", flat=True).iterator()))


def _without(page: Page, numbers: list[int], done: Reverted) -> tuple[Edit, list[int]]:
    """The edit that takes these revisions back, the newest run first, and which of them it does."""
    live = parts_live(page.pk)
    state: dict[Ref, Row] = {row.ref: row for row in parts_live(page.pk, dead=True)}
    rows: list[Row] = list(live)
    undone: list[int] = []
    for first, last in reversed(list(_runs(numbers))):
        edit = Edit(tuple(parts_as_of(page.pk, last)), tuple(parts_as_of(page.pk, first - 1)))
        try:
            rows = merge_rows(edit, [*rows, *(row for row in state.values() if row.deleted)])
        except EditConflict:
            done.left.append(
                (page.name, _("Later edits changed the same words as revision %(n)s.") % {"n": last})
            )
            continue
        standing = {row.ref: row for row in rows}
        state = {ref: standing.get(ref, replace(row, deleted=True)) for ref, row in state.items()}
        undone += range(first, last + 1)
    return Edit(tuple(live), tuple(rows)), undone


def _runs(numbers: Sequence[int]) -> Iterator[Run]:
    """Numbers that follow one another, as first and last."""
    for _key, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _at, number in group]
        yield run[0], run[-1]


# ---- And back ---------------------------------------------------------------------------------------------


def take_back(entry: LogEntry, *, editor: Editor, reason: str = "") -> Reverted:
    """Undo a whole `revert_user` by its log entry: edits again, pages back, moves as they were. Raises
    Refused.
    """
    may_rollback(editor)
    done = Reverted()
    for revision in Revision.objects.select_related("page__latest").filter(pk__in=entry.params["revisions"]):
        page = revision.page
        try:
            saved = undo(page, revision, editor=editor, summary=reason)
        except (AlreadyUndone, EditConflict, Refused, BadEdit) as error:
            done.left.append((page.name, str(getattr(error, "message", "")) or _("Changed since.")))
        else:
            done.pages[page.pk], done.edits[page.pk] = page, [revision.number]
            done.revisions += [saved.revision.pk] if saved.revision else []
    for page in Page.objects.filter(pk__in=entry.params["deleted"], deleted=True):
        # somebody may have restored it and deleted it again since
        if LogEntry.objects.filter(type="delete", action="delete", page=page, pk__gt=entry.pk).exists():
            done.left.append((page.name, _("It was deleted again since.")))
            continue
        try:
            undelete_page(page, editor=editor, reason=reason)
        except (CannotUndelete, Refused) as error:
            done.left.append((page.name, str(error)))
        else:
            done.deleted.append(page)
    for was, now in reversed(entry.params["moves"]):
        old, new = parse_title(was), parse_title(now)
        found = Page.objects.filter(namespace=old.namespace, title=old.name, deleted=False).first()
        # another page may have got the title since
        came = LogEntry.objects.filter(type="move", page=found, namespace=new.namespace, title=new.name)
        if found is None or not came.exists():
            done.left.append((old, _("It has another title by now.")))
        elif _moved(found, new, editor, reason, done):
            done.moves.append((old, new))
    return done
