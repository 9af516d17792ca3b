"""All that one author did in a span of time, taken back page by page: edits, moves, new pages and uploads.

What others wrote stays: each page gets one edit that takes back the author's alone. Where later edits of
others changed the same words, that run of edits is left for people to settle, and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit, EditConflict
from wiki.editing.files.file_bytes import BadFile
from wiki.editing.files.files import revert_file
from wiki.editing.log import write_log
from wiki.editing.merging.rows import Edit, merge_rows
from wiki.editing.save import SUMMARY_MAX, Saved, prepare_edit
from wiki.editing.saving.plan import plan_edit
from wiki.editing.saving.reverts import UNDO
from wiki.models import DeedStep, FileVersion, LogEntry, Page, Revision, Row, parts_as_of, parts_live
from wiki.models.parts import Ref
from wiki.moderation.deed import Deed
from wiki.moderation.delete import delete_page
from wiki.moderation.move import move_page
from wiki.moderation.move_rules import CannotMove
from wiki.permissions import Editor, Refused, may_rollback
from wiki.reading.page import find_page
from wiki.reading.visibility import author_seen, deed_seen
from wiki.text.names import IpRange, ip_range, is_ip, sortable
from wiki.text.titles import Title, parse_title

MOST = 500  # pages that are changed in one go
Run = tuple[int, int]  # numbers of the first and the last revision
REASONS = (CannotMove, Refused, BadEdit, EditConflict, BadFile)  # why something is left


@dataclass(slots=True)
class Reverted:
    """What was taken back (or would be), and what was not, with the reason in words."""

    edits: dict[int, list[int]] = field(default_factory=dict)  # by page, the numbers of the revisions
    moves: list[tuple[Title, Title]] = field(default_factory=list)  # as the author made them
    deleted: list[Page] = field(default_factory=list)
    files: list[Page] = field(default_factory=list)
    pages: dict[int, Page] = field(default_factory=dict)
    left: list[tuple[Title, str]] = field(default_factory=list)
    entry: LogEntry | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take back."""
        return not (self.edits or self.moves or self.deleted or self.files)


@dataclass(frozen=True, slots=True)
class _Job:
    """Whose deeds of which time are taken back by whom; without `deed` it is only told."""

    author: str | IpRange
    since: datetime
    until: datetime
    editor: Editor
    reason: str
    deed: Deed | None
    done: Reverted

    @property
    def name(self) -> str:
        return self.author.name if isinstance(self.author, IpRange) else self.author

    def carries_out(self, title: Title, work: Callable[[], Sequence[DeedStep]]) -> bool:
        """Whether this was done (or would be tried); what cannot be is left, with the reason."""
        if self.deed is None:
            return True
        try:
            return bool(self.deed.step(work))
        except REASONS as error:
            self.done.left.append((title, why_not(error)))
            return False


def why_not(error: Exception) -> str:
    """The reason in words."""
    if isinstance(error, EditConflict):
        return _("Later edits changed the same words.")
    return str(getattr(error, "reason", "") or getattr(error, "message", "") or error)


def revert_user(
    author: str | IpRange,
    since: datetime,
    until: datetime,
    *,
    editor: Editor,
    reason: str = "",
    preview: bool = False,
    entry: LogEntry | None = None,
) -> Reverted:
    """Take back what this author (an account, an address or a range) did from `since` to before `until`.

    Moves first, the last one first; then pages that nobody else edited are deleted, the author's edits of
    others are undone, each page in one edit, and files get the version that they had. `preview`: only tell.
    One log entry, written with the first step and with all later ones as its steps, holds all of it, so that
    `take_back` can undo it as a whole; with `entry` a deed that was broken off goes on. At most 500 pages;
    call again for more. Raises Refused.
    """
    may_rollback(editor)
    done = Reverted()

    def begin() -> LogEntry:
        return write_log(
            "rollback", "user", Title(2, job.name), editor=editor, comment=reason,
            since=since.isoformat(), until=until.isoformat(),
        )  # fmt: skip

    deed = None if preview else Deed(begin, entry)
    job = _Job(author, since, until, editor, reason, deed, done)
    _moves(job)
    for page, numbers in _touched(job):
        if len(done.edits) + len(done.deleted) >= MOST:
            break
        done.pages[page.pk] = page
        _revert_page(page, numbers, job)
    _files(job)
    if deed is not None:
        deed.end()
        done.entry = deed.entry
    return done


