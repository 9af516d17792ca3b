"""A heading renamed three times and moved: each anchor it ever had scrolls to it, with script and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.browsers import OpenTab
from tests.factories import edit_page, edit_section, make_page
from wiki.models import Page, Section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILLING = "\n\n".join("Words and words and words of a paragraph. " * 12 for _ in range(12))
KINGS = "Of the seven kings of the town, and of how the last of them was driven out."


@pytest.fixture
def page() -> Page:
    page = make_page("Rome", f"Lead.\n\n## Two\n\n{KINGS}\n\n## One\n\n{FILLING}\n\n## Three\n\n{FILLING}")
    section = Section.objects.get(page=page, anchor="Two")
    for name in ("Kings", "Die Könige", "The kings?"):
        edit_section(page, section.pk, f"\n\n## {name}\n\n{KINGS}")
    edit_page(page, f"Lead.\n\n## One\n\n{FILLING}\n\n## The kings?\n\n{KINGS}\n\n## Three\n\n{FILLING}")
    return page


def top_of_heading(tab: Tab) -> float:
    return float(tab.locator("h2", has_text="The kings?").evaluate("one => one.getBoundingClientRect().top"))


@pytest.mark.parametrize("javascript", [True, False])
def test_each_former_anchor_scrolls_to_the_heading(page: Page, open_tab: OpenTab, javascript: bool) -> None:
    for anchor in ("Two", "Kings", "Die_K%C3%B6nige", "The_kings%3F"):
        tab = open_tab(javascript=javascript, height=700)
        tab.goto(f"/wiki/Rome#{anchor}")
        tab.wait_for_function("scrollY > 400") if javascript else tab.wait_for_timeout(300)
        assert -10 < top_of_heading(tab) < 150, anchor
        assert tab.locator(".lost-section").count() == 0


def test_a_lost_section_is_told_of(page: Page, open_tab: OpenTab) -> None:
    edit_page(page, f"Lead.\n\n## One\n\n{FILLING}")
    tab = open_tab()
    tab.goto("/wiki/Rome#Kings")
    notice = tab.get_by_role("status").filter(has_text="no longer on this page")
    expect(notice).to_be_visible()
    tab.evaluate("location.hash = '#Never'")
    expect(notice).to_be_hidden()
    tab.evaluate("location.hash = '#%E0%A4%A'")  # no text at all
    tab.evaluate("location.hash = '#Die_K%C3%B6nige'")
    expect(notice).to_be_visible()
    notice.get_by_role("link").click()
    tab.wait_for_url("**/history/Rome?section=*")
