"""History, comparison and undo as a reader uses them, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab

from tests.browsers import OpenTab
from tests.web.pages import change_field, mayor, rome

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
