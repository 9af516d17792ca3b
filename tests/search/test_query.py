"""What is typed into the search box, read into values."""

from __future__ import annotations

import pytest

from wiki.search.query import BESIDE, LONGEST, MOST, Query, read_query


def looked_for(query: Query) -> list[list[tuple[str, ...]]]:
    return [[term.words for term in clause] for clause in query.clauses]


def without(query: Query) -> list[tuple[str, ...]]:
    return [term.words for term in query.without]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("gulf war", [[("gulf",)], [("war",)]]),
        ('"gulf war" iraq', [[("gulf", "war")], [("iraq",)]]),
        ('"gulf war', [[("gulf", "war")]]),
        ("gulf OR bay coast", [[("gulf",), ("bay",)], [("coast",)]]),
        ("gulf AND bay", [[("gulf",)], [("bay",)]]),
        ("OR gulf OR", [[("gulf",)]]),
        ("gulf or bay", [[("gulf",)], [("or",)], [("bay",)]]),
        ("iran-iraq", [[("iran", "iraq")]]),
        ("intitle:wars", [[("§war",)]]),
        ('intitle:"gulf war"', [[("§gulf", "§war")]]),
        ("insection:history", [[("†history",)]]),
        ("incategory:Naval_battles", [[("‡naval·battle",)]]),
        ('incategory:"Category:Naval battles"', [[("‡naval·battle",)]]),
        ("infobox:Type=War", [[("¤type¦war",)]]),
        ('infobox:Type="Military alliance" nato', [[("¤type¦military", "¤type¦alliance")], [("nato",)]]),
        ("infobox:Type", [[("¤type",)]]),
        ("? ! -- *", []),
        ("OR AND", []),
        ('""', []),
        ("intitle:", [[("intitle",)]]),
    ],
)  # fmt: skip
def test_signs(typed: str, wanted: list[list[tuple[str, ...]]]) -> None:
    assert looked_for(read_query(typed)) == wanted


@pytest.mark.parametrize(
    ("typed", "wanted", "left_out"),
    [
        ("gulf -war", [[("gulf",)]], [("war",)]),
        ('gulf -"desert storm"', [[("gulf",)]], [("desert", "storm")]),
        ("gulf -intitle:war", [[("gulf",)]], [("§war",)]),
        ("-война", [], [("война",)]),
        ("-2 °C", [[("2",)], [("c",)]], []),
        ("from -40 to", [[("from",)], [("40",)], [("to",)]], []),
        ("gulf - war", [[("gulf",)], [("war",)]], []),
        ("gulf --war", [[("gulf",)], [("war",)]], []),
    ],
)
def test_a_minus_leaves_out_words_but_not_figures(
    typed: str, wanted: list[list[tuple[str, ...]]], left_out: list[tuple[str, ...]]
) -> None:
    query = read_query(typed)
    assert (looked_for(query), without(query)) == (wanted, left_out)
    assert query.empty is (not wanted)


def test_a_star_finds_beginnings() -> None:
    (clause,) = read_query("class*").clauses
    assert (clause[0].words, clause[0].prefix) == (("class",), True)
    assert not read_query('"class*"').clauses[0][0].prefix


def test_namespaces() -> None:
    assert read_query("help:gulf").namespaces == {12}
    assert read_query("all:gulf").namespaces is None
    assert read_query("gulf: war").namespaces == {0}
    assert read_query("prefix:Help:Ta").namespaces == {12}


def test_what_counts_is_bounded() -> None:
    assert len(read_query("a " * 400).clauses) == MOST
    assert read_query("x" * 5000).cut
    assert len(read_query("x" * 5000).text) == LONGEST
    assert max(len(clause[0].words) for clause in read_query("ก" * LONGEST).clauses) <= BESIDE
