"""What a database finds, before it is ranked."""

from __future__ import annotations

from dataclasses import dataclass

MOST_NEAR = 4_000  # words that a misspelt one is compared with


@dataclass(frozen=True, slots=True)
class Sort:
    """One way in which a passage can meet a query, and how many such passages are looked at."""

    part: int
    limit: int
    asked: int = 0  # pages of the first word that are looked at, where words stand apart


ALL = Sort(0, 500)  # all words, in one passage
TITLES = Sort(1, 100)  # all words, in the title
NAMES = Sort(2, 10)  # the title is the query
PHRASES = Sort(3, 50)  # the words stand beside one another
SPREAD = Sort(4, 100, 500)  # all words, on one page


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that meets a query. The higher the score, the better; it compares hits of one search only."""

    part: int
    id: int
    section: int
    score: float
    page_id: int
    namespace: int
    title: str
    redirect: bool
