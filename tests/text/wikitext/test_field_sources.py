"""The source that stands behind a value of wikitext."""

from __future__ import annotations

import pytest

from wiki.text.citing.field_sources import InvalidSource
from wiki.text.fields.facts import lacks_source
from wiki.text.wikitext.field_sources import split_source, written_source


@pytest.mark.parametrize(
    ("value", "said", "shown"),
    [
        ("30 m", "30 m", ""),
        ("30 m<ref>https://x.org/a_(b)?c=d</ref>", "30 m", "https://x.org/a_(b)?c=d"),
        ("30 m <ref> https://x.org </ref>", "30 m", "https://x.org"),
        ('30 m<ref name="a b" />', "30 m", '<ref name="a b" />'),
        ("30 m<ref name=a/>", "30 m", "<ref name=a/>"),
        ('30 m<ref name="a" /><ref>https://x.org</ref>', '30 m<ref name="a" />', "https://x.org"),
        ("* a\n* b<ref>https://x.org</ref>", "* a\n* b", "https://x.org"),
        ("30 m<ref>[https://x.org A page]</ref>", "30 m<ref>[https://x.org A page]</ref>", ""),
        (
            "30 m<ref>{{cite web|url=https://x.org}}</ref>",
            "30 m<ref>{{cite web|url=https://x.org}}</ref>",
            "",
        ),
        ('30 m<ref name="a">https://x.org</ref>', '30 m<ref name="a">https://x.org</ref>', ""),
        ("<ref>https://x.org</ref> or so", "<ref>https://x.org</ref> or so", ""),
        ("<ref>https://x.org</ref>", "<ref>https://x.org</ref>", ""),
        ("30 m ([source](https://x.org/a))", "30 m ([source](https://x.org/a))", ""),
        ("30 m[^1]", "30 m[^1]", ""),
        ("", "", ""),
    ],
)
def test_a_value_and_its_source(value: str, said: str, shown: str) -> None:
    found = split_source(value)
    assert found[:2] == (said, shown)
    assert found[0] + found[2] == value


@pytest.mark.parametrize(
    "typed",
    [
        "https://x.org/a",
        "http://x.org/?q=1&b=%20",
        "https://x.org/a_(b)",
        '<ref name="x" />',
        "<ref name=x/>",
    ],
)
def test_what_is_typed_is_read_back(typed: str) -> None:
    assert split_source(f"30 m{written_source(typed)}")[:2] == ("30 m", typed)
    assert written_source(f"  {typed} ") == written_source(typed)


@pytest.mark.parametrize(
    "typed", ["a book", "[^1]", "https://x.org a", "https://x.org|b", "<ref>a</ref>", "<ref />"]
)
def test_what_is_no_source(typed: str) -> None:
    with pytest.raises(InvalidSource) as refused:
        written_source(typed)
    assert refused.value.message.endswith('or a note such as <ref name="x" />.')


@pytest.mark.parametrize(
    ("value", "lacks"),
    [
        ("a", True),
        ("a<ref>Smith, p. 4</ref>", False),
        ('a<ref name="x" />', False),
        ("a<references />", True),
        ("[https://x.org a]", False),
        ("a[^1]", True),
        ("", False),
        ("Map.png", False),
    ],
)
def test_whether_a_source_is_missing(value: str, lacks: bool) -> None:
    assert lacks_source(value, "wikitext") is lacks
