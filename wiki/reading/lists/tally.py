"""How much happened lately, for those who look after the wiki."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from wiki.models import LogEntry, Revision
from wiki.permissions import Editor
from wiki.reading.recent_changes import TEMPORARY
from wiki.reading.visibility import entries_seen

MOST = 1000  # nothing is counted further, so a busy day costs no more than a quiet one


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of the last 24 hours; one that is MOST stands for "that many or more"."""

    edits: int
    anonymous: int
    pages: int
    accounts: int
    deeds: int


def last_day(viewer: Editor) -> Tally:
    """What the viewer may know of the last 24 hours; one query, over at most that day's rows."""
    since = timezone.now() - timedelta(days=1)
    edits = Revision.objects.filter(timestamp__gte=since, withheld=False)
    without_account = Q(author_ip__isnull=False) | Q(author_text__startswith=TEMPORARY)
    log = LogEntry.objects.filter(entries_seen(viewer), timestamp__gte=since)
    return Tally(
        *counted(
            (edits, MOST),
            (edits.filter(without_account, user_hidden=False), MOST),
            (edits.filter(number=1), MOST),
            (log.filter(type="newusers"), MOST),
            (log.exclude(type="newusers"), MOST),
        )
    )


def counted(*asked: tuple[QuerySet[Any], int]) -> list[int]:
    """How many rows each has, counted no further than its number says; one query for them all."""
    parts: list[str] = []
    values: list[Any] = []
    for rows, most in asked:
        sql, given = rows.order_by().values("pk")[:most].query.sql_with_params()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) counted)")  # noqa: S608  # its values are parameters
        values += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())
