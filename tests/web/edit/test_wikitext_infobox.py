"""The infobox form of a page of wikitext: what it saves is read back as it was typed, or nothing is saved."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_page, reload
from tests.web.posting import form_in, press, values_in
from wiki.models import Page, Section
from wiki.reading.source import open_infobox, open_page

pytestmark = pytest.mark.django_db

BOX = """{{Use dmy dates}}
{{Infobox lighthouse <!-- see its page -->
| name   = Point <!-- kept -->
| height = {{convert|30|m}}
| junk
}}
The '''lighthouse'''."""
FORM = "/edit/Point?part=infobox"


@pytest.fixture
def page() -> Page:
    return make_page("Point", BOX, model="wikitext")


def text_of(page: Page) -> str:
    return open_page(reload(page)).text


def fields_of(page: Page) -> list[tuple[str, str]]:
    return [(row.key, row.value) for row in open_infobox(reload(page)).rows]


def test_a_name_that_is_no_infobox_is_refused_at_the_caption(client: Client, page: Page) -> None:
    refused = press(client, client.get(FORM), caption="My lighthouse")
    assert refused.status_code == 400
    said = refused.content.decode()
    assert "begins with this word: “Infobox My lighthouse”, for example.</p>" in said
    assert 'value="My lighthouse" autocomplete="off" aria-invalid="true" aria-describedby="caption' in said
    assert text_of(page) == BOX


def test_another_infobox_keeps_all_around_its_name(client: Client, page: Page) -> None:
    assert press(client, client.get(FORM), caption="Infobox tower").status_code == 303
    assert text_of(page) == BOX.replace("lighthouse <!-- see its page -->", "tower")


def test_where_the_box_goes_what_stands_before_it_stays(client: Client, page: Page) -> None:
    lead = Section.objects.get(page=page, level=0).pk
    gone = press(client, client.get(FORM), caption="", row_key=[""] * 5, row_value=[""] * 5)
    assert gone.status_code == 303
    assert text_of(page) == "{{Use dmy dates}}\n\nThe '''lighthouse'''."
    assert not open_infobox(reload(page)).exists
    assert Section.objects.get(page=page, level=0, deleted=False).pk == lead


def test_another_name_of_a_field_keeps_all_around_it(client: Client, page: Page) -> None:
    assert press(client, client.get(FORM), row_key=["title"]).status_code == 303
    assert text_of(page) == BOX.replace("| name   =", "| title   =")


@pytest.mark.parametrize(
    "text", ["<pre>Text</pre>", "{{Use dmy dates}}", "== History ==\nText", "{{My lighthouse\n| a = b\n}}"]
)
def test_a_new_box_stands_on_lines_of_its_own(client: Client, text: str) -> None:
    page = make_page("Point", text, model="wikitext")
    lead = Section.objects.get(page=page, level=0).pk
    opened = client.get(FORM)
    assert values_in(opened)["caption"] == "Infobox"
    saved = press(client, opened, caption="Infobox lighthouse", row_key=["keeper"], row_value=["Ann"])
    assert saved.status_code == 303
    assert text_of(page).startswith("{{Infobox lighthouse\n| keeper = Ann\n}}\n")
    assert text_of(page).endswith(f"\n{text}")
    assert fields_of(page) == [("keeper", "Ann")]
    assert Section.objects.get(page=page, level=0, deleted=False).pk == lead
    opened = client.get(FORM)  # which edits this box, and begins no other
    assert press(client, opened, row_value=["Bob"]).status_code == 303
    assert text_of(page).count("{{Infobox") == 1
    assert fields_of(page) == [("keeper", "Bob")]


def test_a_new_page_of_wikitext_gets_an_infobox_too(client: Client, settings) -> None:
    settings.DEFAULT_CONTENT_MODEL = "wikitext"
    opened = client.get("/edit/Point?part=infobox")
    assert values_in(opened)["caption"] == "Infobox"
    assert press(client, opened, row_key=["keeper"], row_value=["Ann"]).status_code == 303
    page = Page.objects.get(title="Point")
    assert (text_of(page), fields_of(page)) == ("{{Infobox\n| keeper = Ann\n}}\n", [("keeper", "Ann")])


@pytest.mark.parametrize("part", ["part=infobox", "field={}"])
def test_what_takes_the_next_field_along_is_refused(client: Client, part: str) -> None:
    text = "{{Infobox x\n| a = <ref>open\n| b = 1\n}}\nText"
    page = make_page("Point", text, model="wikitext")
    key_b = open_infobox(page).rows[1].id
    opened = client.get(f"/edit/Point?{part.format(key_b)}")
    typed = {"row_value": ["<ref>open", "2</ref>"]} if "part" in part else {"value": "2</ref>"}
    assert any(value == "1" for _name, value in form_in(opened).pairs)
    refused = press(client, opened, **typed)
    assert "would not be read back as they are" in refused.content.decode()
    assert text_of(page) == text


LISTS = """{{Infobox x
| born = {{Birth date|df=yes|1879|3|14}}
| faiths = a [[B|b]] | junk
| towns =
* One
* Two|three
|one=line
}}
Text."""


def test_a_value_is_shown_as_it_is_written_and_stays_when_untouched(client: Client) -> None:
    page = make_page("Point", LISTS, model="wikitext")
    opened = client.get(FORM)
    shown = [value for name, value in form_in(opened).pairs if name == "row_value"]
    assert shown[:4] == ["{{Birth date|df=yes|1879|3|14}}", "a [[B|b]]", "* One\n* Two", "line"]
    assert press(client, opened).cookies["notice"].value == "nochange"
    one = client.get(f"/edit/Point?field={open_infobox(reload(page)).rows[0].id}")
    assert values_in(one)["value"] == shown[0]
    assert press(client, one).cookies["notice"].value == "nochange"
    assert text_of(page) == LISTS


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Jewish\nGerman", " Jewish\nGerman"),
        ("* one\n* two", "\n* one\n* two"),
        ("a | b", " a {{!}} b"),
        ("  {{plainlist|\n* one\n}}  ", " {{plainlist|\n* one\n}}"),
        ("one\n\ntwo", " one\n\ntwo"),
    ],
)
def test_lines_that_are_typed_are_lines(client: Client, page: Page, typed: str, written: str) -> None:
    press(client, client.get(FORM), row_value=["Point <!-- kept -->", typed])
    assert text_of(page) == BOX.replace(" {{convert|30|m}}", written)
    shown = [value for name, value in form_in(client.get(FORM)).pairs if name == "row_value"]
    assert shown[1] == written.strip()


@pytest.mark.parametrize(
    ("typed", "written"),
    [("https://example.org/s", "<ref>https://example.org/s</ref>"), ('<ref name="x" />', '<ref name="x" />')],
)
def test_a_source_is_a_note_and_is_read_back(client: Client, page: Page, typed: str, written: str) -> None:
    assert press(client, client.get(FORM), row_source=["", typed]).status_code == 303
    sourced = BOX.replace("{{convert|30|m}}", "{{convert|30|m}}" + written)
    assert text_of(page) == sourced
    opened = client.get(FORM)
    assert [value for name, value in form_in(opened).pairs if name == "row_source"][:2] == ["", typed]
    assert press(client, opened).cookies["notice"].value == "nochange"
    one = client.get(f"/edit/Point?field={open_infobox(reload(page)).rows[1].id}")
    assert (values_in(one)["value"], values_in(one)["source"]) == ("{{convert|30|m}}", typed)
    assert press(client, one, value="{{convert|31|m}}").status_code == 303
    assert text_of(page) == sourced.replace("30", "31")
    assert press(client, client.get(FORM), row_source=["", ""]).status_code == 303
    assert text_of(page) == BOX.replace("30", "31")


def test_notes_of_markdown_are_neither_offered_nor_taken(client: Client, page: Page) -> None:
    for part in ("part=infobox", f"field={open_infobox(page).rows[1].id}"):
        opened = client.get(f"/edit/Point?{part}")
        assert "[^1]" not in opened.content.decode()
        assert "several" not in opened.content.decode().lower()
        typed = {"row_source": ["", "[^1]"]} if part == "part=infobox" else {"source": "[^1]"}
        refused = press(client, opened, **typed)
        assert "“[^1]” is no source" in refused.content.decode()
    assert text_of(page) == BOX
    make_page("Tower", "```infobox\nA: b\n```\n")
    assert "[^1]" in client.get("/edit/Tower?part=infobox").content.decode()
