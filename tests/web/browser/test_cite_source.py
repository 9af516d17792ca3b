"""Citing a source in the editor: the dialog, by keyboard, over CodeMirror and over the plain area."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_page

PLAIN = "localStorage.setItem('editor-colours', 'off')"
TEXT = "First words.\n\n## History\n\nOld[^a].\n\n[^a]: A note.\n\n[[Category:Cities]]\n"


@pytest.fixture
def page(transactional_db):
    return make_page("Rome", TEXT)


def area(tab):
    return tab.locator("#wpTextbox1")


@pytest.mark.parametrize("plain", [False, True])
def test_a_source_is_cited_and_used_again(page, open_tab, plain):
    tab = open_tab()
    if plain:
        tab.add_init_script(PLAIN)
    tab.goto("/edit/Rome")
    text = area(tab) if plain else tab.locator(".cm-content")
    text.click()
    text.press("Control+Home")
    text.press("End")
    tab.get_by_role("button", name="Cite a source").click()
    expect(tab.get_by_role("dialog", name="Cite a source")).to_be_visible()
    expect(tab.get_by_label("Title", exact=True)).to_be_focused()
    tab.keyboard.type("The [title]")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("This is needed")
    expect(tab.get_by_label("Address")).to_be_focused()
    tab.keyboard.type("https://x.org/a")
    tab.get_by_label("Author").fill("Smith, J.")
    tab.get_by_label("Seen on").fill("")
    tab.keyboard.press("Enter")
    note = r"[^smith]: Smith, J. [“The \[title\]”](https://x.org/a)."
    done = TEXT.replace("words.", "words.[^smith]").replace("A note.", f"A note.\n{note}")
    expect(area(tab)).to_have_value(done)
    tab.get_by_role("button", name="Cite a source").click()
    tab.get_by_label("A note of this page, again").check()
    tab.get_by_label("Note", exact=True).select_option("a")
    tab.get_by_role("button", name="Insert", exact=True).click()
    expect(area(tab)).to_have_value(done.replace("[^smith]\n", "[^smith][^a]\n", 1))


def test_in_a_section_the_notes_of_others_are_offered(page, open_tab):
    tab = open_tab()
    tab.goto("/edit/Rome?section=new")
    tab.locator(".cm-content").click()
    tab.keyboard.type("New words")
    tab.get_by_role("button", name="Cite a source").click()
    tab.get_by_label("Book").check()
    tab.get_by_label("Title", exact=True).fill("A book")
    tab.get_by_label("Name of the note").fill("a")
    tab.get_by_role("button", name="Insert", exact=True).click()
    expect(tab.get_by_role("alert")).to_have_text("Another note has this name.")
    tab.get_by_label("Name of the note").fill("book")
    tab.get_by_role("button", name="Insert", exact=True).click()
    expect(area(tab)).to_have_value("New words[^book]\n\n[^book]: *A book*.")
    tab.get_by_role("button", name="Cite a source").click()
    tab.keyboard.press("Escape")
    expect(tab.locator(".cm-content")).to_be_focused()
