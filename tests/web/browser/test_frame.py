"""The frame in a browser: appearance, the header that stays, shortcuts, menus, the way by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.browsers import OpenTab
from tests.factories import make_page
from wiki.models import Section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "A city.\n\n" + "\n\n".join(f"## Part {n}\n\n" + "Words and words. " * 200 for n in range(1, 7))
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 20, 24)"}


@pytest.fixture(autouse=True)
def _rome() -> None:
    make_page("Rome", LONG)


def style(tab: Tab, selector: str, name: str) -> str:
    return str(tab.evaluate(f"getComputedStyle(document.querySelector('{selector}')).{name}"))


def choose(tab: Tab, group: str, name: str) -> None:
    """Choose in the appearance panel."""
    tab.get_by_role("button", name="Appearance").click()
    tab.get_by_role("group", name=group).get_by_role("radio", name=name).check()
    tab.keyboard.press("Escape")


@pytest.mark.parametrize("width", [390, 1440])
def test_appearance_is_chosen_and_remembered(open_tab: OpenTab, width: int) -> None:
    tab = open_tab(width=width)
    tab.goto("/wiki/Rome")
    size = float(style(tab, "article p", "fontSize").removesuffix("px"))
    choose(tab, "Colour", "Dark")
    choose(tab, "Text", "Large")
    choose(tab, "Width", "Wide")
    for address in ("/wiki/Rome", "/history/Rome"):
        tab.goto(address)
        assert style(tab, "body", "backgroundColor") == PAPER["dark"]
        assert style(tab, "html", "colorScheme") == "dark"  # the browser's own controls follow
    tab.goto("/wiki/Rome")
    assert float(style(tab, "article p", "fontSize").removesuffix("px")) == size * 1.125
    assert tab.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--whole')") == "100rem"
    tab.get_by_role("button", name="Appearance").click()
    expect(tab.get_by_role("group", name="Colour").get_by_role("radio", name="Dark")).to_be_checked()
    tab.keyboard.press("Escape")
    choose(tab, "Colour", "Automatic")
    assert style(tab, "body", "backgroundColor") == PAPER["light"]
    assert tab.evaluate("['colour', 'text', 'width'].map((name) => localStorage.getItem(name)).join()") == (
        ",large,wide"
    )


def test_colours_follow_the_system_or_the_choice(open_tab: OpenTab) -> None:
    tab = open_tab(dark=True)
    tab.goto("/wiki/Rome")
    assert style(tab, "body", "backgroundColor") == PAPER["dark"]
    choose(tab, "Colour", "Light")
    assert style(tab, "body", "backgroundColor") == PAPER["light"]
    tab.reload()
    assert style(tab, "body", "backgroundColor") == PAPER["light"]


def test_appearance_is_chosen_by_keyboard(tab: Tab) -> None:
    tab.goto("/wiki/Rome")
    tab.get_by_role("button", name="Appearance").focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowDown")
    assert "text-large" in tab.evaluate("document.documentElement.className").split()
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == "Appearance"


def test_what_needs_a_script_is_not_shown_without(open_tab: OpenTab) -> None:
    tab = open_tab(javascript=False)
    tab.goto("/wiki/Rome")
    expect(tab.get_by_role("button", name="Appearance")).to_be_hidden()
    tab.get_by_role("button", name="Main menu").click()
    expect(tab.get_by_role("link", name="Recent changes")).to_be_visible()
    expect(tab.get_by_role("button", name="Keyboard shortcuts")).to_be_hidden()


def test_a_language_is_chosen_without_script(open_tab: OpenTab) -> None:
    tab = open_tab(javascript=False)
    tab.goto("/history/Rome")
    tab.get_by_role("button", name="8 languages").click()
    tab.get_by_role("link", name="Deutsch").click()
    tab.wait_for_url("**/history/Rome")
    assert tab.locator("html").get_attribute("lang") == "de"
    assert tab.locator("#ca-history").inner_text() == "Versionsgeschichte"


def test_the_header_stays_while_the_title_is_out_of_sight(tab: Tab) -> None:
    tab.goto("/wiki/Rome")
    header = tab.locator(".sticky-header")
    expect(header).to_be_hidden()
    tab.evaluate("window.scrollTo(0, 1500)")
    expect(header).to_be_visible()
    expect(header.get_by_role("link", name="View history")).to_have_attribute("href", "/history/Rome")
    expect(header.get_by_role("link", name="Discussion")).to_be_visible()
    header.get_by_role("button", name="Contents").click()
    expect(tab.get_by_role("navigation", name="Contents")).to_be_visible()
    tab.keyboard.press("Escape")
    header.get_by_role("link", name="Rome").click()
    expect(header).to_be_hidden()


def test_the_header_that_stays_covers_no_heading(tab: Tab) -> None:
    tab.goto("/wiki/Rome#Part_4")
    expect(tab.locator(".sticky-header")).to_be_visible()
    heading = tab.locator("#Part_4").bounding_box()
    header = tab.locator(".sticky-header").bounding_box()
    assert heading["y"] >= header["y"] + header["height"]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1000, 400)])
def test_a_small_screen_keeps_its_room(open_tab: OpenTab, width: int, height: int) -> None:
    tab = open_tab(width=width, height=height)
    tab.goto("/wiki/Rome#Part_4")
    tab.wait_for_timeout(200)
    expect(tab.locator(".sticky-header")).to_be_hidden()


def test_the_shortcuts_are_listed_and_the_single_key_can_be_switched_off(tab: Tab) -> None:
    tab.goto("/wiki/Rome")
    tab.keyboard.press("?")
    dialog = tab.get_by_role("dialog", name="Keyboard shortcuts")
    rows = dialog.locator("dl > div").all_inner_texts()
    assert "e\nEdit" in rows
    assert "f\nSearch Stemma" in rows
    assert len(rows) == tab.locator("[accesskey]").count()
    dialog.get_by_role("checkbox").uncheck()
    dialog.get_by_role("button", name="Close").click()
    tab.reload()
    tab.keyboard.press("?")
    expect(dialog).to_be_hidden()
    tab.get_by_role("button", name="Main menu").click()
    tab.get_by_role("button", name="Keyboard shortcuts").click()
    expect(dialog).to_be_visible()


def test_a_question_mark_can_still_be_typed(tab: Tab) -> None:
    tab.goto("/wiki/Rome")
    tab.locator("#searchInput").press("?")
    assert tab.locator("#searchInput").input_value() == "?"
    expect(tab.get_by_role("dialog")).to_be_hidden()


def press_until(tab: Tab, selector: str, most: int = 60, ring: str = ":focus") -> None:
    """Press Tab until this element has the focus, which can be seen; Tab alone has to lead there."""
    for _ in range(most):
        tab.keyboard.press("Tab")
        if tab.evaluate(f"document.activeElement.matches('{selector}')"):
            assert tab.evaluate("document.activeElement.matches(':focus-visible')")
            # The editor draws its ring a moment after it has the focus.
            expect(tab.locator(ring)).to_have_css("outline-style", "solid")
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


def test_an_article_is_read_and_edited_by_keyboard_alone(tab: Tab) -> None:
    section = Section.objects.get(title="Part 2")
    tab.goto("/wiki/Rome")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "bodyContent"
    press_until(tab, f'.mw-editsection a[href$="/edit/Rome?section={section.pk}"]')
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/edit/Rome?section=*")
    press_until(tab, ".cm-content", ring=".cm-editor")
    tab.keyboard.press("Control+End")
    tab.keyboard.type("\n\nWritten by keyboard.")
    tab.keyboard.press("Escape")
    press_until(tab, "#wpSummary")
    tab.keyboard.type("by keyboard")
    press_until(tab, "#wpSave")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/wiki/Rome*")
    expect(tab.locator(".notice[role=status]")).to_have_text("Your edit was published.")
    expect(tab.get_by_text("Written by keyboard.")).to_be_visible()


def test_nothing_moves_for_who_wants_it_so(tab: Tab) -> None:
    tab.emulate_media(reduced_motion="reduce")
    tab.goto("/wiki/Rome")
    moving = tab.evaluate(
        "[...document.querySelectorAll('*')].filter((one) => "
        "parseFloat(getComputedStyle(one).transitionDuration) > 0 || "
        "parseFloat(getComputedStyle(one).animationDuration) > 0).length"
    )
    assert moving == 0


def test_arabic_runs_from_right_to_left(open_tab: OpenTab) -> None:
    tab = open_tab(width=1440)
    tab.goto("/wiki/Rome?uselang=ar")
    contents, tools = tab.locator("#toc").bounding_box(), tab.locator("#p-tb").bounding_box()
    assert contents["x"] > 900 > tools["x"]
    assert style(tab, "article.page p", "direction") == "ltr"
    assert style(tab, ".tabs", "direction") == "rtl"
    assert tab.evaluate("document.documentElement.scrollWidth") == 1440
