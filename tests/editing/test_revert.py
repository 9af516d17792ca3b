"""Restoring: an old revision, or an old version of one part, becomes current again."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from tests.factories import IP, edit_page, make_page, reload
from wiki.editing.errors import BadEdit, EditConflict
from wiki.editing.revert import restore, restore_edit, restore_part
from wiki.editing.save import save_edit
from wiki.models import InfoboxField, Page, Revision, Section
from wiki.permissions import Editor
from wiki.reading.page import RevisionHidden
from wiki.reading.source import open_page

pytestmark = pytest.mark.django_db

BOX = "```infobox Thing\nAlpha: a\nBeta: b\nGamma: c\n```"
ONE = "\n\n## One\n\nText of one, of some length."
TWO = "\n\n## Two\n\nText of two, of some length."
LIST = "\n\n## See also\n\n- [[First]]\n- [[Second]]"
TEXT = f"{BOX}\n\nThe lead.{ONE}{TWO}{LIST}"
ANON = Editor(None, IP)


@pytest.fixture
def page(alice: Editor) -> Page:
    return make_page("Thing", TEXT, editor=alice)


def first(page: Page) -> Revision:
    return Revision.objects.get(page=page, number=1)


def text_after(page: Page, text: str, kind: str, part_id: int) -> str:
    """The page's text when it became `text`, and then one part was restored as of revision 1."""
    edit_page(page, text)
    restore_part(reload(page), kind, part_id, first(page), editor=ANON)
    call_command("verify_history")
    return open_page(page).text


def section(page: Page, title: str) -> int:
    return Section.objects.get(page=page, title=title).pk


def field(page: Page, key: str) -> int:
    return InfoboxField.objects.get(page=page, key=key).pk


@pytest.mark.parametrize(
    "later",
    [
        TEXT.replace("Text of", "Words of").replace("Beta: b", "Beta: other"),
        f"The lead.{LIST}{TWO}{ONE}",
        "Blanked.",
        TEXT.replace("## One", "### One more").replace("Gamma: c\n", ""),
        TEXT.replace("- [[First]]", "Prose."),
    ],
)
def test_an_old_revision_becomes_current_again(page: Page, bob: Editor, later: str) -> None:
    edit_page(page, later)
    old = first(page)
    revision = restore(reload(page), old, editor=bob).revision
    assert revision is not None
    assert open_page(page).text == TEXT
    assert (revision.number, revision.sha1, revision.author_text) == (3, old.sha1, "Bob")
    assert (revision.summary, revision.tags) == (f"Restore revision {old.pk} by Alice", ["mw-manual-revert"])
    call_command("verify_history")


def test_sections_and_fields_come_back_as_themselves(page: Page) -> None:
    before = (
        set(Section.objects.values_list("pk", flat=True)),
        set(InfoboxField.objects.values_list("pk", flat=True)),
    )
    edit_page(page, "Blanked.")
    restore(reload(page), first(page), editor=ANON)
    sections, fields = Section.objects.filter(deleted=False), InfoboxField.objects.filter(deleted=False)
    assert (set(sections.values_list("pk", flat=True)), set(fields.values_list("pk", flat=True))) == before


def test_restoring_what_is_current_changes_nothing(page: Page) -> None:
    assert restore(page, first(page), editor=ANON).revision is None


def test_what_was_saved_since_the_page_was_read_is_not_overwritten(page: Page) -> None:
    edit_page(page, TEXT.replace("Text of one", "Words of one"))
    stale = reload(page)
    edit_page(page, TEXT.replace("Text of one", "Words of one").replace("The lead.", "The new lead."))
    restore(stale, first(page), editor=ANON)
    assert open_page(page).text == TEXT.replace("The lead.", "The new lead.")


def test_the_same_words_saved_meanwhile_are_asked(page: Page) -> None:
    edit_page(page, TEXT.replace("Text of one", "Words of one"))
    edit = restore_edit(reload(page), first(page), viewer=ANON)
    edit_page(page, TEXT.replace("Text of one", "Sentences of one"))
    with pytest.raises(EditConflict):
        save_edit(reload(page), edit, editor=ANON)


