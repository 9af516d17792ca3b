"""The one way an edit enters the wiki."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing import derived
from wiki.editing.addresses import note_edit
from wiki.editing.autoblock import spread
from wiki.editing.deriving.authorship import Authored, authored
from wiki.editing.errors import BadEdit, Choices
from wiki.editing.fields.field_rules import refuse_unsourced
from wiki.editing.filters import Caught, ask_filters
from wiki.editing.gate import Attempt, let_through, look_at
from wiki.editing.merging.rows import Edit
from wiki.editing.saving.deadlock import in_transaction
from wiki.editing.saving.describe import changes_of, with_ids
from wiki.editing.saving.plan import Plan, plan_edit
from wiki.editing.saving.reverts import MANUAL, REVERTS, mark_reverted, software_tags, taken_back
from wiki.editing.saving.store import store_rows
from wiki.editing.suggest.kept import pass_gate
from wiki.editing.suggest.pending import Held, held_back, refuse_waiting
from wiki.editing.temporary import as_author, signed_as, signs_unnamed
from wiki.editing.watching.notify import announce, is_watched
from wiki.models import ChangeTag, Page, Revision, RevisionTag, Row, Suggestion, chain_hash, tag_rows
from wiki.models.counts import add_to_counts
from wiki.models.parts import Ref
from wiki.permissions import Blocked, Editor, marks_minor, may_edit
from wiki.reading.edit_facts import EditFacts
from wiki.text.comparing.changes import Change
from wiki.text.content import MARKDOWN
from wiki.text.html.rendered import RenderedPage
from wiki.text.titles import Title, fold

SUMMARY_MAX = 500


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of an edit. `revision` is None where nothing changed; else `rows` are the page's rows now."""

    page: Page | None
    revision: Revision | None
    changes: tuple[Change, ...] = ()
    rows: tuple[Row, ...] = ()
    waits: Suggestion | None = None  # what of it has to be accepted by somebody first


def save_edit(
    page: Page | Title,
    edit: Edit,
    *,
    editor: Editor,
    summary: str = "",
    minor: bool = False,
    bot: bool = False,
    tags: Sequence[str] = (),
    choices: Choices | None = None,
    timestamp: datetime | None = None,
    reverted: Collection[int] = (),
    takes_back: Collection[int] = (),
    author: Editor | None = None,
) -> Saved:
    """Save an edit of a page (a Title: of a page to create) as one revision, or change nothing at all.

    What others changed since the edit's base is merged. `reverted` are the accounts whose edits it takes
    back, who are told, `takes_back` the numbers of the revisions, which are tagged. `author` wrote it, where
    that is not the editor, who then stands beside him as who accepted it. Raises Refused
    (permissions), EditConflict where the same words were changed, BadEdit or TextTooLarge for what cannot be
    saved.
    """
    prepared = prepare_edit(
        page, edit, editor=editor, summary=summary, minor=minor, bot=bot, tags=tags, choices=choices,
        timestamp=timestamp, reverted=reverted, takes_back=takes_back, author=author,
    )  # fmt: skip
    if isinstance(prepared, Saved):
        return prepared
    try:
        return in_transaction(prepared)
    except Blocked as refusal:
        spread(refusal.block, editor)
        raise


def prepare_edit(
    page: Page | Title,
    edit: Edit,
    *,
    editor: Editor,
    summary: str = "",
    minor: bool = False,
    bot: bool = False,
    tags: Sequence[str] = (),
    choices: Choices | None = None,
    timestamp: datetime | None = None,
    reverted: Collection[int] = (),
    takes_back: Collection[int] = (),
    author: Editor | None = None,
) -> Saved | Callable[[], Saved]:
    """`save_edit` in two steps, for deeds of several edits: what takes time is done now; what comes back
    writes, and has to be called in a transaction. Where there is nothing to write it is the answer at once.

    Both steps raise what `save_edit` raises.
    """
    check_summary(summary)
    note = _Note(
        author or editor, summary, minor and marks_minor(editor), bot, list(tags), timestamp, reverted,
        takes_back, accepter=editor.name if author is not None else "",
    )  # fmt: skip
    return _prepared(page, edit, editor, note, choices)


