"""Templates of infoboxes: how keys are written, how several join, and what their types accept."""

import pytest

from wiki.text.fields.field_rules import FieldRule, InvalidRules, merged_rules, read_rules
from wiki.text.fields.field_types import check_value


def test_keys_are_read_in_order():
    assert read_rules("Mayor | link | require | 365 | Who | leads it\n\nArea|quantity\n Map | | warn") == (
        FieldRule("Mayor", "link", "require", 365, "Who | leads it"),
        FieldRule("Area", "quantity"),
        FieldRule("Map", "text", "warn"),
    )
    assert read_rules("") == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [("A\nB | colour", 2), ("A | text | maybe", 1), ("A | date | none | soon", 1), ("A\n\na", 3),
     ("| date", 1), ("- list", 1), ("A | text | none | 999999", 1)],
)  # fmt: skip
def test_a_line_that_says_nothing_is_named(text, line):
    with pytest.raises(InvalidRules) as error:
        read_rules(text)
    assert (error.value.line, f"Line {line}: " in error.value.message) == (line, True)


def test_several_templates_join():
    joined = merged_rules(
        [read_rules("Mayor | link | warn | 100"), read_rules("mayor | text | require | 30 | Who\nB")]
    )
    assert joined == {"mayor": FieldRule("Mayor", "link", "require", 30, "Who"), "b": FieldRule("B")}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date", "September 2015"),
        ("date", "30 September 2015"),
        ("date", "Sept. 30, 2015"),
        ("date", "2015-09-30"),
        ("date", "2015-09"),
        ("date", "29 February 2016[^1]"),
        ("date", "753 BC"),
        ("date", "2011 – present"),
        ("date", "1 May 2011–3 June 2012|c. 1950"),
        ("date", "2015-09-30 ([source](https://x.org/a))"),
        ("date", "19th century"),
        ("date", ""),
        ("quantity", "1,285 km²"),
        ("quantity", "~ 40,000–50,000 (2015)"),
        ("quantity", "−12.5 °C"),
        ("picture", "Map of it.png"),
        ("link", "[[Rome]]"),
        ("text", "31 February"),
        ("list", "a|b"),
    ],
)
def test_what_a_type_accepts(kind, value):
    assert check_value(kind, value) == ""


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("date", "31 February 2015", "February 2015 has 28 days"),
        ("date", "29 February 1900", "has 28 days"),
        ("date", "2015-13-01", "12 months"),
        ("date", "0 May 2015", "31 days"),
        ("date", "May 2015|soon", "“soon” is no date"),
        ("quantity", "many", "does not begin with a number"),
        ("picture", "a map", "not the name of a picture"),
        ("date", "9" * 10_000, "is no date"),
        ("quantity", "," * 10_000, "does not begin"),
    ],
)
def test_what_a_type_refuses(kind, value, why):
    assert why in check_value(kind, value)