def go_on(entry: LogEntry, *, editor: Editor) -> Reverted:
    """Go on with a revert that was broken off, by its log entry. Raises Refused."""
    since, until = (datetime.fromisoformat(entry.params[name]) for name in ("since", "until"))
    author = ip_range(entry.title) or entry.title
    return revert_user(author, since, until, editor=editor, reason=entry.comment, entry=entry)


def _summary(job: _Job) -> str:
    author = f"[[Special:Contributions/{job.name}|{job.name}]]"
    what = _("Reverted edits by %(author)s") % {"author": author}
    return (f"{what}: {job.reason}" if job.reason else what)[:SUMMARY_MAX]


def _by(author: str | IpRange, account: str, name: str) -> Q:
    """The rows that tell of this author by name; of a range, those of any address."""
    return Q(**{f"{account}__isnull": True}) if isinstance(author, IpRange) else Q(**{name: author})


def _is_of(author: str | IpRange, name: str) -> bool:
    if isinstance(author, str):
        return name == author
    return is_ip(name) and author.first <= sortable(name) <= author.last


# ---- Moves ------------------------------------------------------------------------------------------------


def _moves(job: _Job) -> None:
    entries = LogEntry.objects.filter(_by(job.author, "user", "user_text"), type="move")
    entries = entries.filter(timestamp__gte=job.since, timestamp__lt=job.until, page__deleted=False)
    entries = entries.filter(deed_seen(job.editor), author_seen(job.editor))
    found = entries.select_related("page__latest").order_by("-timestamp", "-id").iterator(chunk_size=500)
    moves = [entry for entry in found if _is_of(job.author, entry.user_text)][:MOST]
    first = {entry.page_id: Title(entry.namespace, entry.title) for entry in moves}  # the earliest one's
    now = {entry.page_id: entry.page.name for entry in moves if entry.page}
    for entry in moves:
        old, new = Title(entry.namespace, entry.title), parse_title(str(entry.params.get("target", "")))
        at = now[entry.page_id]
        if at == first[entry.page_id]:
            continue  # it is back already
        if at != new:
            job.done.left.append((at, _("It has another title by now.")))
        elif job.carries_out(at, partial(_moved_back, entry, old, new, job)):
            job.done.moves.append((old, new))
            now[entry.page_id] = old


def _moved_back(entry: LogEntry, old: Title, new: Title, job: _Job) -> list[DeedStep]:
    page, there = Page.objects.select_related("latest").get(pk=entry.page_id or 0), find_page(old)
    if there is not None and _made_alone(there, _numbers(there, job)):
        delete_page(there, editor=job.editor, reason=_summary(job))
    move_page(page, old, editor=job.editor, reason=job.reason, move_talk=False, leave_redirect=False)
    steps = []
    if there is not None:  # it made way
        left = LogEntry.objects.filter(page=there, type="delete", action="delete").latest("id")
        steps.append(DeedStep(kind="delete", page=there, left=left))
    return [*steps, DeedStep(kind="move", page=page, old=old.full, new=new.full)]


# ---- Edits ------------------------------------------------------------------------------------------------


def edits_of(author: str | IpRange, since: datetime, until: datetime) -> QuerySet[Revision]:
    """The revisions that this account, address or range saved from `since` to before `until`."""
    found = Revision.objects.filter(timestamp__gte=since, timestamp__lt=until, withheld=False)
    if isinstance(author, IpRange):
        return found.filter(author_ip__range=(author.first, author.last))
    return found.filter(author_text=author)


def _theirs(job: _Job) -> QuerySet[Revision]:
    """Those that the editor may know to be the author's: taking others back would tell whose they are."""
    return edits_of(job.author, job.since, job.until).filter(author_seen(job.editor))