def _prepared(
    page: Page | Title,
    edit: Edit,
    editor: Editor,
    note: _Note,
    choices: Choices | None,
    caught: Caught | None = None,
) -> Saved | Callable[[], Saved]:
    """What `prepare_edit` gives. Changes that somebody has to accept first are parted from the rest; the
    filters are asked once, about both together.
    """
    title = page if isinstance(page, Title) else page.name
    existing = None if isinstance(page, Title) else page
    may_edit(editor, existing, title)
    plan = plan_edit(existing, edit, choices)
    if existing is not None and plan.empty:
        return Saved(existing, None)
    if existing is None and not plan.text.strip():
        raise BadEdit(_("A new page needs some text."), field="text", code="emptypage")
    wanted = Attempt(editor, title, existing, plan, note.summary)
    look_at(wanted)
    if caught is None:
        rows = (plan.before, plan.rows)
        caught = ask_filters(
            EditFacts(lambda: rows, editor, title, existing is None, note.summary, note.minor)
        )
    held = None
    if existing is not None:
        held = held_back(existing, edit, plan, editor, choices, whole=caught.waits)
    if held is not None:
        rest = _prepared(held.page, held.live, editor, note, choices, caught) if held.live else None
        return lambda: _hold_back(held, rest, editor, note.summary, caught)
    tags = [*note.tags, *refuse_unsourced(plan, title, editor), *caught.tags]
    written = replace(note, tags=tags)
    # Before the lock is taken, on the text that one expects to store.
    rendered, authorship = derived.render(plan, title), authored(existing, plan)

    def write() -> Saved:
        locked = _locked(existing, title)
        may_edit(editor, existing and locked, title)
        signs = signs_unnamed(edit, editor)
        attempt = replace(wanted, page=existing and locked)
        refuse_waiting(attempt.page, plan, editor)
        if locked.number == plan.number and not signs:
            let_through(attempt)
            return _noted(caught, _write(locked, plan, written, rendered, authorship))
        merged = plan_edit(locked, edit, choices)
        if merged.empty:
            return Saved(locked, None)
        attempt = replace(attempt, plan=merged)
        refuse_waiting(attempt.page, merged, editor)
        look_at(attempt)
        refuse_unsourced(merged, title, editor)
        let_through(attempt)
        if signs:  # only now is the name known, and the text with it
            merged = plan_edit(locked, signed_as(as_author(editor).name, edit), choices)
        return _noted(caught, _write(locked, merged, written, None, authored(locked, merged)))

    return write


def _hold_back(
    held: Held, rest: Saved | Callable[[], Saved] | None, editor: Editor, summary: str, caught: Caught
) -> Saved:
    """Save what need not wait, and keep the other for review."""
    pass_gate(editor, held.page)
    saved = rest if isinstance(rest, Saved) else rest() if rest else Saved(held.page, None)
    saved = replace(saved, waits=held.keep(editor, summary))
    if saved.revision is None:
        caught.note(None, saved.waits)
    return saved


def check_summary(text: str, field: str = "summary") -> None:
    """Raise BadEdit for a summary, or another line of an input, that is too long."""
    if len(text) > SUMMARY_MAX:
        message = _("The edit summary has %(n)s characters; the limit is %(max)s.")
        raise BadEdit(message % {"n": len(text), "max": SUMMARY_MAX}, field=field, code="summarytoolong")


def _noted(caught: Caught, saved: Saved) -> Saved:
    """What was saved, after the filters that caught it are written down."""
    caught.note(saved.revision)
    return saved


@dataclass(frozen=True, slots=True)
class _Note:
    """What goes into a revision besides its text."""

    author: Editor
    summary: str
    minor: bool
    bot: bool
    tags: list[str]
    timestamp: datetime | None
    reverted: Collection[int]
    takes_back: Collection[int]
    accepter: str


def _locked(existing: Page | None, title: Title) -> Page:
    """The page's row, locked until the transaction ends; created where there is none.

    Raises BadEdit if it was deleted, or created by somebody else, in the meantime.
    """
    if existing is not None:
        page = lock_page(existing)
        if page.deleted:
            message = _("This page was deleted while you were writing. Save again to create it anew.")
            raise BadEdit(message, code="pagedeleted")
        return page
    page = Page(namespace=title.namespace, title=title.name, folded_title=fold(title.name))
    try:
        with transaction.atomic():
            page.save_without_historical_record()  # type: ignore[attr-defined]
            _hold_above(title)
            return page
    except IntegrityError:
        message = _("Somebody created this page while you were writing. Your text is kept below.")
        raise BadEdit(message, code="articleexists") from None


def _hold_above(title: Title) -> None:
    """Lock the pages above a new subpage, of which one may be about to be protected with all below it."""
    if above := [one.name for one in title.parents]:
        pages = Page.objects.filter(namespace=title.namespace, title__in=above, deleted=False)
        list(pages.select_for_update().order_by("pk").values_list("pk"))


def lock_page(page: Page) -> Page:
    """The page's row as it is now, locked until the transaction ends.

    Its latest revision is not joined in: having waited for a lock, PostgreSQL would pair the row's new
    state with the revisions of before.
    """
    locked = Page.objects.select_for_update().get(pk=page.pk)
    if Page.latest.is_cached(page) and page.latest_id == locked.latest_id:
        locked.latest = page.latest
    return locked


