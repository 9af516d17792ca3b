"""Editing in a real browser: with and without script, two people at once, a conflict settled."""

import re

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.factories import make_page
from wiki.models import Revision, Section
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.titles import parse_title

TEXT = """```infobox Coalition
Formation: September 2015
Headquarters: Damascus
```

Lead.

## Background

The war began in 2011.

## Agreement

The council met in Damascus on Monday morning and signed the treaty."""


@pytest.fixture
def page(transactional_db):
    return make_page("Coalition", TEXT)


def source():
    return open_page(find_page(parse_title("Coalition"))).text


def edit_link(tab: Tab, heading: str) -> str:
    tab.goto("/wiki/Coalition")
    return tab.get_by_title(f"Edit section: {heading}").get_attribute("href")


def replace_text(tab: Tab, old: str, new: str) -> None:
    area = tab.locator("#wpTextbox1")
    area.fill(area.input_value().replace(old, new))


def publish(tab: Tab) -> None:
    tab.locator("#wpSave").click()
    expect(tab.get_by_role("status").first).to_have_text("Your edit was published.")


def test_two_people_edit_two_sections_from_the_same_base(page, open_tab):
    first, second = open_tab(), open_tab()
    first.goto(edit_link(first, "Background"))
    second.goto(edit_link(second, "Agreement"))
    replace_text(first, "2011", "early 2011")
    replace_text(second, "treaty", "agreement")
    publish(first)
    publish(second)
    assert source() == TEXT.replace("2011", "early 2011").replace("treaty", "agreement")
    assert second.url.endswith("/wiki/Coalition#Agreement")
    second.reload()
    expect(second.get_by_text("Your edit was published.")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_read_edit_preview_and_save(page, open_tab, javascript):
    tab = open_tab(javascript=javascript)
    tab.goto(edit_link(tab, "Agreement"))
    expect(tab.locator("#wpSummary")).to_have_value("/* Agreement */ ")
    replace_text(tab, "treaty", "**treaty**")
    tab.locator("#wpPreview").click()
    expect(tab.locator("#wikiPreview strong")).to_have_text("treaty")
    tab.locator("#wpDiff").click()
    expect(tab.locator("#wikiDiff ins").first).to_contain_text("**")
    publish(tab)
    expect(tab.locator("#mw-content-text strong")).to_have_text("treaty")
    assert source() == TEXT.replace("treaty", "**treaty**")


@pytest.mark.parametrize("javascript", [True, False])
def test_disputed_words_are_chosen(page, open_tab, javascript):
    mine, theirs = open_tab(javascript=javascript), open_tab()
    mine.goto(edit_link(mine, "Agreement"))
    theirs.goto(edit_link(theirs, "Agreement"))
    replace_text(theirs, "Damascus", "Tehran")
    publish(theirs)
    replace_text(mine, "Damascus", "Baghdad")
    mine.locator("#wpSave").click()
    expect(mine).to_have_title(re.compile("^Edit conflict: Coalition"))
    expect(mine.locator(".side.mine .words")).to_have_text("Baghdad")
    expect(mine.locator(".side.theirs .words")).to_have_text("Tehran")
    mine.locator(".side.mine").click()
    publish(mine)
    assert source() == TEXT.replace("Damascus on", "Baghdad on")


def test_the_infobox_with_script(page, open_tab):
    tab = open_tab()
    tab.goto("/edit/Coalition?part=infobox")
    tab.get_by_role("button", name="Move Headquarters up").click()
    tab.get_by_role("button", name="Add a field").click()
    tab.keyboard.type("Region")
    tab.keyboard.press("Tab")
    tab.keyboard.type("West Asia")
    tab.get_by_role("button", name="Remove Formation").click()
    expect(tab.locator("#infobox-status")).to_contain_text("Removed Formation.")
    tab.get_by_role("button", name="Undo").click()
    assert Revision.objects.count() == 1
    publish(tab)
    assert source().startswith(
        "```infobox Coalition\nHeadquarters: Damascus\nFormation: September 2015\nRegion: West Asia\n```"
    )


def test_the_infobox_by_keyboard_alone(page, open_tab):
    make_page("Militia", "```infobox Militia\nCommander: Qasem|Abu Mahdi\n```\n\nA militia.")
    tab = open_tab()
    tab.goto("/edit/Coalition?part=infobox")
    tab.get_by_role("button", name="Move Formation down").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("button", name="Move Formation up")).to_be_focused()
    expect(tab.locator("#infobox-status")).to_have_text("Formation is now row 2.")
    tab.get_by_role("button", name="Add a field").press("Enter")
    tab.keyboard.type("com")
    expect(tab.get_by_role("option", name="Commander")).to_be_visible()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("option")).to_have_text(["Abu Mahdi", "Qasem"])
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("Enter")
    publish(tab)
    assert "Headquarters: Damascus\nFormation: September 2015\nCommander: Qasem\n```" in source()


def test_the_infobox_without_script(page, open_tab):
    tab = open_tab(javascript=False)
    tab.goto("/edit/Coalition?part=infobox")
    tab.get_by_role("button", name="Move Headquarters up").click()
    tab.get_by_role("button", name="Add a field").click()
    tab.locator(".row-key").nth(2).fill("Region")
    tab.locator(".row-value").nth(2).fill("West Asia\nMiddle East")
    publish(tab)
    assert "Headquarters: Damascus\nFormation: September 2015\nRegion: West Asia|Middle East\n```" in source()


def test_enter_in_a_line_of_text_publishes(page, open_tab):
    tab = open_tab(javascript=False)
    tab.goto("/edit/Coalition?part=infobox")
    tab.locator(".row-value").nth(1).fill("Baghdad")
    tab.locator(".row-key").nth(1).press("Enter")
    expect(tab.get_by_role("status").first).to_have_text("Your edit was published.")
    assert source() == TEXT.replace("Headquarters: Damascus", "Headquarters: Baghdad")


def test_unsaved_text_is_asked_about(page, open_tab):
    tab = open_tab()
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tab.goto("/edit/Coalition")
    tab.goto("/wiki/Coalition")
    assert asked == []
    tab.goto("/edit/Coalition")
    tab.locator("#wpTextbox1").press_sequentially("x")
    tab.goto("/wiki/Coalition")
    assert asked == ["beforeunload"]


def test_leading_line_breaks_pass_through_a_browser(page, open_tab):
    tab = open_tab()
    tab.goto("/edit/Coalition")
    tab.locator("#wpTextbox1").fill("\n\n  Indented.")
    tab.locator("#wpPreview").click()
    expect(tab.locator("#wpTextbox1")).to_have_value("\n\n  Indented.")


@pytest.mark.parametrize("width", [320, 390, 720, 1120, 1920])
def test_nothing_is_wider_than_the_window(page, open_tab, width):
    tab = open_tab(width=width)
    section = Section.objects.get(title="Agreement")
    for address in ("", "?part=infobox", "?section=new", f"?section={section.pk}"):
        tab.goto(f"/edit/Coalition{address}")
        with tab.expect_navigation():  # or the page is measured while it is replaced
            tab.locator("#wpPreview").click()
        assert tab.evaluate("document.documentElement.scrollWidth") == width
