"""What a heading is, and the anchors that sections are reached by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.strategies import any_text
from wiki.text.sections import anchor, cut, give_anchors, read_heading


@pytest.mark.parametrize(
    ("line", "level", "title"),
    [
        ("== A ==", 2, "A"),
        ("==A==", 2, "A"),
        ("====== A ======  \t", 6, "A"),
        ("\r\n \t\n=== A ===\n", 3, "A"),
        ("== a == b ==", 2, "a == b"),
        ("== a = ==", 2, "a ="),
        ("## A", 2, "A"),
        ("##\tA ##", 2, "A"),
        ("###### A # b", 6, "A # b"),
        ("## C#", 2, "C#"),
        ("## # #", 2, "#"),
        *[(line, 0, "") for line in ("= A =", "# A", "======= A =======", "####### A", "##A", "##", "## ##")],
        *[(line, 0, "") for line in ("== A ===", "=== A ==", "== A", "====", "== ==", " == A ==", "> ## A")],
        *[
            (line, 0, "")
            for line in ("", "x\n== A ==", "\ufeff== A ==", "== A == <!-- x -->", "\xa0\n== A ==")
        ],
    ],
)
def test_headings(line: str, level: int, title: str) -> None:
    assert read_heading(line) == (level, title)


def titles(text: str) -> list[str]:
    return [read_heading(heading)[1] for heading, _ in cut(text)[1:]]


def test_fences_hide_headings() -> None:
    assert titles("```\n== no ==\n```\n== A ==") == ["A"]
    assert titles("   ~~~~ py\n## no\n~~~\n## no\n~~~~~\n## A") == ["A"]
    assert titles("```\n## no\n~~~\n## no\n``` x\n## no\n   ```  \n## A") == ["A"]
    assert titles("    ```\n## A\n```\n## B") == ["A", "B"]
    assert titles("``` a`b\n## A") == ["A"]


def test_an_unclosed_fence_ends_with_its_section() -> None:
    assert titles("````\ncode\n## A\n```\nmore\n## B") == ["A", "B"]
    assert titles("## A\n~~~\n~~~ x\n## B\n```\n## no\n```\n## C") == ["A", "B", "C"]


def test_every_line_end_ends_a_line() -> None:
    assert cut("a\r== A ==\rb\r\n\r\n== B ==") == [
        ("", "a"),
        ("\r== A ==", "\rb"),
        ("\r\n\r\n== B ==", ""),
    ]
    assert titles("a\u2028== A ==\x85== B ==\x0b== C ==") == []


@given(any_text)
def test_cutting_loses_nothing(text: str) -> None:
    assert "".join(heading + body for heading, body in cut(text)) == text


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Russia and Iran", "Russia_and_Iran"),
        ("  After  2015 ", "After_2015"),
        ("[[Axis of Resistance|The axis]] in *2015*", "The_axis_in_2015"),
        ("[[Axis#Part]]", "Axis#Part"),
        ("[site](https://example.org) `code` ''it'' **bold**", "site_code_it_bold"),
        ("2*3*4", "2*3*4"),
        ("snake_case", "snake_case"),
        ("Ünïcode – 100 %", "Ünïcode_–_100_%"),
        ("__", "section"),
        ("''", "''"),
        ("", ""),
    ],
)
def test_anchor(title: str, expected: str) -> None:
    assert anchor(title) == expected


def test_anchors_are_given_once() -> None:
    assert give_anchors([("", ""), ("A", ""), ("a", ""), ("A", ""), ("A 2", "")]) == [
        "",
        "A",
        "a_2",
        "A_3",
        "A_2_2",
    ]


def test_a_section_keeps_its_anchor_while_it_fits() -> None:
    assert give_anchors([("A", ""), ("A", "A")]) == ["A_2", "A"]
    assert give_anchors([("A", "A_2"), ("A", "")]) == ["A_2", "A"]
    assert give_anchors([("B", "A"), ("A", "")]) == ["B", "A"]
    assert give_anchors([("A", "A"), ("A", "A")]) == ["A", "A_2"]


@given(
    st.lists(
        st.tuples(st.sampled_from(("A", "a", "A 2", "A_2", "B", "")), st.sampled_from(("", "A", "A_2", "B")))
    )
)
def test_anchors_differ_and_stay(sections: list[tuple[str, str]]) -> None:
    given_once = give_anchors(sections)
    named = [name.casefold() for name, (title, _) in zip(given_once, sections, strict=True) if title]
    assert "" not in named
    assert len(set(named)) == len(named)
    again = [(title, name) for (title, _), name in zip(sections, given_once, strict=True)]
    assert give_anchors(again) == given_once
