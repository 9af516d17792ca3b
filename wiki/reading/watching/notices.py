"""What an account was told, as it may see it now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wiki.models import Notice, User
from wiki.models.report import DISMISSED
from wiki.permissions import Editor
from wiki.reading.lists.lines import BadCursor, RevisionLine, lines
from wiki.reading.suggested.suggestions import SuggestionLine, suggestion_lines
from wiki.reading.talk.comments import NoticedComment, comments_of
from wiki.reading.watching.watchlist import watched_edits
from wiki.text.titles import Title

SUGGESTING = ("proposed", "decided", "answered")  # kinds of notice that tell of a suggestion
TALKING = ("reply", "talk", "mention")  # kinds of notice that tell what was said
LIVING = (
    Q(revision__withheld=False, revision__page__deleted=False)
    | Q(suggestion__hidden=False, suggestion__page__deleted=False)
    | Q(report__isnull=False)
)
WITH = ("revision__page", "suggestion__page", "suggestion__revision", "report", "actor")


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice. Of what the viewer may not see, the line says nothing; `actor` is who thanked."""

    id: int
    kind: str
    line: RevisionLine
    created: datetime
    seen: bool
    actor: str = ""
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    comment: NoticedComment | None = None  # what the edit said on a talk page

    @property
    def timestamp(self) -> datetime:
        """When it was told: lists are in days."""
        return self.created


@dataclass(frozen=True, slots=True)
class SuggestionNotice:
    """One notice about a suggestion; `actor` is who decided or answered, where that was an account."""

    id: int
    kind: str
    suggestion: SuggestionLine
    created: datetime
    seen: bool
    actor: str = ""

    @property
    def timestamp(self) -> datetime:
        """When it was told: lists are in days."""
        return self.created


@dataclass(frozen=True, slots=True)
class ReportNotice:
    """What became of a report of the account's. `title` is what it reported, as it was called then: whatever
    it has become since, the account saw it under that name. Who decided is not told.
    """

    id: int
    kind: str
    title: Title
    state: str
    answer: str
    created: datetime
    seen: bool

    @property
    def told(self) -> str:
        """What became of it, in words."""
        if self.state == DISMISSED:
            return _("It was looked at; nothing had to be done.")
        return _("It was looked at and dealt with. Thank you.")

    @property
    def timestamp(self) -> datetime:
        """When it was told: lists are in days."""
        return self.created


AnyNotice = NoticeLine | SuggestionNotice | ReportNotice


@dataclass(frozen=True, slots=True)
class Notices:
    """One screen of notices, newest first; `older` is the cursor of the next one, if any."""

    rows: tuple[AnyNotice, ...]
    older: str | None = None


def notices(user: User, *, viewer: Editor, limit: int = 50, before: str = "") -> Notices:
    """What the account was told, newest first. Notices of pages that are gone, and of revisions that were
    left out, are left out. 5 queries. Raises BadCursor.
    """
    mine = told_to(user)
    if before:
        if not (before.isascii() and before.isdigit() and len(before) < 19):
            raise BadCursor(before)
        mine = mine.filter(pk__lt=int(before))
    found = list(mine.order_by("-pk")[: limit + 1])
    rows = notice_lines(found[:limit], user, viewer=viewer)
    return Notices(rows, str(found[limit - 1].pk) if len(found) > limit else None)


def told_to(user: User) -> QuerySet[Notice]:
    """The notices of an account that there is still something to say about."""
    return Notice.objects.filter(LIVING, user=user).select_related(*WITH)


def notice_lines(found: Collection[Notice], user: User, *, viewer: Editor) -> tuple[AnyNotice, ...]:
    """These notices as the viewer may see them; of watched parts their own changes alone. 4 queries, one more
    where suggestions are among them.
    """
    edits = [(notice, notice.revision) for notice in found if notice.revision is not None]
    told = {row.id: row for row in lines((revision for _notice, revision in edits), viewer=viewer)}
    watched = watched_edits(user, [told[one.pk] for notice, one in edits if notice.kind == "watched"])
    said = comments_of(told[one.pk] for notice, one in edits if notice.kind in TALKING)
    result: dict[int, AnyNotice] = _about_suggestions(found, viewer) | _about_reports(found)
    for notice, revision in edits:
        line = NoticeLine(
            notice.pk, notice.kind, told[revision.pk], notice.created, notice.seen,
            notice.actor.username if notice.actor else "",
            comment=said.get(revision.pk) if notice.kind in TALKING else None,
        )  # fmt: skip
        if notice.kind == "watched":
            own = watched[revision.pk]
            line = replace(line, line=own.line, joined=own.joined, left=own.left)
        result[notice.pk] = line
    return tuple(result[notice.pk] for notice in found)


def _about_suggestions(found: Collection[Notice], viewer: Editor) -> dict[int, AnyNotice]:
    about = [(notice, notice.suggestion) for notice in found if notice.suggestion is not None]
    rows = suggestion_lines((suggestion for _notice, suggestion in about), viewer=viewer)
    return {
        notice.pk: SuggestionNotice(
            notice.pk, notice.kind, row, notice.created, notice.seen,
            notice.actor.username if notice.actor else "",
        )
        for (notice, _suggestion), row in zip(about, rows, strict=True)
    }  # fmt: skip


def _about_reports(found: Collection[Notice]) -> dict[int, AnyNotice]:
    return {
        notice.pk: ReportNotice(
            notice.pk, notice.kind, Title(report.namespace, report.title or report.about_text), report.state,
            report.answer, notice.created, notice.seen,
        )
        for notice in found
        if (report := notice.report) is not None
    }  # fmt: skip


def has_thanked(user: User, ids: Collection[int]) -> set[int]:
    """Those of the revisions that the account has thanked for; one query."""
    given = Notice.objects.filter(kind="thanked", actor=user, revision_id__in=ids)
    return {id_ for id_ in given.values_list("revision_id", flat=True) if id_}
