"""Words as they are indexed and asked for, in many scripts."""

from __future__ import annotations

import pytest

from wiki.search.words import LONGEST, asked_words, stem, vocabulary, words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Café naïve", ["cafe", "naive"]),
        ("Łódź Øresund Æsir Straße", ["lodz", "oresund", "aesir", "strasse"]),
        ("Iran–Iraq pre‑war", ["iran", "iraq", "pre", "war"]),
        ("Ёлка ёж", ["елка", "еж"]),
        ("Άθήνα", ["αθηνα"]),
        ("مُحَمَّد", ["محمد"]),
        ("إيران أحمد", ["ايران", "احمد"]),
        ("שָלום", ["שלום"]),
        ("東京都", ["東京", "京都", "都"]),
        ("NATO東京", ["nato", "東京", "京"]),
        ("ﬁnd ＡＢＣ ２", ["find", "abc", "2"]),
        ("٣ हिन्दी", ["3", "हिन्दी"]),
        ("co\u00adoperate", ["cooperate"]),
        ("?!", []),
        ("", []),
    ],
)
def test_folding(text: str, wanted: list[str]) -> None:
    assert words(text) == wanted


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("wars", "war"),
        ("countries", "country"),
        ("houses", "house"),
        ("status", "status"),
        ("glass", "glass"),
        ("gas", "gas"),
    ],
)
def test_plurals(plural: str, singular: str) -> None:
    assert stem(plural) == singular


def test_a_word_is_bounded() -> None:
    assert words("x" * 5000) == ["x" * LONGEST]


def test_asking_in_scripts_without_blanks() -> None:
    assert asked_words("東京都") == (("東京", "京都"), False)
    assert asked_words("都") == (("都",), True)
    assert asked_words("gulf war") == (("gulf", "war"), False)


def test_the_vocabulary_keeps_how_words_are_written() -> None:
    assert vocabulary("Café, war's 東京 x 1914") == {"cafe": "café", "war": "war"}
