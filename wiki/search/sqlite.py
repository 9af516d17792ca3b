"""The index on SQLite: an FTS5 table whose row numbers begin with the page's number.

The words come cut and folded (words.py), so the table's own tokenizer only splits at blanks: `ascii` does
that, and takes every character beyond ASCII as part of a word, our marks included.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection

from wiki.search.hits import ALL, NAMES, PHRASES, SPREAD, TITLES, Hit
from wiki.search.passages import Passage
from wiki.search.query import Clause, Query, Term
from wiki.search.rows import PAGE_BITS, rows

COUNTED = 2_000  # rows of a clause that are counted
WEIGHTS = "bm25(f.wiki_passage, 0, 0, 0, 4.0, 2.5, 1.0, 1.0, 0.1)"  # title, heading, body, categories, marks

_WRITE = """INSERT OR REPLACE INTO wiki_passage
(rowid, section, piece, words, title, heading, body, category, marks)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"""
_HIT = """SELECT {part} AS part, f.rowid, f.section, {score} AS score, p.id, p.namespace, p.title, p.redirect
FROM wiki_passage f CROSS JOIN wiki_page p ON p.id = f.rowid >> 20
WHERE f.wiki_passage MATCH %s AND NOT p.deleted{conditions} LIMIT {limit}"""
_SPREAD = """SELECT 4 AS part, d.id, d.section, 0.0, p.id, p.namespace, p.title, p.redirect
FROM (SELECT min(f.rowid) AS id, f.section FROM wiki_passage f CROSS JOIN wiki_page p ON p.id = f.rowid >> 20
WHERE f.wiki_passage MATCH %s AND NOT p.deleted{conditions} GROUP BY f.rowid >> 20 LIMIT {limit}) d
JOIN wiki_page p ON p.id = d.id >> 20 WHERE """
_ALSO = """EXISTS (SELECT 1 FROM wiki_passage g WHERE g.wiki_passage MATCH %s
AND g.rowid BETWEEN (p.id << 20) AND (p.id << 20) + 1048575)"""
_MET = "SELECT rowid >> 20 FROM wiki_passage WHERE wiki_passage MATCH %s"


# ---- Writing ----------------------------------------------------------------------------------------------


def stored(page_id: int) -> dict[tuple[int, int], int]:
    """The page's passages: section and piece to the number of the row."""
    first = page_id << PAGE_BITS
    found = rows(
        "SELECT section, piece, rowid FROM wiki_passage WHERE rowid BETWEEN %s AND %s",
        [first, first + (1 << PAGE_BITS) - 1],
    )
    return {(int(str(section)), int(str(piece))): int(str(id_)) for section, piece, id_ in found}


def write(passages: Sequence[tuple[int, Passage]]) -> None:
    """Put passages in, in place of those that have their numbers."""
    if passages:
        with connection.cursor() as cursor:
            cursor.executemany(_WRITE, [_columns(id_, passage) for id_, passage in passages])


def _columns(id_: int, passage: Passage) -> tuple[Any, ...]:
    texts = (passage.title, passage.heading, passage.body, passage.category, passage.marks)
    return (id_, passage.section, passage.piece, len(passage.body), *(" ".join(text) for text in texts))


def remove(ids: Collection[int]) -> None:
    """Take passages out."""
    if ids:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM wiki_passage WHERE rowid = %s", [(id_,) for id_ in ids])


def add_words(words: Mapping[str, str]) -> None:
    """Remember words and how they are written; those known stay as they are."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT OR IGNORE INTO wiki_word (word, mirror, shown) VALUES (%s, %s, %s)",
            [(word, word[::-1], shown) for word, shown in sorted(words.items())],
        )


# ---- Asking -----------------------------------------------------------------------------------------------


def expression(clauses: Sequence[Clause]) -> str:
    """The clauses in the syntax of FTS5: only quoted words that hold no quotation mark."""
    return " AND ".join(f"({' OR '.join(map(_phrase, clause))})" for clause in clauses)


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.words)}"{" *" if term.prefix else ""}'


def _conditions(query: Query, outer: Sequence[Clause]) -> tuple[str, list[Any]]:
    """What a page has to meet besides having the words."""
    text, params = "", list[Any]()
    if query.namespaces is not None:
        text += f" AND p.namespace IN ({', '.join(map(str, sorted(query.namespaces))) or 'NULL'})"
    for clause in outer:
        text += f" AND p.id IN ({_MET})"
        params.append(expression([clause]))
    if query.without:
        text += f" AND p.id NOT IN ({_MET})"
        params.append(expression([query.without]))
    return text, params


def hits(query: Query) -> list[Hit]:
    """Passages that meet the query, so many of each sort as are needed to rank. One query."""
    inner, outer = query.inner, query.outer
    if not inner:
        inner, outer = outer[:1], outer[1:]
    conditions, met = _conditions(query, outer)
    parts: list[tuple[int, str, Sequence[Clause], int]] = [(ALL.part, WEIGHTS, inner, ALL.limit)]
    if query.in_title:
        parts.append((TITLES.part, "0.0", query.in_title, TITLES.limit))
        parts += [(NAMES.part, "0.0", [(query.name,)], NAMES.limit)] if query.name else []
    if query.phrase:
        parts.append((PHRASES.part, "0.0", [(query.phrase,)], PHRASES.limit))
    statements, params = [], list[Any]()
    for part, score, clauses, limit in parts:
        statements.append(_HIT.format(part=part, score=score, conditions=conditions, limit=limit))
        params += [expression(clauses), *met]
    found = rows(" UNION ALL ".join(f"SELECT * FROM ({one})" for one in statements), params)  # noqa: S608
    return [Hit(part, id_, section, -score, *page) for part, id_, section, score, *page in found]


def spread(query: Query, counts: Sequence[int]) -> list[Hit]:
    """Pages that have each clause somewhere, though not all in one passage. One query.

    Begins with the clause that `counts` says is the rarest.
    """
    inner = sorted(zip(counts, query.inner, strict=True), key=lambda pair: pair[0])
    conditions, met = _conditions(query, query.outer)
    statement = _SPREAD.format(conditions=conditions, limit=SPREAD.asked)
    statement += " AND ".join([_ALSO] * (len(inner) - 1)) + f" LIMIT {SPREAD.limit}"
    params = [expression([inner[0][1]]), *met, *(expression([clause]) for _, clause in inner[1:])]
    return [Hit(*row) for row in rows(statement, params)]


def counts(clauses: Sequence[Clause]) -> list[int]:
    """How many passages meet each clause, counted to COUNTED. One query."""
    one = f"SELECT count(*) FROM (SELECT 1 FROM wiki_passage WHERE wiki_passage MATCH %s LIMIT {COUNTED})"  # noqa: S608
    statement = "SELECT " + ", ".join([f"({one})"] * len(clauses))
    return [int(str(n)) for n in rows(statement, [expression([clause]) for clause in clauses])[0]]


def lengths(page_ids: Sequence[int]) -> dict[int, int]:
    """How many words each page has. One query."""
    if not page_ids:
        return {}
    one = "SELECT %s, sum(words) FROM wiki_passage WHERE rowid BETWEEN %s AND %s"
    params = [n for id_ in page_ids for n in (id_, id_ << PAGE_BITS, ((id_ + 1) << PAGE_BITS) - 1)]
    found = rows(" UNION ALL ".join([one] * len(page_ids)), params)
    return {int(str(id_)): int(str(words or 0)) for id_, words in found}
