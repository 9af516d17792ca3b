"""The infobox: what is one, how fields are read and written, what a value's values are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.strategies import any_text
from wiki.text.infobox import (
    InvalidField,
    field_source,
    frame_sources,
    is_picture,
    picture_name,
    read_infobox,
    values,
)

BACKTICKS, TILDES = "```", "~~~"


def fields(body: str) -> list[tuple[str, str]] | None:
    """Keys and values of a box of these lines; None if it is no box."""
    rows, _, _ = read_infobox(f"```infobox X\n{body}\n```")
    return [(row.key, row.value) for row in rows[1:-1]] if rows else None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", []),
        ("Key: value", [("Key", "value")]),
        ("Key:", [("Key", "")]),
        ("Key :\t value \t", [("Key", "value")]),
        ("Site: https://example.org: yes", [("Site", "https://example.org: yes")]),
        ("a:b: c", [("a:b", "c")]),
        ("12:30", None),
        ("4+1: “x” – y", [("4+1", "“x” – y")]),
        ("a: 1\na: 1", [("a", "1"), ("a", "1")]),
        ("a: 1\n  more\n\tand\n- item", [("a", "1\nmore\nand\n- item")]),
        ("a:\n- one\n  - two", [("a", "- one\n- two")]),
        ("a:\n- one\n    - two", [("a", "- one\n  - two")]),
        ("a: 1\n\n \n  2\n\nb: 3\n", [("a", "1\n\n\n2"), ("b", "3")]),
        ("a: 1\n    ```", [("a", "1\n```")]),
        ("a: 1\nno field", None),
        (": 1", None),
        ("  first", None),
        ("- first", None),
        ("a: 1\n== A ==", None),
    ],
)
def test_fields(body: str, expected: list[tuple[str, str]] | None) -> None:
    assert fields(body) == expected


@pytest.mark.parametrize(
    ("opening", "closing", "caption"),
    [
        ("```infobox Russia–Syria  coalition \t", "```", "Russia–Syria  coalition"),
        ("````  infobox", "`````  ", ""),
        ("~~~infobox a`b```c", "   ~~~~", "a`b```c"),
        ("\n \n```infobox X", "```", "X"),
        ("``infobox X", "``", None),
        ("```infoboxes X", "```", None),
        ("```Infobox X", "```", None),
        (" ```infobox X", "```", None),
        ("```infobox a`b", "```", None),
        ("```infobox X", "~~~", None),
        ("````infobox X", "```", None),
        ("x\n```infobox X", "```", None),
        ("\ufeff```infobox X", "```", None),
    ],
)
def test_what_an_infobox_is(opening: str, closing: str, caption: str | None) -> None:
    rows, rest, _ = read_infobox(f"{opening}\nk: v\n{closing}\nlead")
    assert (rows[0].value if rows else None) == caption
    assert "".join(row.source for row in rows) + rest == f"{opening}\nk: v\n{closing}\nlead"
    if caption is not None:
        assert rest == "\nlead"


def test_a_broken_box_is_code_and_says_where() -> None:
    warnings = [
        read_infobox(text)[2][0]
        for text in ("```infobox X\na: 1\n", "\n```infobox X\na: 1\nb\n```", "```infobox X\n: 1\n```")
    ]
    assert [(warning.code, warning.line) for warning in warnings] == [
        ("infobox-unclosed", 1),
        ("infobox-line", 4),
        ("infobox-empty-key", 2),
    ]
    assert warnings[1].message == "“b” is no “Key: value”; the infobox is shown as code."


keys = st.text(max_size=8)
written = st.one_of(st.text(max_size=30), any_text)


@given(keys, written)
def test_what_is_written_is_read_back(key: str, value: str) -> None:
    try:
        source = field_source(key, value)
    except InvalidField:
        return
    for fence in (BACKTICKS, TILDES):
        rows, _, _ = read_infobox(f"{fence}infobox X{source}\n{fence}")
        assert [(row.key, row.source) for row in rows[1:-1]] == [(key, source)]
        assert field_source(key, rows[1].value) == source
        # The same words in the same lines; only white space at their ends may go.
        assert rows[1].value.split() == value.split()


@given(any_text)
def test_a_value_survives_writing(text: str) -> None:
    for row in read_infobox(f"```infobox X\n{text}\n```")[0][1:-1]:
        again = read_infobox(f"```infobox X{field_source(row.key, row.value)}\n```")[0]
        assert (again[1].key, again[1].value) == (row.key, row.value)


@given(st.text(max_size=20))
def test_a_caption_is_read_back(caption: str) -> None:
    try:
        opening, closing = frame_sources(caption)
    except InvalidField:
        assert set(caption) & {"\n", "\r"}
        return
    rows, rest, _ = read_infobox(f"{opening}\na: b{closing}")
    assert (rows[0].value, rest) == (caption.strip(" \t"), "")


@pytest.mark.parametrize("key", ["", " ", "a: b", "- a", " a", "a ", "a\nb", "a\rb"])
def test_keys_that_could_not_be_read_back_are_refused(key: str) -> None:
    with pytest.raises(InvalidField):
        field_source(key, "x")


def test_how_fields_are_written() -> None:
    assert field_source("Key", "value") == "\nKey: value"
    assert field_source("Key", "", before="") == "Key:"
    assert field_source("Key", "a\r\n\r\n b\n- c\n") == "\nKey: a\n\n   b\n- c"
    assert field_source("Key", "- a\n- b") == "\nKey:\n- a\n- b"
    assert field_source("Key", "a\n```") == "\nKey: a\n    ```"
    assert frame_sources("A") == ("```infobox A", "\n```")
    assert frame_sources("A ``` b") == ("~~~infobox A ``` b", "\n~~~")
    assert frame_sources("") == ("```infobox", "\n```")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", []),
        (" \n", []),
        ("a", ["a"]),
        ("a | b|", ["a", "b", ""]),
        ("||||", ["", "", "", "", ""]),
        ("[[A|b]]|`c|d`|``e`|`` f", ["[[A|b]]", "`c|d`", "``e`", "`` f"]),
        ("- a\n- b|c\n  d\n- e|f", ["a", "b|c\n  d", "e", "f"]),
        ("x\n- a", ["x", "a"]),
        ("a|b\nc", ["a|b\nc"]),
        ("[[A|b", ["[[A", "b"]),
    ],
)
def test_values(value: str, expected: list[str]) -> None:
    assert values(value) == expected


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Russia–Syria–Iran–Iraq Coalition.jpg", "Russia–Syria–Iran–Iraq Coalition.jpg"),
        (
            "file:einstein_1921 by F Schmutzer - restoration.JPG",
            "Einstein 1921 by F Schmutzer - restoration.JPG",
        ),
        ("Image: x.svg ", "X.svg"),
        *[
            (value, "")
            for value in ("x.pdf", "see x.png here", "https://a.org/x.png", "a.png|b.png", ".png", "")
        ],
        *[(value, "") for value in ("[[File:x.png]]", "a\nb.png", "x" * 300 + ".png", "a<b.png", "x.jpeg")],
    ],
)
def test_pictures(value: str, name: str) -> None:
    assert picture_name(value) == name
    assert is_picture(value) == bool(name)
