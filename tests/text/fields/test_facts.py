"""Facts as they are compared."""

from __future__ import annotations

import pytest

from wiki.text.fields.facts import fold_fact, folded_values, shown_values, sources_of


@pytest.mark.parametrize(
    ("value", "folded", "shown"),
    [
        ("Military alliance", ["military alliance"], ["Military alliance"]),
        ("[[Axis of Resistance|the Axis]]|Iran", ["the axis", "iran"], ["the Axis", "Iran"]),
        ("1914–1918", ["1914-1918"], ["1914–1918"]),
        ("A|a|B", ["a", "b"], ["A", "a", "B"]),
        ("||||", [""], []),
        ("", [""], []),
        ("- One\n- **Two**", ["one", "two"], ["One", "Two"]),
    ],
)
def test_values(value: str, folded: list[str], shown: list[str]) -> None:
    assert folded_values(value) == folded
    assert shown_values(value) == shown


@pytest.mark.parametrize(
    ("value", "folded", "shown"),
    [
        ("{{convert|87|m}}", ["{{convert|87|m}}"], ["{{convert|87|m}}"]),
        ("A|b", ["a|b"], ["A|b"]),
        ("* [[Rome|One]]\n* ''Two''", ["one", "two"], ["One", "Two"]),
        ("One<br />Two<ref>[https://example.org x]</ref>", ["one", "two"], ["One", "Two"]),
        ("{{plainlist|\n* One\n* Two\n}}", ["one", "two"], ["One", "Two"]),
        ("12 <!-- in 2020 -->", ["12"], ["12"]),
        ("- One\n- Two", ["- one - two"], ["- One - Two"]),
        (" Plain ", ["plain"], ["Plain"]),
        ("* One", ["one"], ["One"]),
        ("", [""], []),
    ],
)
def test_values_of_wikitext_are_those_that_its_readers_see(
    value: str, folded: list[str], shown: list[str]
) -> None:
    assert shown_values(value, "wikitext") == shown
    assert folded_values(value, "wikitext") == folded


def test_long_values_are_compared_by_their_beginning() -> None:
    assert fold_fact("É" * 1000) == "é" * 255


def test_sources_are_addresses_outside() -> None:
    assert sources_of("5,000 [census](https://example.org/a), [[Rome]]") == ("https://example.org/a",)
