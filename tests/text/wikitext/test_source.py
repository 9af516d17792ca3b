"""The laws of wikitext: nothing is lost, separators lead, rows stand on their own."""

from functools import partial

import pytest
from hypothesis import example, given, settings

from tests.text.wikitext.texts import any_wikitext
from wiki.text.parts.lines import is_blank
from wiki.text.parts.rows import FieldText, LinkText, PageText, SectionText
from wiki.text.wikitext.headings import read_heading
from wiki.text.wikitext.infobox import read_field, split_field
from wiki.text.wikitext.see_also import read_link
from wiki.text.wikitext.source import join, read, read_section, read_sections, row_sources, write

EXAMPLE = """{{Short description|A coalition}}
{{Infobox war faction
| name       = Coalition
| formation  = September 2015 <!-- exact day? -->
| membership = {{plainlist|
* [[Russia]]
* [[Syria]]
}}
| website    =
}}
The '''coalition''' was …

== Background ==

=== Russia and Iran === <!-- linked from elsewhere -->
For two and a half decades …

==See also==
* [[Axis of Resistance]] – an alliance
* ''plain''

{{Reflist}}
[[Category:Military alliances|Coalition]]
"""


row = partial(FieldText, model="wikitext")


def test_rows_of_a_page() -> None:
    assert read(EXAMPLE) == PageText(
        fields=(
            row(
                "caption",
                "{{Short description|A coalition}}\n{{Infobox war faction",
                value="Infobox war faction",
            ),
            row("field", "\n| name       = Coalition", "name", "Coalition"),
            row(
                "field",
                "\n| formation  = September 2015 <!-- exact day? -->",
                "formation",
                "September 2015 <!-- exact day? -->",
            ),
            row(
                "field",
                "\n| membership = {{plainlist|\n* [[Russia]]\n* [[Syria]]\n}}",
                "membership",
                "{{plainlist|\n* [[Russia]]\n* [[Syria]]\n}}",
            ),
            row("field", "\n| website    =", "website", ""),
            row("end", "\n}}"),
        ),
        sections=(
            SectionText("", "\nThe '''coalition''' was …"),
            SectionText("\n\n== Background ==", "", None, 2, "Background"),
            SectionText(
                "\n\n=== Russia and Iran === <!-- linked from elsewhere -->",
                "\nFor two and a half decades …",
                None,
                3,
                "Russia and Iran",
            ),
            SectionText(
                "\n\n==See also==",
                "\n\n{{Reflist}}\n[[Category:Military alliances|Coalition]]\n",
                (
                    LinkText(
                        "\n* [[Axis of Resistance]] – an alliance", "Axis of Resistance", "", " – an alliance"
                    ),
                    LinkText("\n* ''plain''", note="''plain''"),
                ),
                2,
                "See also",
            ),
        ),
        model="wikitext",
    )


@given(any_wikitext)
@example("")
@example("\r")
@example("\n \n== A ==")
@example("== A ==\r== B ==\r\n")
@example("{{Infobox x|a=1|b=2}}tail")
@example("{{Infobox x\n|\n| a = 1\n| junk\n| = nobody\n}}")
@settings(max_examples=150)
def test_writing_gives_back_what_was_read(text: str) -> None:
    page = read(text)
    assert write(page) == text
    assert (page.sections[0].level, page.sections[0].title, page.sections[0].links) == (0, "", None)
    assert all(2 <= section.level <= 6 and section.title for section in page.sections[1:])


@given(any_wikitext)
@settings(max_examples=150)
def test_each_row_is_read_alike_on_its_own(text: str) -> None:
    page = read(text)
    for row in page.fields:
        if row.kind == "field":
            assert row.key
            assert read_field(row.source) == row
            assert "".join(split_field(row.source)) == row.source
            assert split_field(row.source)[1].lstrip()[:1] == "="
    for section in page.sections[1:]:
        assert read_heading(section.heading) == (section.level, section.title)
        for link in section.links or ():
            assert read_link(link.source) == link
    assert [row.kind for row in page.fields if row.kind != "field"] == ["caption", "end"] * bool(page.fields)


@given(any_wikitext)
@settings(max_examples=60)
def test_separators_lead(text: str) -> None:
    """No row but the last ends in a line break; infobox rows may stand in one line."""
    rows = [row for row in row_sources(read(text)) if row]
    assert [row for row in rows[:-1] if is_blank(row)] == []
    assert [row for row in rows[:-1] if row[-1] in "\r\n"] == []


@given(any_wikitext)
@settings(max_examples=60)
def test_the_parts_of_a_subtree_give_it_back(text: str) -> None:
    sections = read_sections(text)
    assert "".join(section.source for section in sections) == text
    for section in sections:
        whole = "".join(link.source for link in section.links or ()) + section.body
        assert read_section(section.heading, whole) == section


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (("== A ==", "body", "\n== B =="), "== A ==\nbody\n== B =="),
        (("lead", "== A =="), "lead\n== A =="),
        (("\n== See also ==", "* [[A]]", "* [[B]]", ""), "\n== See also ==\n* [[A]]\n* [[B]]"),
        (("{{Infobox x", "|a=1", "|b=2", "}}", " tail"), "{{Infobox x|a=1|b=2}} tail"),
        (("{{Infobox x", "\n| a = 1", "\n}}", "", "== A =="), "{{Infobox x\n| a = 1\n}}\n== A =="),
    ],
)
def test_rows_of_different_origin_are_joined_on_lines_of_their_own(rows: tuple[str, ...], text: str) -> None:
    assert join(rows) == text


@pytest.mark.parametrize(
    "text", [EXAMPLE, "{{Infobox x|a=1|b=2}} tail", "== A ==\n* x\n\n== See also ==\n*[[B]]"]
)
def test_joining_what_was_read_changes_nothing(text: str) -> None:
    assert join(row_sources(read(text))) == text


def test_what_is_odd_is_told_with_its_line() -> None:
    assert [(one.code, one.line) for one in read("a\n\n<!-- b\n== C ==").warnings] == [
        ("comment-unclosed", 3)
    ]
    box = "{{Infobox x\n| a = 1\n| b = 2\n| a = 3\n}}"
    assert [(one.code, one.line) for one in read(box).warnings] == [("infobox-equal-keys", 4)]
    assert [(one.code, one.line) for one in read(f"Words first.\n{box}").warnings] == [("infobox-late", 2)]
    assert read(EXAMPLE).warnings == ()


@given(any_wikitext)
@settings(max_examples=60)
def test_a_section_alone_reads_the_same(text: str) -> None:
    for section in read(text).sections[1:]:
        assert read_sections(section.source) == (section,)
