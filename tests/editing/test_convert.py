"""Converting wikitext to Markdown: an edit that keeps the past as it was and can be undone."""

import pytest
from django.test import override_settings

from tests.factories import make_page, make_user, reload
from tests.reading.test_wikitext import READER, shown, wikitext
from wiki.editing.convert import CONVERTED, conversion, convert_to_markdown
from wiki.editing.edits import section_text, whole_page
from wiki.editing.errors import BadEdit
from wiki.editing.merging.rows import Edit
from wiki.editing.rollback import rollback
from wiki.editing.save import save_edit
from wiki.editing.undo import undo
from wiki.models import Page, Revision, parts_as_of, parts_live
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor, PageProtected
from wiki.reading.source import open_section, page_text, source_text
from wiki.text.content import MARKDOWN, WIKITEXT
from wiki.text.titles import Title, parse_title

pytestmark = pytest.mark.django_db

TEXT = """{{Infobox town
| name = Alpha
| people = 1
}}
'''Alpha''' is a [[town]] with {{Unknown|x}}.

== History ==
Plain words.

== See also ==
* [[Beta]]

[[Category:Towns]]
"""
MARKED = """```infobox Alpha
name: Alpha
people: 1
```

**Alpha** is a [[town]] with `{{Unknown|x}}`.

## History

Plain words.

## See also

- [[Beta]]

[[Category:Towns]]
"""


def text_at(page: Page, number: int) -> str:
    return source_text(parts_as_of(page.pk, number))


def models(page: Page) -> set[str]:
    return {row.model for row in parts_live(page.pk)}


def test_a_page_becomes_markdown_and_its_past_stays():
    page = wikitext("Alpha", TEXT)
    saved = convert_to_markdown(page, conversion(page), editor=READER)
    assert saved.revision is not None
    assert text_at(page, 2) == MARKED
    assert text_at(page, 1) == TEXT
    assert models(page) == {MARKDOWN}
    told = Revision.objects.filter(page=page).order_by("number")
    assert list(told.values_list("content_model", "tags")) == [(WIKITEXT, []), (MARKDOWN, [CONVERTED])]
    sections = [row.id for row in parts_as_of(page.pk, 1) if row.kind == "section"]
    assert [row.id for row in parts_live(page.pk) if row.kind == "section"] == sections


def test_it_can_be_undone_and_rolled_back_to_the_byte():
    page = wikitext("Alpha", TEXT)
    saved = convert_to_markdown(page, conversion(page), editor=READER)
    assert saved.revision is not None
    undo(reload(page), saved.revision, editor=READER)
    assert text_at(page, 3) == TEXT
    assert models(page) == {WIKITEXT}
    ada = Editor(make_user("Ada", "sysop"))
    again = reload(page)
    convert_to_markdown(again, conversion(again), editor=ada)
    rollback(reload(page), "Ada", editor=ada)
    assert text_at(page, 5) == TEXT
    assert models(page) == {WIKITEXT}


def test_an_undo_keeps_what_was_written_since():
    page = wikitext("Alpha", "Lead.\n\n== One ==\nWords.\n\n== Two ==\nMore.")
    saved = convert_to_markdown(page, conversion(page), editor=READER)
    assert saved.revision is not None
    two = [row for row in parts_live(page.pk) if row.kind == "section"][-1]
    fresh = reload(page)
    base = open_section(fresh, two.id).base
    save_edit(fresh, section_text(fresh, two.id, "## Two\n\nMore. And more.", base), editor=READER)
    undo(reload(page), saved.revision, editor=READER)
    assert text_at(page, 4) == "Lead.\n\n== One ==\nWords.\n\n== Two ==\nMore. And more."
    assert models(page) == {WIKITEXT}


def test_somebody_who_edits_at_the_same_time_loses_nothing():
    page = wikitext("Alpha", TEXT)
    edit = conversion(page)
    wikitext("", TEXT.replace("Plain words.", "Plain words. New ones."), page)
    convert_to_markdown(reload(page), edit, editor=READER)
    assert text_at(page, 3) == MARKED.replace("Plain words.", "Plain words. New ones.")
    assert models(page) == {MARKDOWN}


def test_what_is_not_converted():
    for page in (make_page("Beta", "Words."), wikitext("Template:Greet", "Hello")):
        with pytest.raises(BadEdit) as error:
            conversion(page)
        assert error.value.code == "notwikitext"
    with pytest.raises(BadEdit) as error:
        conversion(wikitext("Gamma", "<!-- nothing -->"))
    assert error.value.code == "emptypage"


def test_it_needs_the_rights_of_an_edit():
    page = wikitext("Alpha", TEXT)
    protect_page(page, {"edit": "sysop"}, editor=Editor(make_user("Ada", "sysop")))
    with pytest.raises(PageProtected):
        convert_to_markdown(reload(page), conversion(reload(page)), editor=READER)


@override_settings(DEFAULT_CONTENT_MODEL="wikitext")
def test_new_pages_are_written_in_what_the_settings_say():
    page = make_page("Alpha", "'''Bold''' words.")
    assert shown(page) == "<p><strong>Bold</strong> words.</p>"
    assert models(page) == {WIKITEXT}
    edit = whole_page(None, "**Bold**", "", model=MARKDOWN)
    other = save_edit(Title(0, "Beta"), edit, editor=READER).page
    assert other is not None
    assert models(other) == {MARKDOWN}
    assert page_text(parts_live(other.pk)).model == MARKDOWN


def test_an_edit_of_nothing_is_of_the_pages_model():
    page = wikitext("Alpha", TEXT)
    assert save_edit(page, Edit((), ()), editor=READER).revision is None
    assert reload(page).name == parse_title("Alpha")
