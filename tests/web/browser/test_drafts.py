"""Drafts in a real browser: kept while one types, back after whatever happened, gone when published."""

import re

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.factories import PASSWORD, make_page, make_user
from wiki.models import Draft, Session
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.titles import parse_title

TEXT = """```infobox Coalition
Headquarters: Damascus
Formation: 2015
```

Lead.

## Agreement

The council met in Damascus."""


@pytest.fixture
def page(transactional_db):
    make_user("Alice")
    return make_page("Coalition", TEXT)


def source() -> str:
    return open_page(find_page(parse_title("Coalition"))).text


def log_in(tab: Tab) -> None:
    tab.goto("/wiki/Special:UserLogin")
    tab.locator("#id_username").fill("Alice")
    tab.locator("#id_password").fill(PASSWORD)
    tab.locator("#id_password").press("Enter")
    tab.wait_for_url("**/wiki/**Main_Page")


def write(tab: Tab, words: str) -> None:
    tab.locator(".cm-content").click()
    tab.keyboard.press("Control+End")
    tab.keyboard.type(words)


def text_in(tab: Tab) -> str:
    return tab.locator("#wpTextbox1").input_value()


def test_kept_on_the_wiki_and_offered_on_another_device(page, open_tab):
    tab, other = open_tab(), open_tab()
    log_in(tab)
    tab.goto("/edit/Coalition")
    write(tab, " And more.")
    expect(tab.locator("#draft-state")).to_have_text(re.compile("^Draft saved at"))
    assert dict(Draft.objects.get().typed)["text"] == TEXT + " And more."
    log_in(other)
    other.goto("/edit/Coalition")
    other.get_by_role("link", name="Restore").click()
    assert text_in(other) == TEXT + " And more."
    write(other, " From elsewhere.")
    expect(other.locator("#draft-state")).to_have_text(re.compile("^Draft saved at"))
    write(tab, " Once more.")
    expect(tab.locator("#draft-notices")).to_contain_text("A newer draft of this was written")
    assert dict(Draft.objects.get().typed)["text"].endswith(" From elsewhere.")
    other.locator("#wpSave").click()
    expect(other.get_by_role("status").first).to_have_text("Your edit was published.")
    assert source() == TEXT + " And more. From elsewhere."
    assert Draft.objects.count() == 0


def test_opening_a_form_makes_no_draft(page, tab):
    log_in(tab)
    tab.goto("/edit/Coalition")
    expect(tab.locator(".cm-content")).to_be_visible()
    tab.locator("#wpTextbox1").dispatch_event("input")
    tab.wait_for_timeout(2500)
    assert Draft.objects.count() == 0
    assert tab.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft|'))") == []


def test_kept_in_the_browser_without_an_account(page, tab):
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.goto("/edit/Coalition")
    write(tab, " And more.")
    tab.wait_for_timeout(500)
    tab.goto("/wiki/Coalition")
    tab.goto("/wiki/Special:Drafts")
    expect(tab.locator("#drafts-here .draft-words")).to_contain_text("Headquarters")
    tab.locator("#drafts-here a").click()
    assert text_in(tab) == TEXT
    tab.get_by_role("button", name="Show changes").first.click()
    expect(tab.locator("#wikiDiff")).to_contain_text("And more.")
    assert text_in(tab) == TEXT + " And more."
    tab.locator("#wpSave").click()
    expect(tab.get_by_role("status").first).to_have_text("Your edit was published.")
    assert source() == TEXT + " And more."
    assert tab.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft|'))") == []


def test_discarded_in_the_browser(page, tab):
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.goto("/edit/Coalition?part=infobox")
    tab.locator(".row-value").first.fill("Baghdad")
    tab.wait_for_timeout(500)
    tab.goto("/edit/Coalition?part=infobox")
    tab.get_by_role("button", name="Restore").click()
    expect(tab.locator(".row-value").first).to_have_value("Baghdad")
    tab.goto("/edit/Coalition?part=infobox")
    tab.get_by_role("button", name="Discard").click()
    tab.goto("/edit/Coalition?part=infobox")
    expect(tab.locator(".row-value").first).to_have_value("Damascus")
    expect(tab.locator(".draft-offer")).to_have_count(0)


def test_a_session_that_ends_while_one_types(page, tab):
    log_in(tab)
    tab.goto("/edit/Coalition")
    write(tab, " And more.")
    Session.objects.all().delete()
    write(tab, " Still more.")
    tab.locator("#wpSave").click()
    expect(tab.get_by_role("alert")).to_contain_text("session has ended")
    assert text_in(tab) == TEXT + " And more. Still more."
    tab.get_by_label("Username").fill("Alice")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Log in and keep this text").click()
    expect(tab.get_by_text("You are logged in again")).to_be_visible()
    assert text_in(tab) == TEXT + " And more. Still more."
    tab.locator("#wpSave").click()
    expect(tab.get_by_role("status").first).to_have_text("Your edit was published.")
    assert source() == TEXT + " And more. Still more."


def test_logging_in_elsewhere_leads_back_to_the_text(page, tab):
    tab.on("dialog", lambda dialog: dialog.accept())
    log_in(tab)
    tab.goto("/edit/Coalition")
    Session.objects.all().delete()
    write(tab, " And more.")
    expect(tab.locator("#draft-state")).to_contain_text("no longer logged in")
    tab.locator("#wpSave").click()
    tab.locator("#pt-login a, a#pt-login").first.click()
    tab.locator("#id_username").fill("Alice")
    tab.locator("#id_password").fill(PASSWORD)
    tab.locator("#id_password").press("Enter")
    tab.wait_for_url("**/edit/Coalition")
    tab.get_by_role("button", name="Restore").click()
    expect(tab.locator("#wpTextbox1")).to_have_value(TEXT + " And more.")
    tab.locator("#wpSave").click()
    expect(tab.get_by_role("status").first).to_have_text("Your edit was published.")
    assert source() == TEXT + " And more."


def test_without_a_network_the_form_stays(page, tab):
    tab.goto("/edit/Coalition")
    write(tab, " And more.")
    tab.context.set_offline(True)
    tab.locator("#wpSave").click()
    expect(tab.locator("#draft-notices")).to_contain_text("cannot be reached")
    assert text_in(tab) == TEXT + " And more."
    tab.context.set_offline(False)
    tab.locator("#wpSave").click()
    expect(tab.get_by_role("status").first).to_have_text("Your edit was published.")
    assert source() == TEXT + " And more."
