"""What is asked in the same words on both databases: rows, and the words that are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from wiki.search.hits import MOST_NEAR

PAGE_BITS = 20  # a passage's number is the page's, shifted, and a number within the page

_NEAR = """SELECT word, shown FROM (SELECT word, shown FROM wiki_word WHERE {column} >= %s AND {column} < %s
AND length(word) BETWEEN %s AND %s LIMIT {limit}) AS known"""


def rows(statement: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def near(beginning: str, ending: str, shortest: int, longest: int) -> list[tuple[str, str]]:
    """Known words (and how they are written) that begin or end like this. One query."""
    statement = " UNION ".join(_NEAR.format(column=column, limit=MOST_NEAR) for column in ("word", "mirror"))
    params = [
        *(beginning, beginning + "\U0010ffff", shortest, longest),
        *(ending, ending + "\U0010ffff", shortest, longest),
    ]
    return [(str(word), str(shown)) for word, shown in rows(statement, params)]
