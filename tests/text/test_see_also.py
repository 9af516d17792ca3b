"""See also sections."""

import pytest
from hypothesis import given

from tests.text.strategies import any_text
from wiki.text.parts.rows import LinkText
from wiki.text.see_also import is_see_also, item_source, read_see_also


def test_links_and_what_follows_them() -> None:
    tail = "\n\n[[Category:X]]{{DEFAULTSORT:x}}\n<!-- c -->\n"
    body = "\n\n- [[A#s|b]] – note \n* Plain title (film)\t\n\n+ [[C]]s"
    assert read_see_also(body + tail) == (
        (
            LinkText("\n\n- [[A#s|b]] – note ", "A#s", "b", " – note"),
            LinkText("\n* Plain title (film)\t", "Plain title (film)"),
            LinkText("\n\n+ [[C]]s", "C", "", "s"),
        ),
        tail,
    )


@pytest.mark.parametrize("body", ["", "\n", "\n\n[[category: X ]]\n", "\n<!-- nothing -->"])
def test_a_section_without_items_can_still_be_given_some(body: str) -> None:
    assert read_see_also(body) == ((), body)


@pytest.mark.parametrize(
    "body",
    [
        *(
            "\nwords",
            "\n- [[A]]\nwords",
            "\n- [[A]]\n  more",
            "\n- [[A]]\n  - [[B]]",
            "\n1. [[A]]",
            "\n-[[A]]",
        ),
        *(
            "\n[[Category:X]]\n- [[A]]",
            "\n- [[A]]\n[[B]]",
            "\n- - -",
            "\n* * *",
            "\n```\n- a\n```",
            "\n-",
            "\n<!--",
        ),
        *("\n[[Category:X]] words", "\n| a | b |", "\n> - [[A]]"),
    ],
)
def test_anything_else_is_an_ordinary_section(body: str) -> None:
    assert read_see_also(body) is None


@pytest.mark.parametrize(
    ("item", "row"),
    [
        ("[[A", LinkText("", note="[[A")),
        ("*[[A]]*", LinkText("", note="*[[A]]*")),
        ("[x](https://y.org)", LinkText("", note="[x](https://y.org)")),
        ("[[Category:X]]", LinkText("", note="[[Category:X]]")),
        ("[[:Category:X]]", LinkText("", ":Category:X")),
        ("War film#Animated", LinkText("", "War film#Animated")),
    ],
)
def test_items(item: str, row: LinkText) -> None:
    found = read_see_also(f"\n- {item}")
    assert found == ((LinkText(f"\n- {item}", row.target, row.label, row.note),), "")


@given(any_text)
def test_nothing_is_lost(text: str) -> None:
    found = read_see_also(text)
    if found is not None:
        assert "".join(link.source for link in found[0]) + found[1] == text


def test_which_sections_they_are() -> None:
    assert [is_see_also(title) for title in ("See also", "see  ALSO", "See also:", "References")] == [
        *(True, True),
        *(False, False),
    ]


def test_writing_an_item() -> None:
    assert item_source("A", "b", " – c", before="\n\n") == "\n\n- [[A|b]] – c"
    assert item_source("A", note="c") == "\n- [[A]] c"
    assert item_source("", note="only words") == "\n- only words"
    for source in (item_source("A", "b", " – c"), item_source("Category:X"), item_source("A#b")):
        found = read_see_also(source)
        assert found is not None
        (link,), _ = found
        assert item_source(link.target, link.label, link.note) == source
