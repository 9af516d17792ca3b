"""What is a heading and what is none, as MediaWiki's preprocessor has it."""

import pytest

from wiki.text.wikitext.headings import read_heading
from wiki.text.wikitext.source import read


def found(text: str) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in read(text).sections[1:]]


@pytest.mark.parametrize(
    ("line", "level", "title"),
    [
        ("== A ==", 2, "A"),
        ("==A==", 2, "A"),
        ("====== A ======", 6, "A"),
        ("== A ==  \t", 2, "A"),
        ("== A == <!-- why -->", 2, "A"),
        ("== A == <!-- why --> <!-- and --> ", 2, "A"),
        ("== A == <!-- over\ntwo lines -->", 2, "A"),
        ("== A <!-- why --> B ==", 2, "A B"),
        ("=== A ==", 2, "= A"),
        ("== A ===", 2, "A ="),
        ("======= A =======", 6, "= A ="),
        ("=====", 2, "="),
        ("======", 2, "=="),
        ("== A = B ==", 2, "A = B"),
        ("== A<ref>note</ref> ==", 2, "A"),
        ("== <span id='x'></span>A<br />B ==", 2, "AB"),
        ("== {{lang|fr|A}} ==", 2, "{{lang|fr|A}}"),
        ("== {{lang\n|fr\n|A}} ==", 2, "{{lang |fr |A}}"),
        ("== ''A'' [[B|C]] ==", 2, "''A'' [[B|C]]"),
        ("== <nowiki>A</nowiki> ==", 2, "A"),
        ("== <!-- only --> ==", 2, "<!-- only -->"),
    ],
)
def test_headings(line: str, level: int, title: str) -> None:
    assert found(f"x\n{line}\ny") == [(level, title)]
    assert read_heading(f"\n{line}") == read_heading(f" \n\n{line}\n") == (level, title)


@pytest.mark.parametrize(
    "line",
    [
        "= A =",
        "= A ==",
        "== A =",
        "== A == x",
        " == A ==",
        "== ==",
        "====",
        "==",
        "<!-- c -->== A ==",
        "* == A ==",
        "== A == <!-- c --> x",
        "## A",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    assert found(f"x\n{line}\ny") == []
    assert read_heading(line) == (0, "")


HIDING = [
    ("{{T|", "}}"),
    ("{{T|a={{U|b", "}} }}"),
    ("{{{1|", "}}}"),
    ("<!--", "-->"),
    ("<nowiki>", "</nowiki>"),
    ("<PRE class=x>", "</pre >"),
    ("<ref name=x>", "</ref>"),
    ("<syntaxhighlight lang=c>", "</syntaxhighlight>"),
    ("<includeonly>", "</includeonly>"),
    ("{| class=x", "|}"),
    (":{|\n{|", "|}\n|}"),
]


@pytest.mark.parametrize(("opening", "closing"), HIDING)
def test_no_heading_is_in_what_is_read_apart(opening: str, closing: str) -> None:
    text = f"a\n{opening}\n== No ==\n{closing}\n== Yes ==\nb"
    assert found(text) == [(2, "Yes")]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [one for one in HIDING if one[0] not in ("<!--", "<includeonly>")],
)
def test_what_is_never_closed_hides_nothing(opening: str, closing: str) -> None:
    assert found(f"a\n{opening}\n== A ==\nb\n== B ==") == [(2, "A"), (2, "B")]


def test_a_comment_and_includeonly_that_are_never_closed_hide_the_rest() -> None:
    assert found("== A ==\n<!-- \n== B ==") == [(2, "A")]
    assert found("== A ==\n<includeonly>\n== B ==") == [(2, "A")]


def test_a_template_is_not_closed_while_a_link_in_it_is_open() -> None:
    assert found("{{T|[[x\n== A ==\n}}\n== B ==") == [(2, "A"), (2, "B")]
    assert found("{{T|[[x\n== A ==\n]]}}\n== B ==") == [(2, "B")]


def test_headings_stand_in_links_and_between_tags_that_only_shape() -> None:
    assert found("[[File:x|\n== A ==\n]]\n<div>\n== B ==\n</div>") == [(2, "A"), (2, "B")]


def test_braces_are_matched_from_within() -> None:
    assert found("{{{{T|\n== A ==\n}}\n== B ==\n}}\n== C ==") == [(2, "C")]
    assert found("{{{{{T|\n== A ==\n}}}\n== B ==\n}}\n== C ==") == [(2, "C")]
    assert found("{{{T|\n== A ==\n}}\n== C ==\n}") == [(2, "C")]


def test_a_closing_row_of_an_unclosed_table_takes_the_nearest() -> None:
    assert found("{|\n== A ==\n{|\n== B ==\n|}\n== C ==") == [(2, "A"), (2, "C")]
    assert found("|}\n== A ==\n|}}\n== B ==") == [(2, "A"), (2, "B")]


def test_every_line_end_ends_a_heading() -> None:
    assert found("== A ==\r\n== B ==\r== C ==\n") == [(2, "A"), (2, "B"), (2, "C")]
