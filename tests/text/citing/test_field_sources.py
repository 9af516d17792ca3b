"""The source that stands behind a value."""

import pytest

from wiki.text.citing.field_sources import (
    InvalidSource,
    split_source,
    without_sources,
    written_source,
)
from wiki.text.fields.facts import folded_values, lacks_source, shown_values


@pytest.mark.parametrize(
    ("value", "said", "shown"),
    [
        ("Damascus", "Damascus", ""),
        ("Damascus ([source](https://x.org/a))", "Damascus", "https://x.org/a"),
        ("Damascus ([Quelle](<https://x.org/a_(b)>))", "Damascus", "https://x.org/a_(b)"),
        ("Damascus[^1]", "Damascus", "[^1]"),
        ("Damascus [^1][^two]", "Damascus", "[^1][^two]"),
        ("a[^1]|b[^2]", "a[^1]|b[^2]", ""),  # each value has its own
        ("a|b ([source](https://x.org))", "a|b", "https://x.org"),
        ("- a\n- b ([source](https://x.org))", "- a\n- b", "https://x.org"),
        ("See ([here](https://x.org)) first", "See ([here](https://x.org)) first", ""),
        ("[^1]", "[^1]", ""),
        ("", "", ""),
    ],
)
def test_a_value_and_its_source(value, said, shown):
    found = split_source(value)
    assert found[:2] == (said, shown)
    assert found[0] + found[2] == value


@pytest.mark.parametrize(
    "typed", ["https://x.org/a", "http://x.org/?q=1&b=%20", "https://x.org/a_(b)", "[^1]", "[^1] [^b]"]
)
def test_what_is_typed_is_read_back(typed):
    said, shown, written = split_source(f"Damascus{written_source(typed)}")
    assert (said, shown) == ("Damascus", "".join(typed.split()))
    assert written_source(f"  {typed} ") == written


@pytest.mark.parametrize(
    "typed", ["a book", "x.org", "javascript:alert(1)", "https://x.org a", "[^1", "https://", "[^1]:"]
)
def test_what_is_no_source(typed):
    with pytest.raises(InvalidSource):
        written_source(typed)


def test_facts_are_compared_without_their_sources():
    value = "[[Damascus]][^1]|Aleppo ([source](https://x.org))"
    assert shown_values(value) == ["Damascus", "Aleppo"]
    assert folded_values(value) == ["damascus", "aleppo"]
    assert without_sources("a[^1] b[^2]") == "a b"


@pytest.mark.parametrize(
    ("value", "lacks"),
    [("a", True), ("a[^1]", False), ("a <https://x.org>", False), ("", False), ("||", False),
     ("Map.png", False), ("`[^1]`", False), ("a|b", True)],
)  # fmt: skip
def test_whether_a_source_is_missing(value, lacks):
    assert lacks_source(value) is lacks