def test_a_hidden_text_is_not_brought_back(page: Page, carol: Editor) -> None:
    edit_page(page, "Blanked.")
    Revision.objects.filter(page=page, number=1).update(text_hidden=True)
    with pytest.raises(RevisionHidden):
        restore(reload(page), first(page), editor=ANON)
    with pytest.raises(RevisionHidden):
        restore_part(reload(page), "section", section(page, "One"), first(page), editor=ANON)
    restore(reload(page), first(page), editor=carol)
    assert open_page(page).text == TEXT


def test_one_section_gets_its_old_words_back(page: Page) -> None:
    later = TEXT.replace("Text of", "Words of").replace("## One", "## Uno")
    assert text_after(page, later, "section", section(page, "One")) == TEXT.replace(
        "Text of two", "Words of two"
    )
    revision = Revision.objects.get(page=page, number=3)
    assert revision.summary == f"Restore a part as of revision {first(page).pk}"
    assert revision.tags == ["mw-manual-revert"]


def test_a_section_that_moved_stays_where_it_is(page: Page) -> None:
    moved = f"{BOX}\n\nThe lead.{TWO}{ONE}{LIST}"
    later = moved.replace("Text of one", "Words of one")
    assert text_after(page, later, "section", section(page, "One")) == moved


@pytest.mark.parametrize("title", ["One", "Two", "See also"])
def test_a_removed_section_comes_back_where_it_stood(page: Page, title: str) -> None:
    removed = TEXT.replace({"One": ONE, "Two": TWO, "See also": LIST}[title], "")
    assert text_after(page, removed, "section", section(page, title)) == TEXT


def test_a_removed_section_comes_back_behind_what_is_left_before_it(page: Page) -> None:
    shown = f"{BOX}\n\nThe lead.{TWO}{LIST}"
    assert text_after(page, f"{BOX}\n\nThe lead.{LIST}", "section", section(page, "Two")) == shown


def test_the_lead_gets_its_old_words_back(page: Page) -> None:
    assert text_after(page, TEXT.replace("The lead.", "Other."), "section", section(page, "")) == TEXT


def test_a_list_gets_its_old_links_back(page: Page) -> None:
    later = TEXT.replace("- [[First]]\n- [[Second]]", "- [[Second]]\n- [[New]]").replace(
        "Text of", "Words of"
    )
    wanted = TEXT.replace("Text of", "Words of")
    assert text_after(page, later, "section", section(page, "See also")) == wanted


def test_one_field_gets_its_old_value_back(page: Page) -> None:
    later = TEXT.replace("Beta: b", "Beta: other").replace("Gamma: c", "Gamma: other")
    assert text_after(page, later, "field", field(page, "Beta")) == TEXT.replace("Gamma: c", "Gamma: other")


@pytest.mark.parametrize("key", ["Alpha", "Beta", "Gamma"])
def test_a_removed_field_comes_back_where_it_stood(page: Page, key: str) -> None:
    line = {"Alpha": "Alpha: a\n", "Beta": "Beta: b\n", "Gamma": "Gamma: c\n"}[key]
    assert text_after(page, TEXT.replace(line, ""), "field", field(page, key)) == TEXT


def test_a_field_of_a_removed_infobox_brings_the_box_back(page: Page) -> None:
    without = TEXT.removeprefix(BOX)
    assert (
        text_after(page, without, "field", field(page, "Beta")) == "```infobox Thing\nBeta: b\n```" + without
    )


def test_a_part_that_did_not_exist_then_is_removed(page: Page) -> None:
    later = TEXT.replace("Beta: b\n", "Beta: b\nNew: n\n").replace(TWO, "\n\n## New\n\nBrand-new." + TWO)
    edit_page(page, later)
    restore_part(reload(page), "field", field(page, "New"), first(page), editor=ANON)
    restore_part(reload(page), "section", section(page, "New"), first(page), editor=ANON)
    assert open_page(page).text == TEXT


def test_an_infobox_that_did_not_exist_then_goes_as_a_whole() -> None:
    page = make_page("Plain", "The lead.")
    edit_page(page, f"{BOX}\n\nThe lead.")
    caption = InfoboxField.objects.get(page=page, kind="caption")
    restore_part(reload(page), "field", caption.pk, first(page), editor=ANON)
    assert open_page(page).text.strip() == "The lead."
    call_command("verify_history")


def test_a_part_of_another_page_is_refused(page: Page) -> None:
    other = make_page("Other", TEXT)
    with pytest.raises(BadEdit, match="no such part"):
        restore_part(page, "section", section(other, "One"), first(page), editor=ANON)
