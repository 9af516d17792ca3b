"""Transactions that PostgreSQL ends because two of them wait for each other are done anew, alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection, transaction

T = TypeVar("T")
ATTEMPTS = 5
ENDED = ("40P01", "40001")  # SQLSTATE: deadlock detected, serialization failure


def in_transaction(work: Callable[[], T]) -> T:
    """What `work` returns, done in one transaction; nothing of an attempt that was ended is left.

    A save locks its page and then bumps the version of others that show it, such as its category's page. When
    those are being saved at the same moment, one of the two is ended, and has only to be done again. It first
    waits until nobody writes pages, and others then wait for it: those who meet again and again at the same
    two pages would else end each other's attempts for as long as they go on. Readers wait for nobody.
    """
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                if attempt:
                    _alone()
                return work()
        except OperationalError as error:
            if attempt == ATTEMPTS - 1 or getattr(error.__cause__, "sqlstate", None) not in ENDED:
                raise
    raise AssertionError  # every round returned or raised


def _alone() -> None:
    """Hold off other writers of pages until the transaction ends (SQLite has no second one anyway)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE wiki_page IN EXCLUSIVE MODE")
