"""Transactions that PostgreSQL ends because two of them wait for each other are done anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, transaction

T = TypeVar("T")
ATTEMPTS = 5
ENDED = ("40P01", "40001")  # SQLSTATE: deadlock detected, serialization failure


def in_transaction(work: Callable[[], T]) -> T:
    """What `work` returns, done in one transaction; nothing of an attempt that was ended is left.

    A save locks its page and then bumps the version of others that show it, such as its category's page. When
    those are being saved at the same moment, one of the two is ended: it has only to be done again.
    """
    for _attempt in range(ATTEMPTS - 1):
        try:
            with transaction.atomic():
                return work()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in ENDED:
                raise
    with transaction.atomic():
        return work()
