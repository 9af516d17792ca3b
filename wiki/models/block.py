"""Blocks: who may not act, where, and until when."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import Q, QuerySet
from django.utils import timezone

from wiki.models.prepared import Prepared
from wiki.text.names import range_starts, sortable


class Block(models.Model):
    """A block of an account, or of the addresses from `first` to `last`; what is past its expiry is none.

    An automatic one stops an address that a blocked account used: it names its `parent` and no address.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, db_index=False, related_name="blocks"
    )
    address = models.CharField(max_length=64, blank=True)  # an address or range as people read it
    first = models.CharField(max_length=32, blank=True)  # its ends, as Revision.author_ip
    last = models.CharField(max_length=32, blank=True)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, db_index=False, related_name="automatic"
    )

    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_text = models.CharField(max_length=255)
    made = models.DateTimeField()
    expiry = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    rev = models.PositiveIntegerField(default=1)  # counts up with each change

    sitewide = models.BooleanField(default=True)
    # Where it holds if not everywhere: {"pages": [ids], "sections": [ids], "namespaces": [numbers]}
    parts = models.JSONField(default=dict, blank=True)
    no_creation = models.BooleanField(default=True)
    no_email = models.BooleanField(default=False)
    no_talk = models.BooleanField(default=False)
    autoblock = models.BooleanField(default=False)
    hard = models.BooleanField(default=False)  # of addresses: stops accounts that come from there too

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user"], condition=Q(user__isnull=False), name="block_user"),
            models.UniqueConstraint(
                fields=["first", "last"], condition=Q(user=None, parent=None), name="block_address"
            ),
            models.UniqueConstraint(
                fields=["parent", "first"], condition=Q(parent__isnull=False), name="block_automatic"
            ),
            models.CheckConstraint(
                condition=Q(user=None) & ~Q(first="") | Q(user__isnull=False, parent=None, first="", last=""),
                name="block_of_account_or_address",
            ),
        )
        indexes = (
            models.Index(fields=["first", "last"], name="block_range"),
            models.Index(fields=["expiry"], name="block_expiry", condition=Q(expiry__isnull=False)),
        )

    def __str__(self) -> str:
        return f"block {self.pk} of {self.name}"

    @property
    def name(self) -> str:
        """Whom it stops, as all may know: an account, an address or range; `#5` for an automatic one."""
        if self.parent_id:
            return f"#{self.pk}"
        return self.user.username if self.user else self.address

    def part(self, kind: str) -> list[int]:
        """The numbers of the pages, sections or namespaces where it holds."""
        return list(self.parts.get(kind, ()))


def standing(now: datetime | None = None) -> Q:
    """Blocks that have not ended."""
    return Q(expiry=None) | Q(expiry__gt=now or timezone.now())


def covering(address: str) -> Q:
    """Blocks of this (sortable) address or of a range around it: the few places where one can begin."""
    return Q(first__in=range_starts(address), last__gte=address)


def blocks_upon(user_id: int | None, ip: str, *, registered: bool, lock: bool = False) -> list[Block]:
    """The blocks that stop an account, or what comes from an address; a `registered` account is stopped by
    its own, and by those of its address that are meant for accounts too. One query; `lock`, in a
    transaction, holds them until its end.
    """
    address = sortable(ip) if ip else ""
    given: list[Any] = [address, *range_starts(address)] if ip else []
    given += [user_id] if user_id else []
    if not given:
        return []
    return _upon(len(given) - bool(user_id), bool(user_id), registered, lock)(timezone.now(), *given)


@cache
def _upon(of_address: int, account: bool, registered: bool, lock: bool) -> Prepared[Block]:
    """The query for an address with so many places where ranges around it begin, and for an account."""

    def build(now: datetime, *given: Any) -> QuerySet[Block]:
        wanted = Q()
        if of_address:
            here = Q(first__in=given[1:of_address], last__gte=given[0])
            wanted |= here & Q(hard=True) if registered else here
        if account:
            wanted |= Q(user=given[-1])
        found = Block.objects.filter(wanted, standing(now)).order_by("pk")
        return found.select_for_update(no_key=True) if lock else found

    samples: list[Any] = [f"address {n}" for n in range(of_address)] + [1 << 60] * account
    return Prepared(build, datetime(9999, 1, 1, tzinfo=UTC), *samples)


def hold_saves() -> None:
    """Wait until no save that has asked for blocks is under way, and let none ask, until the transaction
    ends: then no save can slip in between. (On SQLite there is never a second one.)
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE wiki_block IN EXCLUSIVE MODE")
