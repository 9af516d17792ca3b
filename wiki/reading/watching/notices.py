"""What an account was told, as it may see it now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from wiki.models import Notice, User
from wiki.permissions import Editor
from wiki.reading.lists.lines import BadCursor, RevisionLine, lines
from wiki.reading.talk.comments import NoticedComment, comments_of
from wiki.reading.watching.watchlist import watched_edits

TALKING = ("reply", "talk", "mention")  # kinds of notice that tell what was said
LIVING = {"revision__withheld": False, "revision__page__deleted": False}


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
class Notices:
    """One screen of notices, newest first; `older` is the cursor of the next one, if any."""

    rows: tuple[NoticeLine, ...]
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
    return Notice.objects.filter(user=user, **LIVING).select_related("revision__page", "actor")


def notice_lines(found: Collection[Notice], user: User, *, viewer: Editor) -> tuple[NoticeLine, ...]:
    """These notices as the viewer may see them; of watched parts their own changes alone. 4 queries."""
    told = {row.id: row for row in lines((notice.revision for notice in found), viewer=viewer)}
    watched = watched_edits(user, [told[notice.revision_id] for notice in found if notice.kind == "watched"])
    said = comments_of(told[notice.revision_id] for notice in found if notice.kind in TALKING)
    result = []
    for notice in found:
        line = NoticeLine(
            notice.pk, notice.kind, told[notice.revision_id], notice.created, notice.seen,
            notice.actor.username if notice.actor else "",
            comment=said.get(notice.revision_id) if notice.kind in TALKING else None,
        )  # fmt: skip
        if notice.kind == "watched":
            own = watched[notice.revision_id]
            line = replace(line, line=own.line, joined=own.joined, left=own.left)
        result.append(line)
    return tuple(result)


def has_thanked(user: User, ids: Collection[int]) -> set[int]:
    """Those of the revisions that the account has thanked for; one query."""
    given = Notice.objects.filter(kind="thanked", actor=user, revision_id__in=ids)
    return set(given.values_list("revision_id", flat=True))
