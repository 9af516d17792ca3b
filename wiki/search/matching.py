"""Whether the passages of one page meet a query: for texts that no index holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wiki.search.passages import Passage
from wiki.search.query import Query, Term


def meets(query: Query, passages: Iterable[Passage]) -> bool:
    """Whether each clause is met somewhere on the page, and nothing of what it must not have."""
    columns = [
        column
        for one in passages
        for column in (one.title, one.heading, one.body, one.category, one.marks)
        if column
    ]
    known = {word for column in columns for word in column}

    def has(term: Term) -> bool:
        first, *others = term.words
        if others or not term.prefix:
            if first not in known:
                return False
            return not others or any(_beside(term, column) for column in columns)
        return any(word.startswith(first) for word in known)

    return (
        not query.empty
        and all(any(map(has, clause)) for clause in query.clauses)
        and not any(map(has, query.without))
    )


def _beside(term: Term, column: Sequence[str]) -> bool:
    """Whether the words stand beside one another there."""
    size, start = len(term.words), -1
    while True:
        try:
            start = column.index(term.words[0], start + 1)
        except ValueError:
            return False
        found = tuple(column[start : start + size])
        if found == term.words:
            return True
        if term.prefix and found[:-1] == term.words[:-1] and found[-1].startswith(term.words[-1]):
            return True
