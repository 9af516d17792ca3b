"""Which accounts acted from which addresses, as far as that is still kept. Who asks is asked for his right,
and noted, in moderation/addresses.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from wiki.models import Address, AddressLook, Revision, User
from wiki.permissions import Editor
from wiki.reading.lists.lines import RevisionLine, lines
from wiki.reading.reports.keyed import Key, Screen, keyed, number
from wiki.text.names import IpRange, readable_ip

MOST = 500  # rows of one look
EDITS, LOGINS = Q(deed="edit"), Q(deed="login")


@dataclass(frozen=True, slots=True)
class Use:
    """One account at one address: how often it edited and signed in there, from when until when."""

    account: str
    ip: str
    edits: int
    logins: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look, as the log of looks tells it."""

    id: int
    timestamp: datetime
    viewer: str
    kind: str
    target: str
    reason: str


def addresses_of(account: User) -> tuple[Use, ...]:
    """The addresses that an account acted from, the latest first, MOST at most; one query."""
    return _uses(Address.objects.filter(account=account))


def accounts_at(place: IpRange, *, temporary_only: bool) -> tuple[Use, ...]:
    """The accounts that acted from a range of addresses, each at each of them, MOST at most; one query."""
    return _uses(_at(place, temporary_only=temporary_only))


def edits_at(place: IpRange, *, temporary_only: bool, viewer: Editor) -> tuple[RevisionLine, ...]:
    """The edits of accounts from a range of addresses, the latest first, MOST at most; 2 queries. What is
    hidden from the viewer is left out as everywhere.
    """
    made = _at(place, temporary_only=temporary_only).filter(revision__isnull=False)
    found = Revision.objects.filter(
        pk__in=made.values("revision_id"), withheld=False, page__deleted=False
    ).select_related("page")
    return lines(found.order_by("-timestamp", "-id")[:MOST], viewer=viewer)


def looks(*, target: str = "", limit: int = 50, after: str = "", before: str = "") -> Screen[LookLine]:
    """Who looked up what, the latest first; one query. Raises BadCursor."""
    rows = AddressLook.objects.filter(target=target) if target else AddressLook.objects.all()
    columns = ("pk", "timestamp", "viewer_text", "kind", "target", "reason")
    return keyed(
        rows.values(*columns), (Key("pk", number, down=True),), _look, limit=limit, after=after, before=before
    )


def _look(row: Mapping[str, Any]) -> LookLine:
    return LookLine(
        row["pk"], row["timestamp"], row["viewer_text"], row["kind"], row["target"], row["reason"]
    )


def _at(place: IpRange, *, temporary_only: bool) -> QuerySet[Address]:
    rows = Address.objects.filter(ip__range=(place.first, place.last))
    return rows.filter(account__temporary_until__isnull=False) if temporary_only else rows


def _uses(rows: QuerySet[Address]) -> tuple[Use, ...]:
    counted = rows.values("account__username", "ip").annotate(
        edits=Count("pk", filter=EDITS),
        logins=Count("pk", filter=LOGINS),
        first=Min("timestamp"),
        last=Max("timestamp"),
    )
    return tuple(
        Use(
            row["account__username"],
            readable_ip(row["ip"]),
            row["edits"],
            row["logins"],
            row["first"],
            row["last"],
        )
        for row in counted.order_by("-last", "account__username", "ip")[:MOST]
    )
