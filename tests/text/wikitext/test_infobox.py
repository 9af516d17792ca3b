"""Infoboxes of wikitext: which template is one, what its fields are, and changing one of them."""

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.text.wikitext.texts import PIECES
from wiki.text.infobox import InvalidField
from wiki.text.wikitext.infobox import (
    caption_parts,
    field_source,
    frame_sources,
    read_field,
    with_key,
    with_value,
)
from wiki.text.wikitext.site import Site
from wiki.text.wikitext.source import read, row_sources, set_field

BOX = """{{Use dmy dates}}
: ''For the film, see [[Troy (film)]].''
{{Infobox settlement <!-- a comment -->
|name=Troy
| population    = 12,000<ref name="c">{{cite web|url=https://x.org/?a=b|title=T}}</ref>   <!-- 2020 -->
| area = {{convert|1|km2|abbr=on}}
|
| junk
| empty =\x20
| image=Troy.jpg|caption=[[A|b]]
}} Lead."""


def fields(text: str, site: Site = Site()) -> list[tuple[str, str]]:  # noqa: B008 - it cannot be changed
    return [(row.key, row.value) for row in read(text, site).fields if row.kind == "field"]


def test_each_named_parameter_is_a_field() -> None:
    assert fields(BOX) == [
        ("name", "Troy"),
        (
            "population",
            '12,000<ref name="c">{{cite web|url=https://x.org/?a=b|title=T}}</ref>   <!-- 2020 -->',
        ),
        ("area", "{{convert|1|km2|abbr=on}}"),
        ("empty", ""),
        ("image", "Troy.jpg"),
        ("caption", "[[A|b]]"),
    ]
    page = read(BOX)
    assert page.fields[4].source == "\n|\n| junk\n| empty = "
    assert page.fields[-1].source == "\n}}"
    assert page.sections[0].body == " Lead."
    assert caption_parts(page.fields[0].source) == (
        "{{Use dmy dates}}\n: ''For the film, see [[Troy (film)]].''\n",
        "Infobox settlement",
    )


@pytest.mark.parametrize(
    "name",
    ["Infobox", "infobox person", "Infobox_person", "Ficha de río", "Инфобокс ТВ", "Taxobox",
     "Info/Biografia", "Template:Infobox x", "Biogram infobox", "صندوق معلومات تجمع سكاني"],
)  # fmt: skip
def test_templates_that_are_infoboxes(name: str) -> None:
    assert fields(f"{{{{{name}\n|a=b}}}}") == [("a", "b")]


def test_the_names_can_be_said() -> None:
    site = Site(infoboxes=("dane",))
    assert fields("{{Infobox x|a=b}}{{Dane miasta|c=d}}", site) == [("c", "d")]


@pytest.mark.parametrize(
    "before",
    ["", "\n\n", "{{a|b=c}}\n", "<!-- [[x]] -->", "[[File:X.jpg|thumb|[[a]] b]]\n", "__NOTOC__\n",
     "[[Category:X]] [[de:Y]]\n", "<templatestyles src='x' />", ":''see [[B]]''\n"],
)  # fmt: skip
def test_notices_and_pictures_may_stand_before_it(before: str) -> None:
    assert fields(before + "{{Infobox x|a=b}}") == [("a", "b")]


@pytest.mark.parametrize(
    "before", ["Words ", "'''X''' is\n", "[[A]]\n", "== H ==\n", "{{a|", "<!-- ", "<nowiki>", "[", "{"]
)
def test_behind_words_or_in_other_things_it_is_none(before: str) -> None:
    page = read(before + "{{Infobox x|a=b}}</nowiki>")
    assert page.fields == () or before in "[{"
    assert read("{{Infobox x|a=b").fields == ()


def test_only_the_first_infobox_has_fields() -> None:
    page = read("{{Infobox x|a=b}}\n{{Infobox y|c=d}}")
    assert [row.key for row in page.fields if row.key] == ["a"]
    assert page.sections[0].body == "\n{{Infobox y|c=d}}"


def test_changing_a_value_leaves_every_other_byte() -> None:
    assert set_field(BOX, "population", "13,000") == BOX.replace(
        '12,000<ref name="c">{{cite web|url=https://x.org/?a=b|title=T}}</ref>   <!-- 2020 -->', "13,000"
    )
    assert set_field(BOX, "empty", "full") == BOX.replace("empty = ", "empty = full")
    assert set_field(BOX, "name", "") == BOX.replace("|name=Troy", "|name=")
    assert set_field(BOX, "caption", "x | y [[z|w]]") == BOX.replace("[[A|b]]", "x {{!}} y [[z|w]]")
    assert set_field(BOX, "area", " {{convert|1|km2|abbr=on}} ") == BOX
    assert set_field(BOX, "mayor", "N. N.") == BOX.replace("\n}} Lead", "\n| mayor = N. N.\n}} Lead")
    assert set_field("{{Infobox x|a=1|a=2}}", "a", "3") == "{{Infobox x|a=1|a=3}}"
    assert (
        set_field("{{Infobox x\n| list = x\n}}", "list", "* a\n* b") == "{{Infobox x\n| list =\n* a\n* b\n}}"
    )
    assert set_field("{{Infobox x|a=1}}", "b", "2") == "{{Infobox x|a=1| b = 2}}"


