"""Temporary accounts: what visitors without an account of their own edit as."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from wiki.models.sessions import unseen_of
from wiki.models.users import User


class TemporaryCount(models.Model):
    """How many temporary accounts a year has; the row is the lock under which they are numbered."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.last} in {self.year}"


def living_temporary(account_id: int) -> User | None:
    """The temporary account of this id while its time lasts, with its unread notices counted; one query."""
    live = User.objects.filter(pk=account_id, temporary_until__gt=timezone.now())
    rows: list[Any] = list(live.annotate(unseen=unseen_of("pk")))
    if not rows:
        return None
    account: User = rows[0]
    account.unseen_notices = rows[0].unseen
    return account
