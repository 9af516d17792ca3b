"""Names that look alike."""

from __future__ import annotations

import pytest

from wiki.text.lookalikes import skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alice", "ALICE"),
        ("Alice", "Аliсе"),  # three Cyrillic letters
        ("Alice", "A1ice"),
        ("Alice", "Al ice."),
        ("Bob", "Вοb"),
        ("Bob", "B0b"),
        ("Dora", "Dóra"),
        ("Dora", "Ｄｏｒａ"),
        ("Mona", "Rnona"),
        ("Weiss", "Weiß"),
    ],
)
def test_these_pass_for_each_other(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Alice", "Alina"), ("Bob", "Rob"), ("Dora", "Dora7"), ("李明", "李红")]
)
def test_these_do_not(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_what_has_no_letters_looks_like_nothing() -> None:
    assert skeleton("–…!") == ""
    assert len(skeleton("ﷺ" * 255)) <= 255
