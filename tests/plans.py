"""How the database would answer statements: which indexes it goes by, and which tables it reads whole."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connection


def plans(statements: Iterable[str]) -> str:
    """The plans of statements as they were sent, one below the other.

    Of a few rows PostgreSQL would rather read them all; here it does so only where no index serves.
    """
    told = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        for statement in statements:
            explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
            cursor.execute(f"{explain} {statement}")
            told += [str(row[-1]) for row in cursor.fetchall()]
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = on")
    return "\n".join(told)


def read_whole(told: str) -> set[str]:
    """The tables that these plans go through from end to end."""
    pattern = r"^SCAN (\w+)(?! USING)" if connection.vendor == "sqlite" else r"Seq Scan on (\w+)"
    return set(re.findall(pattern + r"\b", told, re.MULTILINE))


def indexes(told: str) -> set[str]:
    """The indexes that these plans use."""
    pattern = r"INDEX (\w+)" if connection.vendor == "sqlite" else r"(?:using|Bitmap Index Scan on) (\w+)"
    return set(re.findall(pattern, told))
