"""Completion behind [[ in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_page
from tests.made_pictures import png
from wiki.editing.files.files import store_file


@pytest.fixture
def tab(transactional_db, alice, open_tab):
    make_page("Rome", "A city.\n\n## Kings\n\nx\n\n## History\n\ny")
    store_file("Rome.png", png(), editor=alice)
    make_page("Italy", "A country. [[Category:Countries]]")
    tab = open_tab()
    tab.goto("/edit/Paris")
    tab.locator(".cm-content").click()
    return tab


def offers(tab):
    return tab.locator(".cm-tooltip-autocomplete [role=option]")


def choose(tab, typed, pictures=0):
    tab.keyboard.type(typed)
    expect(offers(tab)).to_have_count(1)
    expect(offers(tab).locator("img")).to_have_count(pictures)
    tab.wait_for_timeout(100)  # an answer is not taken by a key that was meant for the text
    tab.keyboard.press("Enter")


def test_pages_sections_files_and_categories(tab):
    text = tab.locator("#wpTextbox1")
    choose(tab, "[[Rom")
    expect(text).to_have_value("[[Rome]]")
    choose(tab, " [[Rome#hist")
    expect(text).to_have_value("[[Rome]] [[Rome#History]]")
    choose(tab, "\n\n[[File:rom", pictures=1)
    tab.keyboard.type("At night")
    expect(text).to_have_value("[[Rome]] [[Rome#History]]\n\n[[File:Rome.png|thumb|At night]]")
    tab.keyboard.press("Control+End")
    choose(tab, "\n[[Category:cou")
    expect(text).to_have_value(
        "[[Rome]] [[Rome#History]]\n\n[[File:Rome.png|thumb|At night]]\n[[Category:Countries]]"
    )


def test_sections_of_the_text_itself_and_brackets_that_are_there(tab):
    tab.keyboard.type("## Early times\n\n== Later ==\n\n[[]]")
    tab.keyboard.press("ArrowLeft")
    tab.keyboard.press("ArrowLeft")
    choose(tab, "#lat")
    expect(tab.locator("#wpTextbox1")).to_have_value("## Early times\n\n== Later ==\n\n[[#Later]]")


def test_it_is_left_alone_with_escape_and_by_who_writes_on(tab):
    tab.keyboard.type("[[Rom")
    expect(offers(tab)).to_have_count(1)
    tab.keyboard.press("Escape")
    expect(offers(tab)).to_have_count(0)
    tab.keyboard.type("ulus]] x")
    expect(offers(tab)).to_have_count(0)
    expect(tab.locator("#wpTextbox1")).to_have_value("[[Romulus]] x")
