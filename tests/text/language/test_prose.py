"""Plain words of a source text."""

import time

import pytest
from hypothesis import given

from tests.text.strategies import any_text
from wiki.text.language.prose import LONGEST, plain_words, prose_paragraphs


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("**Bold**, *slanted*, ***both***, __low__ and ''old''", "Bold, slanted, both, low and old"),
        ("**bold with *slanted* in it**", "bold with slanted in it"),
        ("2*3*4, E*TRADE, snake_case_name, 5 * 6", "2*3*4, E*TRADE, snake_case_name, 5 * 6"),
        ("*Titanic*s", "Titanics"),
        ("[[Damascus]], [[Iran|the Persians]], [[Syria#Name|]]n", "Damascus, the Persians, Syria#Namen"),
        ("[[:Category:Towns]] and [[/Sub/]]", "Category:Towns and Sub"),
        ("x[[Category:Towns|T]] [[File:A b.jpg|thumb|A [[town]] in *May*.]] y", "x y"),
        ("{{DEFAULTSORT:Key}}a<!-- not\nthis -->b", "ab"),
        (
            "[text](https://example.org/a_(b) 'title') and <https://example.org>",
            "text and https://example.org",
        ),
        ("![alt](a.png)one [two][ref]", "one two"),
        ("A claim.[^1][^long-name] Another[^2].", "A claim. Another."),
        (r"\*not\* \[\[this\]\] \& `[[nor]] *that*` ``a`b``", "*not* [[this]] & [[nor]] *that* a`b"),
        ("fish &amp; chips &lt;b&gt; <b>raw</b>", "fish & chips <b> <b>raw</b>"),
        ("[[unclosed and ]] stray", "unclosed and stray"),
        ("[[a|b", "[[a|b"),
        ("a `unclosed *code*", "a `unclosed code"),
        ("a <!-- never closed", "a <!-- never closed"),
        ("NUL \x00, half \ud800, bell \x07, &#1; &#0;", "NUL , half , bell , \ufffd"),
        ("  many \t blanks\r\nand\u3000lines\r", "many blanks and lines"),
        ("", ""),
    ],
)
def test_plain_words(source: str, words: str) -> None:
    assert plain_words(source) == words


@pytest.mark.parametrize(
    "before",
    [
        ": For the river, see [[Barada]].",
        ":*Not to be confused with [[Damask]].*\n:See also X.",
        "[[File:Map.png|thumb|A map. With words.]]",
        "- an item\n- another",
        "1. an item",
        "* an item",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "a | b\n---|---\n1 | 2",
        "> quoted",
        "```\ncode\n```",
        "    indented code",
        "# Heading",
        "Heading\n===",
        "Heading\n---",
        "***",
        "[^1]: The note.",
        "[ref]: https://example.org",
        "*[NATO]: North Atlantic Treaty Organization",
        "Term\n: its meaning",
        "<!-- a comment -->",
        "[[Category:Towns]]\n{{DEFAULTSORT:x}}",
    ],
)
def test_only_running_text_counts(before: str) -> None:
    assert list(prose_paragraphs(f"{before}\n\nRunning\ntext.\n\nMore.")) == ["Running text.", "More."]


def test_a_picture_above_the_text_goes_alone() -> None:
    assert list(prose_paragraphs("[[File:A.png|thumb|Words.]]\nText[^1]\n[^1]: Note.")) == ["Text"]


@given(any_text)
def test_any_text_is_read(text: str) -> None:
    for words in (plain_words(text), *prose_paragraphs(text)):
        assert words == " ".join(words.split())
        assert not any(sign < " " or "\ud800" <= sign <= "\udfff" for sign in words)


@pytest.mark.parametrize(
    "piece",
    [*("[[", "]]", "[", "[a](", "(", "*", "* ", "**a ", "_", "_a", "`", "``a`", "<!--", "&", "&lt;", "\\"),
     *("[[File:x|", "[^", "![", "{{defaultsort:", "''", "<https://", "[[a]]", "[a](b", ":", "#", "|")],
)  # fmt: skip
def test_hostile_texts_are_quick(piece: str) -> None:
    began = time.perf_counter()
    list(prose_paragraphs(piece * (100_000 // len(piece))))
    list(prose_paragraphs(f"a {piece * (LONGEST // len(piece))}"))
    assert time.perf_counter() - began < 2
