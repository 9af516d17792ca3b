"""The laws of the source text: nothing is lost, separators lead, rows stand on their own."""

import gc
import time
from collections.abc import Iterator

import pytest
from hypothesis import example, given

from tests.text.strategies import any_text
from wiki.text.parts.rows import FieldText, LinkText, PageText, SectionText
from wiki.text.source import join, read, read_sections, row_sources, write

EXAMPLE = """```infobox Russia–Syria–Iran–Iraq Coalition
Formation: September 2015
Membership: Russia|Syria
```

The coalition was …

## Background

=== Russia and Iran ===
For two and a half decades …

## See also

- [[Axis]]
- Iran–Israel proxy conflict

[[Category:Military alliances]]
"""


def test_rows_of_a_page() -> None:
    page = read(EXAMPLE)
    assert page == PageText(
        fields=(
            FieldText(
                "caption",
                "```infobox Russia–Syria–Iran–Iraq Coalition",
                value="Russia–Syria–Iran–Iraq Coalition",
            ),
            FieldText("field", "\nFormation: September 2015", "Formation", "September 2015"),
            FieldText("field", "\nMembership: Russia|Syria", "Membership", "Russia|Syria"),
            FieldText("end", "\n```"),
        ),
        sections=(
            SectionText("", "\n\nThe coalition was …"),
            SectionText("\n\n## Background", "", None, 2, "Background"),
            SectionText(
                "\n\n=== Russia and Iran ===", "\nFor two and a half decades …", None, 3, "Russia and Iran"
            ),
            SectionText(
                "\n\n## See also",
                "\n\n[[Category:Military alliances]]\n",
                (
                    LinkText("\n\n- [[Axis]]", "Axis"),
                    LinkText("\n- Iran–Israel proxy conflict", "Iran–Israel proxy conflict"),
                ),
                2,
                "See also",
            ),
        ),
    )


@given(any_text)
@example("")
@example("\r")
@example("\n \n== A ==")
@example("```infobox X\r\na: b\r\r```\r== A ==\r")
def test_writing_gives_back_what_was_read(text: str) -> None:
    page = read(text)
    assert write(page) == text
    assert join(row_sources(page)) == text
    assert (page.sections[0].level, page.sections[0].title, page.sections[0].links) == (0, "", None)


@given(any_text)
def test_separators_lead(text: str) -> None:
    rows = [source for source in row_sources(read(text)) if source]
    assert [source for source in rows[1:] if source[0] not in "\r\n"] == []
    assert [source for source in rows[:-1] if source[-1] in "\r\n"] == []


@given(any_text)
def test_appending_a_section_changes_no_row(text: str) -> None:
    text = text.rstrip(" \t\r\n")
    before = read(text)
    after = read(f"{text}\n\n== Appended ==\n\nWords.")
    assert after.fields == before.fields
    assert after.sections[:-1] == before.sections
    assert after.sections[-1].title == "Appended"


@given(any_text)
def test_sections_of_a_subtree(text: str) -> None:
    sections = read_sections(text)
    assert "".join(section.source for section in sections) == text
    assert [section.level for section in sections[1:] if not section.level] == []


@given(any_text)
def test_a_section_alone_reads_the_same(text: str) -> None:
    for section in read(text).sections[1:]:
        assert read_sections(section.source) == (section,)


def test_text_before_the_first_heading_of_a_subtree() -> None:
    assert read_sections("") == ()
    assert read_sections(" \n") == (SectionText(body=" \n"),)
    assert read_sections("\n\n== A ==\nx") == (SectionText("\n\n== A ==", "\nx", None, 2, "A"),)
    assert [section.level for section in read_sections("words\n== A ==")] == [0, 2]


def test_join_parts_rows_of_different_origin() -> None:
    assert join(["== A ==", "", "\nbody", "== B =="]) == "== A ==\nbody\n== B =="
    assert join(["", "== A =="]) == "== A =="
    assert join([]) == ""


def test_warnings_name_the_line() -> None:
    text = "```infobox X\na: |||\na: 2\n```\n== bad ===\n\n```infobox Y\nb: 1\n```\n\n~~~\nopen"
    assert [(warning.code, warning.line) for warning in read(text).warnings] == [
        ("infobox-empty-values", 2),
        ("infobox-equal-keys", 3),
        ("heading-unbalanced", 5),
        ("infobox-second", 7),
        ("fence-unclosed", 11),
    ]
    assert [warning.line for warning in read("\r\n\r== A =\r\n").warnings] == [3]


@pytest.fixture
def _no_collecting() -> Iterator[None]:
    """The collector goes through all that other tests have left, the oftener the more is read."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_no_collecting")
@pytest.mark.parametrize(
    "piece",
    [
        *(
            "== A ==\n",
            "== A\n",
            "## \n",
            "=\n",
            "```\n",
            "~~~\n````\n",
            "## A\n```\n",
            "- x\n",
            " ",
            "\r",
            "\n\n",
        ),
        *(
            "```infobox X\n",
            "a: b\n",
            "[[",
            "]]",
            "`",
            "<!--",
            "{{DEFAULTSORT:",
            "== See also ==\n- [[",
            "#",
            "* ",
        ),
    ],
)
def test_any_repeats_are_read_in_linear_time(piece: str) -> None:
    for start in ("", "```infobox X\na: ", "== See also ==\n"):
        small, big = (start + piece * (size // len(piece)) for size in (60_000, 300_000))
        before = time.process_time()
        read(small)
        middle = time.process_time()
        assert write(read(big)) == big
        # Five times the text: quadratic time would be 25 times as long.
        assert time.process_time() - middle < 12 * (middle - before) + 0.2


def test_a_hundred_thousand_headings_and_ten_thousand_fields() -> None:
    assert len(read("== A ==\nx\n" * 100_000).sections) == 100_001
    assert len(read("```infobox X\n" + "key: value\n" * 10_000 + "```").fields) == 10_002
