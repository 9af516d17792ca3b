"""Cards of links and notes in a browser: when they appear, stay and go, and how they are switched off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

from tests.browsers import OpenTab
from tests.factories import make_page
from tests.made_pictures import png, store

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "Near [[Rome]], which had [[Rome#History|a history]] and [[none]].[^1] See [the world](https://example.org).\n\n"
    "[^1]: Said **by** [[Rome|somebody]].\n\n" + "Words. " * 400
)


@pytest.fixture
def pages() -> None:
    make_page("Rome", "**Rome** is a town. It is old.\n\n## History\n\nFounded early.")
    make_page("Ostia", TEXT)


@pytest.fixture
def ostia(pages: None, open_tab: OpenTab) -> Tab:
    tab = open_tab()
    tab.goto("/wiki/Ostia")
    return tab


def link(tab: Tab, name: str) -> Locator:
    return tab.locator(".page").get_by_role("link", name=name, exact=True)


def card(tab: Tab) -> Locator:
    return tab.locator("#hovercard")


def test_a_card_appears_under_the_pointer_stays_and_goes(ostia: Tab) -> None:
    height = ostia.evaluate("document.documentElement.scrollHeight")
    link(ostia, "Rome").hover()
    expect(card(ostia)).to_be_visible()
    assert card(ostia).locator(".hovercard-title").inner_text() == "Rome"
    assert card(ostia).locator(".hovercard-text").inner_text() == "Rome is a town. It is old."
    assert link(ostia, "Rome").get_attribute("aria-describedby") == "hovercard"
    assert ostia.evaluate("document.documentElement.scrollHeight") == height
    card(ostia).hover()
    ostia.wait_for_timeout(700)
    expect(card(ostia)).to_be_visible()
    ostia.mouse.move(1, 1)
    expect(card(ostia)).to_be_hidden()
    assert link(ostia, "Rome").get_attribute("aria-describedby") is None


def test_a_card_has_the_page_s_picture_in_its_place_before_it_comes(open_tab: OpenTab) -> None:
    store("Forum.png", png(600, 400))
    make_page("Rome", "[[File:Forum.png|thumb]]\n\n**Rome** is a town. It is old.")
    make_page("Ostia", "Near [[Rome]] and [[Veii]].")
    make_page("Veii", "A town.")
    tab = open_tab()
    tab.goto("/wiki/Ostia")
    link(tab, "Rome").hover()
    picture = card(tab).locator("img")
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (112, 75)
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    assert picture.bounding_box() == box
    link(tab, "Veii").hover()
    expect(card(tab).locator(".hovercard-title")).to_have_text("Veii")
    expect(picture).to_be_hidden()


def test_a_pointer_that_passes_by_asks_for_nothing(ostia: Tab) -> None:
    asked: list[str] = []
    ostia.on("request", lambda request: "/preview/" in request.url and asked.append(request.url))
    ostia.clock.install()  # the page's clock stands while the pointer passes by, however slow the machine
    ostia.reload()
    ostia.clock.pause_at(ostia.evaluate("Date.now()") + 1000)
    for _ in range(3):
        link(ostia, "Rome").hover()
        ostia.clock.run_for(100)
        ostia.mouse.move(1, 1)
    ostia.clock.run_for(1000)
    assert asked == []
    ostia.clock.resume()
    for _ in range(2):
        link(ostia, "Rome").hover()
        expect(card(ostia)).to_be_visible()
        ostia.keyboard.press("Escape")
        expect(card(ostia)).to_be_hidden()
        ostia.mouse.move(1, 1)
    assert [url.rpartition("/")[2] for url in asked] == ["Rome"]


def test_the_keyboard_opens_and_closes_it(ostia: Tab) -> None:
    link(ostia, "Rome").focus()
    ostia.keyboard.press("Tab")  # now it is the keyboard's focus
    expect(card(ostia).locator(".hovercard-title")).to_have_text("Rome § History")
    expect(card(ostia).locator(".hovercard-text")).to_have_text("Founded early.")
    ostia.keyboard.press("Escape")
    expect(card(ostia)).to_be_hidden()
    assert link(ostia, "a history").evaluate("one => one === document.activeElement")


def test_a_note_shows_its_text(ostia: Tab) -> None:
    link(ostia, "[1]").hover()
    expect(card(ostia)).to_be_visible()
    assert card(ostia).locator(".hovercard-text").inner_text() == "Said by somebody."
    assert card(ostia).locator(".hovercard-title").is_hidden()
    assert card(ostia).locator("[id]").count() == 0


def test_no_card_for_links_that_lead_to_no_page(ostia: Tab) -> None:
    for name in ("none", "the world"):
        link(ostia, name).hover()
        ostia.wait_for_timeout(500)
        assert card(ostia).is_hidden()


def test_it_is_switched_off_and_on(ostia: Tab) -> None:
    link(ostia, "Rome").hover()
    card(ostia).get_by_role("button", name="Turn off page previews").click()
    expect(card(ostia)).to_be_hidden()
    switch = ostia.get_by_role("button", name="Page previews: off")
    expect(switch).to_be_focused()
    ostia.reload()
    link(ostia, "Rome").hover()
    ostia.wait_for_timeout(600)
    assert card(ostia).is_hidden()
    switch.click()
    assert ostia.get_by_role("button", name="Page previews: on").get_attribute("aria-pressed") == "true"
    link(ostia, "Rome").hover()
    expect(card(ostia)).to_be_visible()


def test_it_stays_within_the_window(pages: None, open_tab: OpenTab) -> None:
    tab = open_tab(width=390, height=300)
    tab.goto("/wiki/Ostia")
    link(tab, "a history").hover()
    expect(card(tab)).to_be_visible()
    box = card(tab).bounding_box()
    spot = link(tab, "a history").bounding_box()
    assert box is not None
    assert spot is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] >= spot["y"] + 10 or box["y"] + box["height"] <= spot["y"]
    assert tab.evaluate("document.documentElement.scrollWidth") == 390


def test_without_script_there_is_nothing_of_it(pages: None, open_tab: OpenTab) -> None:
    tab = open_tab(javascript=False)
    tab.goto("/wiki/Ostia")
    assert tab.locator("#hovercard, .hover-switch").count() == 0
    assert "Page previews" not in tab.locator("body").inner_text()
