"""Marking quoted words in HTML."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.text.html.quote import mark_quote

ONE, MORE = '<mark class="quote" id="quote">', '<mark class="quote">'


@pytest.mark.parametrize(
    ("html", "words", "marked"),
    [
        ("<p>Rome is old.</p>", "is old", f"<p>Rome {ONE}is old</mark>.</p>"),
        ("<p>Rome   is\nold.</p>", "Rome is old.", f"<p>{ONE}Rome   is\nold.</mark></p>"),
        (
            '<p>See <a href="/wiki/Old">old</a> Rome.</p>',
            "see old rome",
            f'<p>{ONE}See</mark> <a href="/wiki/Old">{MORE}old</mark></a> {MORE}Rome</mark>.</p>',
        ),
        ("<p>A &amp; B &lt;c&gt;</p>", "& B <c>", f"<p>A {ONE}&amp; B &lt;c&gt;</mark></p>"),
        ("<p>One.</p>\n<p>Two.</p>", "One.\n\nTwo.", f"<p>{ONE}One.</mark></p>\n<p>{MORE}Two.</mark></p>"),
        ("<p>“So” – he said</p>", '"so" - he', f"<p>{ONE}“So” – he</mark> said</p>"),
        ("<ul><li>a</li> <li>b</li></ul>", "a b", f"<ul><li>{ONE}a</mark></li> <li>{MORE}b</mark></li></ul>"),
        ("<p>the therapist</p>", "the rapist", f"<p>the {ONE}therapist</mark></p>"),
        ("<p>STRAẞE</p>", "strasse", f"<p>{ONE}STRAẞE</mark></p>"),
        ('<p title="old">new</p>', "old", None),
        ("<p>new</p>", "old", None),
        ("<p>new</p>", "  \n ", None),
    ],
)
def test_marks_the_words(html: str, words: str, marked: str | None) -> None:
    assert mark_quote([html], words) == (None if marked is None else [marked])


def test_exact_words_go_before_words_that_are_alike() -> None:
    assert mark_quote(["<p>ROME Rome</p>"], "Rome") == [f"<p>ROME {ONE}Rome</mark></p>"]


def test_the_time_that_was_meant() -> None:
    html = ["<p>old old old</p>"]
    assert mark_quote(html, "old", 2) == [f"<p>old {ONE}old</mark> old</p>"]
    assert mark_quote(html, "old", 99) == [f"<p>old old {ONE}old</mark></p>"]


def test_words_go_on_from_a_heading_to_its_text() -> None:
    assert mark_quote(["History", "<p>Rome was founded.</p>"], "History\nRome was") == [
        f"{ONE}History</mark>",
        f"<p>{MORE}Rome was</mark> founded.</p>",
    ]


@given(
    st.lists(
        st.sampled_from(["Rome ", "is", " old", "<b>", "</b>", "<p>", "</p>", "&amp;", "ß", "\n"]),
        max_size=30,
    ),
    st.integers(0, 20),
    st.integers(1, 20),
)
def test_marking_changes_nothing_but_adds_marks(tokens: list[str], start: int, length: int) -> None:
    html = "".join(tokens)
    seen = " ".join(unescape(re.sub(r"<b>|</b>", "", html).replace("<p>", " ").replace("</p>", " ")).split())
    words = seen[start : start + length].strip()
    marked = mark_quote([html], words)
    if words:
        assert marked is not None
        assert re.sub(r"</?mark[^>]*>", "", marked[0]) == html
        inside = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", marked[0], re.DOTALL))
        assert "".join(unescape(inside).split()) == "".join(words.split())


def test_fast_on_a_large_page() -> None:
    html = ["<p>" + "Rome is <b>old</b> &amp; large. " * 20_000 + "</p>"]
    begun = time.perf_counter()
    assert mark_quote(html, "x" * 1000) is None
    assert mark_quote(html, "large. Rome", 10_000) is not None
    assert time.perf_counter() - begun < 8
