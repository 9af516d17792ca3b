"""Suggestions below the search box in a browser: by keyboard, to assistive software, without script."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

from tests.browsers import OpenTab
from tests.factories import make_page
from tests.made_pictures import png, store
from tests.web.test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _pages() -> None:
    store("Map.png", png(300, 200))
    make_page("Suez", "[[File:Map.png|thumb]]\nSuez is a port. It is old.")
    make_page("Suez Canal", "The canal joins two seas.")
    make_page("Canal of Suez", "#REDIRECT [[Suez Canal]]")


def box(tab: Tab) -> Locator:
    return tab.locator("#searchInput")


def options(tab: Tab) -> Locator:
    return tab.get_by_role("listbox").get_by_role("option")


def type_in(tab: Tab, text: str) -> None:
    tab.goto("/wiki/Suez")
    box(tab).press_sequentially(text)
    expect(options(tab).first).to_be_visible()


def test_suggestions_say_what_they_are(tab: Tab) -> None:
    type_in(tab, "sue")
    assert options(tab).all_inner_texts() == [
        "Suez\nSuez is a port.",
        "Suez Canal\nThe canal joins two seas.",
    ]
    expect(box(tab)).to_have_attribute("aria-expanded", "true")
    assert options(tab).nth(0).locator("img").get_attribute("alt") == ""
    assert options(tab).nth(1).locator("img").count() == 0
    box(tab).fill("")
    expect(options(tab).first).to_be_hidden()


def test_a_redirect_says_where_it_leads(tab: Tab) -> None:
    type_in(tab, "canal of")
    assert options(tab).all_inner_texts() == ["Suez Canal\nCanal of Suez → Suez Canal"]


def test_arrows_choose_and_enter_goes_there(tab: Tab) -> None:
    type_in(tab, "sue")
    box(tab).press("ArrowDown")
    box(tab).press("ArrowDown")
    chosen = options(tab).nth(1)
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(box(tab)).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
    box(tab).press("ArrowDown")  # past the last one: back in the box
    assert box(tab).get_attribute("aria-activedescendant") is None
    box(tab).press("ArrowUp")
    expect(chosen).to_have_attribute("aria-selected", "true")
    box(tab).press("Enter")
    tab.wait_for_url("**/wiki/Suez_Canal")


def test_escape_closes_and_keeps_what_was_typed(tab: Tab) -> None:
    type_in(tab, "sue")
    box(tab).press("Escape")
    expect(options(tab).first).to_be_hidden()
    expect(box(tab)).to_have_value("sue")
    expect(box(tab)).to_have_attribute("aria-expanded", "false")


def test_enter_alone_searches(tab: Tab) -> None:
    type_in(tab, "sue")
    box(tab).fill("joins two")
    box(tab).press("Enter")
    expect(tab.locator(".search-results li")).to_have_count(1)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_in_the_open_list(open_tab: OpenTab, width: int, dark: bool) -> None:
    tab = open_tab(width=width, dark=dark)
    tab.goto("/search?q=")
    field = tab.locator(".search-again input")
    field.press_sequentially("sue")
    expect(options(tab).first).to_be_visible()
    field.press("ArrowDown")
    tab.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    assert violations(tab, "dark" if dark else "light") == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    right = options(tab).first.bounding_box()
    assert right is not None
    assert right["x"] >= 0
    assert right["x"] + right["width"] <= width


def test_without_script_the_box_searches(open_tab: OpenTab) -> None:
    tab = open_tab(javascript=False)
    tab.goto("/wiki/Suez")
    box(tab).fill("seas")
    box(tab).press("Enter")
    expect(tab.locator(".search-head a").first).to_have_text("Suez Canal")