def test_a_page_without_an_infobox_has_no_field_to_change() -> None:
    with pytest.raises(ValueError, match="no infobox"):
        set_field("Text", "a", "b")


@pytest.mark.parametrize("value", ["}}", "{{", "[[a", "<!-- b", "<nowiki>|</nowiki>{{", "a }} b"])
def test_what_would_break_the_box_is_refused(value: str) -> None:
    with pytest.raises(InvalidField) as caught:
        set_field(BOX, "name", value)
    assert caught.value.code == "infobox-invalid-value"


@pytest.mark.parametrize("key", ["", " a", "a|b", "a=b", "{{a", "a}}", "<!-- -->"])
def test_keys_that_would_not_be_read_back_are_refused(key: str) -> None:
    with pytest.raises(InvalidField):
        field_source(key, "x")


def test_a_new_box_is_read_back() -> None:
    first, last = frame_sources("Infobox ship")
    rows = (first, field_source("name", "A | B"), field_source("list", "* a"), last)
    assert "".join(rows) == "{{Infobox ship\n| name = A {{!}} B\n| list =\n* a\n}}\n"
    assert "".join(row_sources(read("".join(rows)))) == "".join(rows)
    assert fields("".join(rows)) == [("name", "A {{!}} B"), ("list", "* a")]


@pytest.mark.parametrize("name", ["", "a|b", "{{x", "a]]", "My lighthouse", "Infobox {{x}}", "Infobox|a=b"])
def test_what_would_not_be_read_back_as_an_infobox_names_none(name: str) -> None:
    with pytest.raises(InvalidField) as caught:
        frame_sources(name)
    assert caught.value.code == "infobox-invalid-caption"


def test_another_template_leaves_what_stands_around_its_name() -> None:
    rows = read(BOX).fields
    first, last = frame_sources("Infobox town", rows[0].source, rows[-1].source)
    changed = first + "".join(row_sources(read(BOX)))[len(rows[0].source) :]
    assert changed == BOX.replace("settlement <!-- a comment -->", "town")
    assert last == rows[-1].source
    for name in ("Infobox {{x}}", "Infobox <!-- {{x}} -->", "Infobox <!-- {{ -->", "Infobox"):
        box = read(f"{{{{notice}}}}\n{{{{{name}\n|a=b}}}}").fields
        assert caption_parts(box[0].source) == ("{{notice}}\n", box[0].value)


def test_another_key_leaves_every_other_byte() -> None:
    source = read(BOX).fields[4].source
    assert with_key(source, "full") == "\n|\n| junk\n| full = "
    assert with_key("|a<!-- c -->=[[b|c]]", "d") == "|d=[[b|c]]"
    for key in ("", "a|b", "a=b", "{{a", "a}}", "<!--"):
        with pytest.raises(InvalidField):
            with_key(source, key)


def test_a_row_that_is_no_field_is_refused() -> None:
    for source in ("", "\n| x", "\n| a = 1\n| b = 2", "\n}}", "\n| a = {{"):
        with pytest.raises(ValueError, match="not one infobox field"):
            read_field(source)


VALUES = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@given(VALUES, VALUES)
@example("}}</nowiki>", "<nowiki>")
@settings(max_examples=60)
def test_a_value_that_is_written_is_read_back_in_its_place(old: str, new: str) -> None:
    text = f"{{{{Infobox x\n| a = {old}\n| other = 1\n}}}} Lead\n== H ==\n"
    rows = [row for row in read(text).fields if row.key == "a"]
    assume(len(rows) == 1)
    try:
        source = with_value(rows[0].source, new)
    except InvalidField:
        return
    written = read_field(source)
    head = rows[0].source.partition("=")[0]
    assert source.startswith(head)
    assert written.key == "a"
    assert written.value.replace("{{!}}", "|") == new.strip(" \t\r\n").replace("{{!}}", "|")
    changed = text.replace(rows[0].source, source, 1)
    others = [[row.value for row in read(one).fields if row.key == "other"] for one in (text, changed)]
    assert others[0] == others[1]
