"""Accounts: all of them, the active ones, those that may not act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from wiki.models import Block, Revision, User
from wiki.models.block import standing
from wiki.permissions import groups_now
from wiki.reading.reports.keyed import Key, Screen, keyed

KEYS = (Key("username"),)
ACTIVE_DAYS = 30
MOST = 1000  # edits are counted no further
# How many edits stand under the account's name, up to MOST; hidden names do not count.
EDITS = """(SELECT COUNT(*) FROM (SELECT 1 FROM wiki_revision edit WHERE edit.author_text = wiki_user.username
AND edit.timestamp >= %s AND NOT edit.user_hidden AND NOT edit.withheld LIMIT %s) counted)"""
LONG_AGO = datetime(1900, 1, 1, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True, slots=True)
class UserLine:
    """An account in a list; `edits` is MOST where there are that many or more."""

    id: int
    name: str
    created: datetime
    edits: int
    blocked: bool
    groups: tuple[str, ...] = ()
    ends: Mapping[str, str] = field(default_factory=dict)  # when memberships end, as User.group_ends has it


def users(
    *, start: str = "", group: str = "", limit: int = 50, after: str = "", before: str = ""
) -> Screen[UserLine]:
    """Accounts by name, from `start` on; of one group, if it is named. 2 queries, with a start 3. Raises
    BadCursor.
    """
    found = User.objects.filter(temporary_until=None)
    if group:
        found = found.filter(groups__name=group)
    return _screen(found, since=LONG_AGO, start=start, limit=limit, after=after, before=before)


def active_users(*, limit: int = 50, after: str = "", before: str = "") -> Screen[UserLine]:
    """Accounts with an edit in the last ACTIVE_DAYS, by name, and how many; 2 queries. Raises BadCursor."""
    since = timezone.now() - timedelta(days=ACTIVE_DAYS)
    edits = Revision.objects.filter(
        author_text=OuterRef("username"), timestamp__gte=since, user_hidden=False, withheld=False
    )
    found = User.objects.filter(Exists(edits), temporary_until=None)
    return _screen(found, since=since, limit=limit, after=after, before=before)


def _screen(
    found: QuerySet[User], *, since: datetime, start: str = "", limit: int, after: str, before: str
) -> Screen[UserLine]:
    moment = connection.ops.adapt_datetimefield_value(since)
    stopped = Block.objects.filter(standing(), user=OuterRef("pk"), sitewide=True)
    rows = found.annotate(
        edits=RawSQL(EDITS, [moment, MOST]),  # noqa: S611  # no text of a reader's
        blocked=Exists(stopped),
    )
    screen = keyed(
        rows.values("pk", "username", "date_joined", "blocked", "group_ends", "edits"), KEYS, _line,
        limit=limit, after=after, before=before, start=Q(username__gte=start) if start else None,
    )  # fmt: skip
    groups: dict[int, list[str]] = {}
    ids = [line.id for line in screen.rows]
    members = User.groups.through.objects.filter(user_id__in=ids)
    for pk, name in members.values_list("user_id", "group__name"):
        groups.setdefault(pk, []).append(name)
    lines = tuple(
        replace(line, groups=tuple(sorted(groups_now(line.ends, groups.get(line.id, ())))))
        for line in screen.rows
    )
    return replace(screen, rows=lines)


def _line(row: Mapping[str, Any]) -> UserLine:
    return UserLine(
        row["pk"], row["username"], row["date_joined"], row["edits"], row["blocked"],
        ends=row["group_ends"],
    )  # fmt: skip
