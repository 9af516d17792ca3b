"""The index on PostgreSQL: a tsvector a passage, under a GIN index.

The words come cut and folded (words.py), so vectors and queries are written out word by word; neither the
server's parser and dictionaries nor any extension have a part in it.
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
# Weights of body and marks, categories, headings, titles; the logarithm of the length takes away.
RANK = "20 * ts_rank('{0.25, 0.25, 0.6, 1.0}', f.vector, %s::tsquery, 1)"

_WRITE = """INSERT INTO wiki_passage (id, section, piece, words, vector) VALUES (%s, %s, %s, %s, %s::tsvector)
ON CONFLICT (id) DO UPDATE SET section = excluded.section, piece = excluded.piece, words = excluded.words,
vector = excluded.vector"""
_HIT = """SELECT {part} AS part, f.id, f.section, {score} AS score, f.page, f.namespace, f.title, f.redirect
FROM (SELECT f.id, f.section, f.vector, p.id AS page, p.namespace, p.title, p.redirect
FROM wiki_passage f JOIN wiki_page p ON p.id = f.id >> 20
WHERE f.vector @@ %s::tsquery AND NOT p.deleted{conditions} LIMIT {limit}) f"""
_SPREAD = """SELECT 4 AS part, d.id, d.section, 0::float8, p.id, p.namespace, p.title, p.redirect
FROM (SELECT min(f.id) AS id, min(f.section) AS section FROM wiki_passage f
JOIN wiki_page p ON p.id = f.id >> 20
WHERE f.vector @@ %s::tsquery AND NOT p.deleted{conditions} GROUP BY f.id >> 20 LIMIT {limit}) d
JOIN wiki_page p ON p.id = d.id >> 20 WHERE """
_ALSO = """EXISTS (SELECT 1 FROM wiki_passage g WHERE g.vector @@ %s::tsquery
AND g.id BETWEEN (p.id << 20) AND (p.id << 20) + 1048575)"""
_MET = "SELECT id >> 20 FROM wiki_passage WHERE vector @@ %s::tsquery"


# ---- Writing ----------------------------------------------------------------------------------------------


def stored(page_id: int) -> dict[tuple[int, int], int]:
    """The page's passages: section and piece to the number of the row."""
    first = page_id << PAGE_BITS
    found = rows(
        "SELECT section, piece, id FROM wiki_passage WHERE id BETWEEN %s AND %s",
        [first, first + (1 << PAGE_BITS) - 1],
    )
    return {(int(str(section)), int(str(piece))): int(str(id_)) for section, piece, id_ in found}


def write(passages: Sequence[tuple[int, Passage]]) -> None:
    """Put passages in, in place of those that have their numbers."""
    if passages:
        with connection.cursor() as cursor:
            cursor.executemany(_WRITE, [_columns(id_, passage) for id_, passage in passages])


def _columns(id_: int, passage: Passage) -> tuple[Any, ...]:
    return (id_, passage.section, passage.piece, len(passage.body), vector(passage))


def vector(passage: Passage) -> str:
    """The passage as a tsvector: each word with its place and weight; a gap keeps the parts apart."""
    places = []
    at = 0
    parts = (passage.title, "A"), (passage.heading, "B"), (passage.body, ""), (passage.category, "C")
    for words, weight in (*parts, (passage.marks, "")):
        places += [f"'{word}':{min(place, 16_383)}{weight}" for place, word in enumerate(words, at + 1)]
        at += len(words) + 1
    return " ".join(places)


def remove(ids: Collection[int]) -> None:
    """Take passages out."""
    if ids:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM wiki_passage WHERE id = ANY(%s)", [list(ids)])


def add_words(words: Mapping[str, str]) -> None:
    """Remember words and how they are written; those known stay as they are.

    In their order, so that two editors who bring the same words wait for one another in one direction only.
    """
    found = sorted(words.items())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wiki_word (word, mirror, shown) SELECT word, reverse(word), shown "
            "FROM unnest(%s::text[], %s::text[]) AS new (word, shown) ON CONFLICT DO NOTHING",
            [[word for word, _ in found], [shown for _, shown in found]],
        )


# ---- Asking -----------------------------------------------------------------------------------------------


def expression(clauses: Sequence[Clause]) -> str:
    """The clauses in the syntax of tsquery: only quoted words that hold no quotation mark or backslash."""
    return " & ".join(f"({' | '.join(map(_phrase, clause))})" for clause in clauses)


def _phrase(term: Term) -> str:
    words = [f"'{word}'" for word in term.words]
    if term.prefix:
        words[-1] += ":*"
    return f"({' <-> '.join(words)})" if len(words) > 1 else words[0]


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
    asked = expression(inner)
    parts: list[tuple[int, Sequence[Clause], int]] = []
    if query.in_title:
        parts.append((TITLES.part, query.in_title, TITLES.limit))
        parts += [(NAMES.part, [(query.name,)], NAMES.limit)] if query.name else []
    if query.phrase:
        parts.append((PHRASES.part, [(query.phrase,)], PHRASES.limit))
    statements = [_HIT.format(part=ALL.part, score=RANK, conditions=conditions, limit=ALL.limit)]
    params: list[Any] = [asked, asked, *met]
    for part, clauses, limit in parts:
        statements.append(_HIT.format(part=part, score="0::float8", conditions=conditions, limit=limit))
        params += [expression(clauses), *met]
    found = rows(" UNION ALL ".join(f"({one})" for one in statements), params)
    return [Hit(part, id_, section, score, *page) for part, id_, section, score, *page in found]


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
    one = f"SELECT count(*) FROM (SELECT 1 FROM wiki_passage WHERE vector @@ %s::tsquery LIMIT {COUNTED}) f"  # noqa: S608
    statement = "SELECT " + ", ".join([f"({one})"] * len(clauses))
    return [int(str(n)) for n in rows(statement, [expression([clause]) for clause in clauses])[0]]


def lengths(page_ids: Sequence[int]) -> dict[int, int]:
    """How many words each page has. One query."""
    found = rows(
        "SELECT p.id, (SELECT coalesce(sum(words), 0) FROM wiki_passage WHERE id BETWEEN (p.id << 20) "
        "AND (p.id << 20) + 1048575) FROM unnest(%s::bigint[]) AS p (id)",
        [list(page_ids)],
    )
    return {int(str(id_)): int(str(words)) for id_, words in found}
