"""Suggested edits as lists and one by one, as the viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from wiki.models import Page, Suggestion, SuggestionComment
from wiki.models.suggestion import OPEN
from wiki.permissions import Editor, sees_hidden
from wiki.reading.reports.keyed import Key, Screen, keyed, moment, number
from wiki.reading.suggested.sides import sees_suggestion, started_hidden
from wiki.reading.visibility import author_seen, sees_author
from wiki.text.comparing.changes import Change
from wiki.text.titles import Title

KEYS = (Key("created", moment, down=True), Key("id", number, down=True))
WITH = ("page__latest", "origin", "author", "revision", "decider")


class SuggestionMissing(LookupError):
    """There is no such suggestion, or its page is gone."""


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """One suggestion in a list. Where `hidden`, nothing of its words is told, nor who wrote them."""

    id: int
    page_title: Title
    kind: str
    state: str
    timestamp: datetime
    author: str
    author_is_account: bool
    summary: str
    changes: tuple[Change, ...]
    hidden: bool
    decided: datetime | None
    decider: str
    answer: str
    revision_id: int | None
    amended: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == OPEN


@dataclass(frozen=True, slots=True)
class Said:
    """One comment on a suggestion; without words where they are hidden."""

    id: int
    author: str
    author_is_account: bool
    timestamp: datetime
    text: str
    hidden: bool


def find_suggestion(id_: int, *, viewer: Editor) -> Suggestion:
    """The suggestion with its page; one query. Raises SuggestionMissing."""
    found = Suggestion.objects.select_related(*WITH).filter(pk=id_).first()
    if found is None or (found.page.deleted and "deletedhistory" not in viewer.rights):
        raise SuggestionMissing(id_)
    return found


def suggestion_line(suggestion: Suggestion, *, viewer: Editor) -> SuggestionLine:
    """One suggestion; one query."""
    return suggestion_lines([suggestion], viewer=viewer)[0]


def suggestion_lines(found: Iterable[Suggestion], *, viewer: Editor) -> tuple[SuggestionLine, ...]:
    """Rows for a list; their pages and revisions have to be loaded with them. One query, up to three more
    where one starts from a text that was hidden: then its words are hidden too.
    """
    rows = list(found)
    hidden = started_hidden(rows, viewer)
    return tuple(_line(one, viewer, hidden=one.pk in hidden) for one in rows)


def _line(one: Suggestion, viewer: Editor, *, hidden: bool) -> SuggestionLine:
    hidden = hidden or not sees_suggestion(viewer, one)
    nobody = one.hidden and not sees_hidden(viewer, suppressed=False)
    if one.revision is not None and not sees_author(viewer, one.revision):
        nobody = True
    return SuggestionLine(
        id=one.pk,
        page_title=one.page.name,
        kind=one.kind,
        state=one.state,
        timestamp=one.created,
        author="" if nobody else one.author_text,
        author_is_account=one.author_id is not None and not nobody,
        summary="" if hidden else one.summary,
        changes=() if hidden else tuple(Change.from_json(change) for change in one.changes),
        hidden=hidden,
        decided=one.decided,
        decider="" if nobody and one.state == "withdrawn" else one.decider_text,
        answer=one.answer,
        revision_id=one.revision_id,
        amended=one.amended,
    )


def suggestions(
    *,
    viewer: Editor,
    state: str = OPEN,
    kind: str = "",
    author: str = "",
    page: Page | None = None,
    limit: int = 50,
    after: str = "",
    before: str = "",
) -> Screen[SuggestionLine]:
    """Suggestions of living pages, newest first; 3 queries. `state` "" means all. Raises BadCursor."""
    rows = Suggestion.objects.filter(page__deleted=False)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(page=page) if page is not None else rows
    if author:
        rows = _by(rows, author, viewer)
    found = keyed(rows.values("created", "id"), KEYS, _id, limit=limit, after=after, before=before)
    full = Suggestion.objects.select_related("page", "revision").in_bulk(found.rows)
    shown = suggestion_lines((full[id_] for id_ in found.rows if id_ in full), viewer=viewer)
    return Screen(shown, found.before, found.after)


def _id(row: dict[str, int]) -> int:
    return row["id"]


def _by(rows: QuerySet[Suggestion], author: str, viewer: Editor) -> QuerySet[Suggestion]:
    """Those of one author, as far as the viewer may know that they are his."""
    known = Q(revision=None) | Q(revision__user_hidden=False)
    if author_seen(viewer) == Q():
        known = Q()
    if not sees_hidden(viewer, suppressed=False):
        known &= Q(hidden=False)
    return rows.filter(known, author_text=author)


def comments_on(suggestion: Suggestion, *, viewer: Editor) -> tuple[Said, ...]:
    """What was said about it, in order; one query."""
    sees = sees_hidden(viewer, suppressed=False)
    return tuple(_said(one, sees) for one in suggestion.comments.order_by("pk"))


def _said(one: SuggestionComment, sees: bool) -> Said:
    hidden = one.hidden and not sees
    return Said(
        one.pk,
        "" if hidden else one.author_text,
        one.author_id is not None and not hidden,
        one.created,
        "" if hidden else one.text,
        hidden,
    )
