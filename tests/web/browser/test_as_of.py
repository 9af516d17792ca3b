"""The slider over a page's history, in a browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browsers import OpenTab
from tests.factories import edit_page, make_page, stored
from wiki.models import Page, Revision

pytestmark = pytest.mark.django_db(transaction=True)
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def rome() -> Page:
    """Three revisions, one an hour, long ago."""
    page = make_page("Rome", "Text 1.")
    for n in (2, 3):
        edit_page(page, f"Text {n}.")
    for revision in Revision.objects.filter(page=page):
        moment = BEGAN + timedelta(hours=revision.number)
        stored(Revision).filter(pk=revision.pk).update(timestamp=moment)
    Page.history.filter(id=page.pk).update(valid_from=BEGAN)
    return page


def test_the_history_is_played_to_its_end_and_from_the_beginning(open_tab: OpenTab, rome: Page) -> None:
    tab = open_tab()
    tab.goto("/asof/2020-01-01T02:00:00Z/Rome")
    button = tab.locator(".time-line .play")
    button.click()
    expect(tab.locator("article.page")).to_contain_text("Text 3.")
    expect(tab.get_by_text("No change since")).to_be_visible()
    assert tab.url.endswith("/asof/2020-01-01T03:00:00Z/Rome")
    expect(button).to_have_text("Play")
    button.click()
    expect(tab.locator("article.page")).to_contain_text("Text 1.")
    expect(button).to_have_text("Stop")
    button.click()
    expect(button).to_have_text("Play")


def test_the_slider_leads_to_a_revision(open_tab: OpenTab, rome: Page) -> None:
    tab = open_tab()
    tab.goto("/asof/2020-01-01T02:30:00Z/Rome")
    slider = tab.locator(".time-line input[type=range]")
    expect(slider).to_have_value("2")
    slider.fill("1")
    tab.wait_for_url("**/asof/2020-01-01T01:00:00Z/Rome")
    expect(tab.locator("article.page")).to_contain_text("Text 1.")


def test_without_script_the_slider_has_a_button(open_tab: OpenTab, rome: Page) -> None:
    tab = open_tab(javascript=False)
    tab.goto("/asof/2020-01-01T02:30:00Z/Rome")
    tab.locator(".time-line input[type=range]").fill("3")
    tab.locator(".time-line").get_by_role("button", name="Show").click()
    expect(tab.locator("article.page")).to_contain_text("Text 3.")
    tab.get_by_role("link", name="← Change before").click()
    expect(tab.locator("article.page")).to_contain_text("Text 2.")
