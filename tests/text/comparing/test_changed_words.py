"""New words, told so that a browser finds them in what it shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.text.comparing.changed_words import (
    MOST_CHARACTERS,
    MOST_PASSAGES,
    letters,
    new_passages,
    shown_text,
)

OLD = "The **red** fox jumps over the [[dog|lazy dog]]."


def words(old: str, new: str, shown: str) -> list[str]:
    return [passage.words for passage in new_passages(old, new, shown)]


def test_words_put_in() -> None:
    new = OLD.replace("jumps", "gladly jumps")
    passages = new_passages(OLD, new, "The red fox gladly jumps over the lazy dog.")
    assert [tuple(passage) for passage in passages] == [("Theredfox", "gladly", "jumpsoverthelazydog")]


def test_neighbours_are_one_passage_and_words_of_markup_none() -> None:
    new = OLD.replace("[[dog|lazy dog]]", "[[wolf|big bad wolf]]")
    assert words(OLD, new, "The red fox jumps over the big bad wolf.") == ["bigbadwolf"]


def test_words_that_rendering_adds_are_not_marked() -> None:
    shown = "The red fox jumps over the lazy dog.7 More. ↩ back"
    assert words(f"{OLD}[^a]", f"{OLD}[^a] More.", shown) == ["More"]


def test_what_only_went_marks_nothing() -> None:
    assert words(OLD, OLD.replace("jumps ", ""), "The red fox over the lazy dog.") == []


def test_nothing_changed() -> None:
    assert words(OLD, OLD, "The red fox jumps over the lazy dog.") == []


def test_bounds() -> None:
    assert words("a", "b " * MOST_CHARACTERS, "b") == []
    new = " ".join(f"same{n} new{n}" for n in range(1_000))
    old = " ".join(f"same{n}" for n in range(1_000))
    assert len(new_passages(old, new, new)) == MOST_PASSAGES


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>two</p>", "\nOne\n\ntwo\n"),
        ("f<b>o</b>o", "foo"),
        ('<a title="a > b">x</a> &lt;y&gt;', "x <y>"),
        ("a<br>b", "a\nb"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_the_text_of_html(html: str, text: str) -> None:
    assert shown_text(html) == text


@given(st.text(max_size=80), st.text(max_size=80))
def test_each_passage_is_found_in_the_letters_shown(old: str, new: str) -> None:
    for passage in new_passages(old, new, new):
        assert "".join(passage) in letters(new)
