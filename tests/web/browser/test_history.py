"""History, comparison and undo as a reader uses them, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.browsers import OpenTab
from tests.factories import PASSWORD, make_page
from tests.web.pages import change_field, mayor, rome
from wiki.permissions import Editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def states(tab: Tab, name: str) -> list[str]:
    """Of each radio button of that name, from the top: picked, free or barred."""
    return tab.locator(f"[name={name}]").evaluate_all(
        "all => all.map(one => one.checked ? 'picked' : one.disabled ? 'barred' : 'free')"
    )


@pytest.fixture
def four_mayors() -> None:
    page = rome()
    for name in ("Galba", "Otho", "Vitellius"):
        change_field(page, "Mayor", name)


@pytest.mark.usefixtures("four_mayors")
def test_the_older_radio_is_never_newer(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.goto("/history/Rome")
    assert states(tab, "oldid") == ["barred", "picked", "free", "free"]
    assert states(tab, "diff") == ["picked", "barred", "barred", "barred"]
    tab.locator("[name=oldid]").nth(3).check()
    tab.locator("[name=diff]").nth(2).check()
    assert states(tab, "oldid") == ["barred", "barred", "barred", "picked"]
    assert states(tab, "diff") == ["free", "free", "picked", "barred"]
    tab.get_by_role("button", name="Compare selected revisions").first.click()
    assert tab.locator(".diff-deletedline").inner_text() == "Nero"
    assert tab.locator(".diff-addedline").inner_text() == "Galba"


@pytest.mark.usefixtures("four_mayors")
def test_compare_and_undo_without_scripts(open_tab: OpenTab) -> None:
    tab = open_tab(javascript=False)
    tab.goto("/history/Rome")
    tab.locator("[name=oldid]").nth(2).check()
    tab.get_by_role("button", name="Compare selected revisions").first.click()
    assert tab.locator(".diff-deletedline").inner_text() == "Galba"
    assert tab.locator(".diff-addedline").inner_text() == "Vitellius"
    tab.get_by_role("link", name="undo").click()
    tab.get_by_label("Summary").fill("back to Galba")
    tab.get_by_role("button", name="Undo these edits").click()
    assert tab.get_by_role("status").inner_text() == "The edit was undone."
    assert mayor() == "Galba"


@pytest.mark.usefixtures("four_mayors")
@pytest.mark.parametrize(
    ("width", "query", "shape"), [(1280, "", "table"), (1280, "?type=inline", "block"), (800, "", "block")]
)
def test_two_columns_or_one(open_tab: OpenTab, width: int, query: str, shape: str) -> None:
    tab = open_tab(width=width)
    tab.goto("/history/Rome")
    with tab.expect_navigation():
        tab.get_by_role("link", name="prev").first.click()
    tab.goto(tab.url + query)
    assert tab.locator("table.diff").evaluate("table => getComputedStyle(table).display") == shape
    assert tab.locator(".diff-deletedline").inner_text() == "Otho"


def test_recent_changes_keep_themselves_up_to_date(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.clock.install()
    tab.goto("/wiki/Special:RecentChanges")
    expect(tab.get_by_role("link", name="Ostia")).to_have_count(0)
    button = tab.get_by_role("button", name="Live updates: off")
    with tab.expect_response("**/Special:RecentChanges"):  # the look that comes at once
        button.click()
    expect(tab.locator("#live")).to_have_attribute("aria-pressed", "true")
    make_page("Ostia")
    tab.clock.fast_forward(
        6_000
    )  # the next look, unless the first is still being read: then the clock runs on
    expect(tab.locator("#changes").get_by_role("link", name="Ostia")).to_be_visible(timeout=20_000)
    tab.get_by_role("button", name="Live updates: on").click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_boxes_of_a_history_are_chosen_together(open_tab: OpenTab, carol: Editor) -> None:
    page = rome()
    for name in ("Galba", "Otho"):
        change_field(page, "Mayor", name)
    tab = open_tab()
    tab.goto("/wiki/Special:UserLogin?next=/history/Rome")
    tab.get_by_label("Username").fill("Carol")
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.locator("main").get_by_role("button", name="Log in", exact=True).click()
    boxes = tab.locator("[name=ids]")
    expect(boxes).to_have_count(3)
    choose = tab.locator(".choose").first
    for deed, chosen in (("Invert", 3), ("None", 0), ("All", 3)):
        choose.get_by_role("button", name=deed).click()
        assert tab.locator("[name=ids]:checked").count() == chosen
    boxes.first.uncheck()
    choose.get_by_role("button", name="Invert").click()
    assert [box.is_checked() for box in boxes.all()] == [True, False, False]
    tab.get_by_role("button", name="Change visibility of selected revisions").first.click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("visibility")


@pytest.mark.usefixtures("four_mayors")
@pytest.mark.parametrize("width", [320, 390, 768, 1920])
def test_nothing_is_wider_than_the_window(open_tab: OpenTab, width: int) -> None:
    tab = open_tab(width=width)
    for address in (
        "/history/Rome",
        "/wiki/Special:RecentChanges",
        "/wiki/Special:Contributions/198.51.100.7",
    ):
        tab.goto(address)
        assert tab.evaluate("document.documentElement.scrollWidth") == width