def _write(page: Page, plan: Plan, note: _Note, rendered: RenderedPage | None, authorship: Authored) -> Saved:
    """Insert the revision, the versions and what is derived from them, under the page's lock."""
    note = replace(note, author=as_author(note.author))
    changes = changes_of(plan)
    revision = _revision(page, plan, note, changes, stood=authorship.stood)
    rows = store_rows(page, plan, revision)
    changes = _named(revision, changes, {old.ref: new.id for old, new in zip(plan.rows, rows, strict=True)})
    created = page.number == 0
    page.take(revision)
    looks = derived.describe(page, plan)
    if created:
        page.rev, page.watched = 1, is_watched(page.name)
    page.save_without_historical_record()  # type: ignore[attr-defined]
    if created:
        record_page(page, revision, new=True)
    categories = derived.update(page, plan, revision, rendered, authorship, rows, looks=looks)
    announce(
        page, plan, revision, rows, editor=note.author, categories=categories, reverted=note.reverted
    )  # fmt: skip
    return Saved(page, revision, changes, tuple(rows))


def _named(revision: Revision, changes: tuple[Change, ...], ids: dict[Ref, int]) -> tuple[Change, ...]:
    """The lines with the ids that new parts were given when they were stored."""
    named = with_ids(changes, ids)
    if named is changes:
        return changes
    revision.changes = [change.to_json() for change in named]
    revision.save(update_fields=["changes"])
    return named


def _revision(page: Page, plan: Plan, note: _Note, changes: tuple[Change, ...], *, stood: bool) -> Revision:
    """The new revision's row. The chain ties it to its parent. What it takes back is marked; an edit takes
    nothing back unless all of its words `stood` on the page before.
    """
    source = plan.text.encode()
    sha1 = hashlib.sha1(source, usedforsecurity=False).hexdigest()
    tags, back = list(note.tags), note.takes_back
    if REVERTS.isdisjoint(tags):
        back = back or (taken_back(page, sha1) if stood else [])
        tags += [MANUAL] if back else software_tags(plan, changes, was_redirect=page.redirect)
    mark_reverted(page, back, patrols=bool(back) and "patrol" in note.author.rights)
    return insert_revision(
        page,
        note.author,
        accepter=note.accepter,
        sha1=sha1,
        size=len(source),
        summary=note.summary,
        minor=note.minor,
        bot=note.bot,
        tags=list(dict.fromkeys(tags)),
        changes=changes,
        timestamp=note.timestamp,
        model=plan.model,
    )


def insert_revision(
    page: Page,
    editor: Editor,
    *,
    sha1: str,
    size: int,
    summary: str,
    changes: Sequence[Change],
    minor: bool = False,
    bot: bool = False,
    tags: Sequence[str] = (),
    timestamp: datetime | None = None,
    accepter: str = "",
    model: str | None = None,
) -> Revision:
    """The page's next revision. To be called under the page's lock, by editing and moderation only."""
    editor = as_author(editor)
    parent = page.latest
    number, time = page.number + 1, (timestamp or timezone.now()).replace(microsecond=0)
    chain = chain_hash(
        page_id=page.pk, number=number, parent=parent.chain if parent else "", sha1=sha1, timestamp=time,
        summary=summary, minor=minor,
    )  # fmt: skip
    add_to_counts(ChangeTag, dict.fromkeys(tags, (1,)))
    revision = Revision.objects.create(
        page=page,
        number=number,
        parent=parent,
        author=editor.author,
        author_text=editor.name,
        author_ip=editor.sortable_ip,
        accepter=accepter,
        timestamp=time,
        summary=summary,
        minor=minor,
        bot=bot,
        tags=list(tags),
        content_model=model or (parent.content_model if parent else MARKDOWN),
        sha1=sha1,
        size=size,
        delta=size - (parent.size if parent else 0),
        changes=[change.to_json() for change in changes],
        chain=chain,
        unpatrolled=not accepter and "autopatrol" not in editor.rights,
    )
    if tags:
        RevisionTag.objects.bulk_create(tag_rows(revision))
    note_edit(revision, editor)
    return revision


def record_page(page: Page, revision: Revision, *, new: bool = False, moment: datetime | None = None) -> None:
    """Write a version of the page's own row (title, deletion, protection), held from `moment` on
    (default: the revision's time).
    """
    since = moment or revision.timestamp
    if not new:
        Page.history.filter(id=page.pk, valid_to=None).update(valid_to=since)
    Page.history.bulk_history_create(
        [page],
        update=not new,
        default_user=revision.author,
        default_change_reason=None,
        default_date=since,
        custom_historical_attrs={"revision": revision, "valid_from": since},
    )
