"""Two browsers on one section: each is told of the other, and takes the other's words in while writing."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_page
from wiki.models import Section
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.titles import parse_title

TEXT = (
    "Lead.\n\n## Kings\n\nRomulus was the first of seven. Numa made the laws. Tarquin was the last of them."
)


@pytest.fixture
def address(transactional_db):
    make_page("Rome", TEXT)
    return f"/edit/Rome?section={Section.objects.get(title='Kings').pk}"


def test_words_of_two_meet_in_the_form(address, open_tab):
    mine, theirs = open_tab(), open_tab()
    mine.goto(address)
    theirs.goto(address)
    expect(theirs.locator(".meanwhile-others")).to_have_text("Somebody is editing this now, too.")
    expect(mine.locator(".meanwhile-others")).to_have_text(
        "Somebody is editing this now, too.", timeout=20_000
    )
    area, other = mine.locator("#wpTextbox1"), theirs.locator("#wpTextbox1")
    area.fill(area.input_value().replace("Tarquin was the last", "Proud Tarquin was the last"))
    other.fill(other.input_value().replace("the first of seven", "the very first of seven"))
    theirs.locator("#wpSave").click()
    changed = mine.locator(".meanwhile-changed")
    expect(changed).to_contain_text("changed this at", timeout=20_000)
    expect(mine.locator(".meanwhile-others")).to_be_hidden(timeout=20_000)  # they left
    mine.get_by_role("button", name="Show it merged").click()
    expect(changed.locator("ins").first).to_have_text("very")
    mine.get_by_role("button", name="Take it into").click()
    both = "Romulus was the very first of seven. Numa made the laws. Proud Tarquin was the last of them."
    expect(area).to_have_value(f"## Kings\n\n{both}")
    expect(changed).to_be_hidden()
    mine.locator("#wpSave").click()
    expect(mine.get_by_role("status").first).to_have_text("Your edit was published.")
    assert open_page(find_page(parse_title("Rome"))).text == f"Lead.\n\n## Kings\n\n{both}"


def test_different_sentences_of_one_section_both_land(address, open_tab):
    mine, theirs = open_tab(), open_tab()
    mine.goto(address)
    theirs.goto(address)
    for tab, old, new in (
        (theirs, "the first", "the very first"),
        (mine, "Tarquin was", "Proud Tarquin was"),
    ):
        area = tab.locator("#wpTextbox1")
        area.fill(area.input_value().replace(old, new))
    for tab in (theirs, mine):
        tab.locator("#wpSave").click()
        expect(tab.get_by_role("status").first).to_have_text("Your edit was published.")
    both = "Romulus was the very first of seven. Numa made the laws. Proud Tarquin was the last of them."
    assert open_page(find_page(parse_title("Rome"))).text == f"Lead.\n\n## Kings\n\n{both}"
