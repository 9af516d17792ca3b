"""Conditions of edit filters: what they mean, and what is none."""

import pytest

from wiki.text.conditions import BadCondition, Value, all_hold, read_conditions

FACTS: dict[str, Value] = {
    "namespace": 0, "title": "Rome", "creates": False, "summary": "Fixed typo", "minor": True,
    "user": "Alice", "anonymous": False, "group": ("*", "user"), "edits": 3, "age": 1,
    "section": ("History", "Sights"),
    "field": (), "size": 120, "delta": -40, "added": "Visit the CASINO today", "removed": "Old.", "links": 1,
    "link": ("spam.example/a",), "text": "A city.",
}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("added contains casino", True),
        ("added contains poker | casino", True),
        ("added does not contain casino", False),
        ("added contains poker", False),
        ("added matches cas[io]no\\b", True),
        ("added does not match ^visit", False),
        ("title is rome", True),
        ("title is not Rome", False),
        ("title begins with Ro", True),
        ("title does not begin with Ro", False),
        ("title ends with ME", True),
        ("edits < 10", True),
        ("edits <= 3", True),
        ("edits > 3", False),
        ("edits is 3 | 4", True),
        ("delta < -30", True),
        ("creates is no", True),
        ("creates is yes", False),
        ("minor is not yes", False),
        ("section is History", True),
        ("section is Climate", False),
        ("section is not Climate", True),
        ("field is Mayor", False),
        ("group is sysop", False),
        ("group is not sysop", True),
        ("link contains spam.example", True),
        ("links > 0", True),
        ("namespace is 0", True),
    ],
)
def test_a_line(line: str, holds: bool) -> None:
    assert all_hold(read_conditions(line), FACTS) is holds


def test_all_lines_have_to_hold() -> None:
    assert all_hold(read_conditions("# gamblers\n\nadded contains casino\nedits < 10\n"), FACTS)
    assert not all_hold(read_conditions("added contains casino\nedits > 10"), FACTS)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "none", 1),
        ("# nothing\n", "none", 1),
        ("edits < 10\nhello", "unreadable", 2),
        ("eval is 1", "unknown", 1),
        ("added contains", "novalue", 1),
        ("edits contains 1", "comparison", 1),
        ("title < 3", "comparison", 1),
        ("creates contains yes", "comparison", 1),
        ("edits < many", "nonumber", 1),
        ("edits < 99999999999", "nonumber", 1),
        ("creates is maybe", "yesno", 1),
        ("added matches (", "pattern", 1),
        ("added matches .*", "pattern", 1),
        ("edits < 1\n" * 51, "toolong", 50),
        ("added contains " + "x" * 6000, "toolong", 1),
        ("__import__('os') is 1", "unreadable", 1),
    ],
)
def test_what_is_none_is_named(text: str, code: str, line: int) -> None:
    with pytest.raises(BadCondition) as caught:
        read_conditions(text)
    assert (caught.value.code, caught.value.line) == (code, line)


def test_what_is_not_asked_is_not_looked_up() -> None:
    assert not all_hold(read_conditions("added contains x\ntitle is Paris"), {"title": "Rome"})
