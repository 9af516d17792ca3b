"""How much happened lately, for those who look after the wiki."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

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
    """What the viewer may know of the last 24 hours; 5 queries, each over at most that day's rows."""
    since = timezone.now() - timedelta(days=1)
    edits = Revision.objects.filter(timestamp__gte=since, withheld=False)
    without_account = Q(author_ip__isnull=False) | Q(author_text__startswith=TEMPORARY)
    log = LogEntry.objects.filter(entries_seen(viewer), timestamp__gte=since)
    return Tally(
        edits=_up_to_most(edits),
        anonymous=_up_to_most(edits.filter(without_account, user_hidden=False)),
        pages=_up_to_most(edits.filter(number=1)),
        accounts=_up_to_most(log.filter(type="newusers")),
        deeds=_up_to_most(log.exclude(type="newusers")),
    )


def _up_to_most(rows: QuerySet[Any]) -> int:
    return rows.order_by()[:MOST].count()
