"""The order of members in a category."""

from __future__ import annotations

import pytest

from wiki.text.language.collation import letter_of, sort_key


def test_names_stand_in_the_order_of_their_letters_without_accents_and_case() -> None:
    names = ["Zebra", "apple", "Ångström", "Éclair", "Banana", "*star", "10 things", "Эхо"]
    assert sorted(names, key=sort_key) == [
        "*star", "10 things", "Ångström", "apple", "Banana", "Éclair", "Zebra", "Эхо",
    ]  # fmt: skip


def test_a_key_comes_before_the_name_and_equal_keys_are_ordered_by_name() -> None:
    assert sort_key("Zebra", "A") < sort_key("Ant") < sort_key("Bee")
    assert sort_key("Ant", "X") < sort_key("Bee", "X")
    assert sort_key("Towns", " ") < sort_key("*") < sort_key("Ant")


@pytest.mark.parametrize(
    ("name", "key", "letter"),
    [
        ("apple", "", "A"),
        ("Ångström", "", "A"),
        ("Emma Stone", "Stone, Emma", "S"),
        ("10 things", "", "0–9"),
        ("Эхо", "", "Э"),
        ("X", " ", " "),
        ("X", "*", "*"),
        ("北京", "", "北"),
    ],
)
def test_a_member_stands_under_the_first_letter_of_its_key(name: str, key: str, letter: str) -> None:
    assert letter_of(sort_key(name, key)) == letter


def test_a_sort_key_has_room_in_an_index_whatever_the_name_grows_to() -> None:
    longest = "\ufdfa" * 85  # one character of 3 bytes that is 18 letters in its compatibility form
    sort = sort_key(longest, longest)
    assert len(sort) <= 801
    assert sort.decode()  # no character is cut in two
    assert b"|" not in sort_key("X", "a|b")  # which parts the places in a list
