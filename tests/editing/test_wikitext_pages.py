"""A page of wikitext is edited like any other, in its own signs; what was not touched stays to the byte."""

from __future__ import annotations

import pytest

from tests.factories import make_page, reload
from wiki.editing.edits import field_value, new_section, section_text, whole_page
from wiki.editing.errors import BadEdit
from wiki.editing.save import save_edit
from wiki.editing.transfer.transfer import merge_pages, move_section
from wiki.models import InfoboxField, Page, Section
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.reading.showing.rendering import render_rows
from wiki.reading.source import open_infobox, open_page, open_section, rows_of, with_item
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

TEXT = """{{Infobox city
| name   = Rome <!-- kept -->
| mayor  = Nero
}}
'''Rome''' is a city.

== History == <!-- old -->
Founded.

== See also ==
* [[Milan]]
"""


@pytest.fixture
def rome(alice: Editor) -> Page:
    return written("Rome", TEXT, alice)


def written(title: str, text: str, editor: Editor, model: str = "wikitext") -> Page:
    edit = whole_page(None, text, "", exact=True, model=model)
    saved = save_edit(Title(0, title), edit, editor=editor)
    assert saved.page is not None
    return saved.page


def text_of(page: Page) -> str:
    return open_page(reload(page)).text


def test_a_new_section_has_a_heading_of_its_own(rome: Page, alice: Editor) -> None:
    save_edit(reload(rome), new_section(reload(rome), "Sights", "* Many"), editor=alice)
    assert text_of(rome) == TEXT + "\n\n== Sights ==\n\n* Many"
    assert Section.objects.get(page=rome, title="Sights").level == 2
    assert reload(rome).latest.content_model == "wikitext"


def test_one_field_is_another_and_every_other_byte_stays(rome: Page, alice: Editor) -> None:
    mayor = InfoboxField.objects.get(page=rome, key="mayor")
    base = open_infobox(reload(rome), field_id=mayor.pk).base
    save_edit(reload(rome), field_value(reload(rome), mayor.pk, "mayor", "Otho", base), editor=alice)
    assert text_of(rome) == TEXT.replace("Nero", "Otho")
    mayor.refresh_from_db()
    assert (mayor.value, mayor.rev) == ("Otho", 2)
    assert InfoboxField.objects.get(page=rome, key="name").rev == 1


def test_a_section_is_edited_by_itself(rome: Page, alice: Editor) -> None:
    history = Section.objects.get(page=rome, title="History")
    opened = open_section(reload(rome), history.pk)
    edit = section_text(reload(rome), history.pk, opened.text.replace("Founded.", "Burnt."), opened.base)
    save_edit(reload(rome), edit, editor=alice)
    assert text_of(rome) == TEXT.replace("Founded.", "Burnt.")


def test_a_list_of_links_gets_one_in_its_own_signs(rome: Page) -> None:
    assert with_item("* [[Milan]]", Title(0, "Naples"), reload(rome)) == "* [[Milan]]\n* [[Naples]]"
    assert with_item("- [[Milan]]", Title(0, "Naples"), None) == "- [[Milan]]\n- [[Naples]]"


def test_sections_do_not_move_between_pages_of_different_signs(rome: Page, alice: Editor) -> None:
    other = make_page("Milan", "Text.\n\n## Food\n\nRice.", editor=alice)
    history = Section.objects.get(page=rome, title="History").pk
    food = Section.objects.get(page=other, title="Food").pk
    for deed in (
        lambda: move_section(reload(rome), history, Title(0, "New"), editor=alice),
        lambda: move_section(reload(other), food, rome.name, editor=alice),
        lambda: merge_pages(reload(other), rome.name, editor=alice),
    ):
        with pytest.raises(BadEdit, match="is not written in Markdown"):
            deed()
    assert (text_of(rome), find_page(Title(0, "New"))) == (TEXT, None)


def test_a_page_of_data_shows_its_source(alice: Editor) -> None:
    page = written("Data", '{"a": "<b>"}\n\n== no heading ==\n', alice, model="json")
    drawn = render_rows(rows_of(page), page.name)
    assert (drawn.failed, len(drawn.sections)) == (False, 1)
    assert "&lt;b&gt;" in drawn.sections[0].html
    assert "== no heading ==" in drawn.sections[0].html