def _numbers(page: Page, job: _Job) -> list[int]:
    """The numbers of the revisions in which the author changed the text of this page."""
    lines = _theirs(job).filter(page=page).order_by("number").values_list("number", "changes")
    return [number for number, changes in lines if _of_the_text(changes)]


def _touched(job: _Job) -> Iterator[tuple[Page, list[int]]]:
    """The living pages that the author edited then, each with the numbers of those revisions."""
    theirs = _theirs(job).filter(page__deleted=False)
    for page_id in list(theirs.order_by("page_id").values_list("page_id", flat=True).distinct()):
        page = Page.objects.select_related("latest").filter(pk=page_id, deleted=False).first()
        numbers = _numbers(page, job) if page else []
        if page and numbers:
            yield page, numbers


def _of_the_text(changes: list[dict[str, Any]]) -> bool:
    """Whether the revision did more than move or protect the page."""
    return any(change["part"] != "page" or change["verb"] == "created" for change in changes) or not changes


def _revert_page(page: Page, numbers: list[int], job: _Job) -> None:
    done = job.done
    if _made_alone(page, numbers):
        if job.carries_out(page.name, partial(_deleted, page, job)):
            done.deleted.append(page)
        return
    edit, undone = _without(page, [number for number in numbers if number > 1], done)
    if not undone or (job.deed is None and plan_edit(page, edit).empty):
        return
    if job.deed is None:
        done.edits[page.pk] = undone
        return
    try:
        write = prepare_edit(
            page, edit, editor=job.editor, summary=_summary(job), tags=[UNDO], takes_back=undone
        )
    except REASONS as error:
        done.left.append((page.name, why_not(error)))
        return
    if not isinstance(write, Saved) and job.carries_out(page.name, partial(_saved, write)):
        done.edits[page.pk] = undone


def _deleted(page: Page, job: _Job) -> list[DeedStep]:
    entry = delete_page(page, editor=job.editor, reason=_summary(job))
    return [DeedStep(kind="delete", page=page, left=entry)]


def _saved(write: Callable[[], Saved]) -> list[DeedStep]:
    saved = write()
    return [DeedStep(kind="edit", page=saved.page, revision=saved.revision)] if saved.revision else []


def _made_alone(page: Page, numbers: Sequence[int]) -> bool:
    """Whether these made the page and no other revision changed its text: moving and protecting does not."""
    if 1 not in numbers:
        return False
    others = Revision.objects.filter(page=page).exclude(number__in=numbers).order_by("number")
    return not any(map(_of_the_text, others.values_list("changes", flat=True).iterator()))


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
        state = {ref: standing.get(ref, row._replace(deleted=True)) for ref, row in state.items()}
        undone += range(first, last + 1)
    return Edit(tuple(live), tuple(rows)), undone


def _runs(numbers: Sequence[int]) -> Iterator[Run]:
    """Numbers that follow one another, as first and last."""
    for _key, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _at, number in group]
        yield run[0], run[-1]


# ---- Files ------------------------------------------------------------------------------------------------


def _files(job: _Job) -> None:
    """Files whose newest version is the author's get the newest one that is not."""
    theirs = Q(timestamp__gte=job.since, timestamp__lt=job.until) & _by(job.author, "author", "author_text")
    newest = FileVersion.objects.filter(theirs, current_of__isnull=False, file__page__deleted=False)
    newest = newest.filter(author_seen(job.editor))
    gone = {page.pk for page in job.done.deleted}
    for version in newest.select_related("file__page").order_by("pk")[:MOST]:
        page = version.file.page
        if page.pk in gone or not _is_of(job.author, version.author_text):
            continue
        others = FileVersion.objects.filter(file=version.file, file_hidden=False).order_by("-number")
        good = next((one for one in others.exclude(theirs)), None)
        if good is None:
            job.done.left.append((page.name, _("The file has no version by others.")))
        elif job.carries_out(page.name, partial(_file_back, version, good.number, job)):
            job.done.files.append(page)


def _file_back(version: FileVersion, number: int, job: _Job) -> list[DeedStep]:
    page = version.file.page
    stored = revert_file(page.name, number, editor=job.editor, comment=_summary(job))
    return [DeedStep(kind="file", page=page, number=version.number)] if stored.version else []
