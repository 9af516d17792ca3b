"""The star and the [watch] links turn where they stand, and appearance is kept with the account."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.browsers import OpenTab
from tests.factories import PASSWORD
from tests.web.pages import rome, section
from wiki.models import User, Watch
from wiki.permissions import Editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(tab: Tab, live_server: object) -> None:
    client = Client()
    assert client.login(username="Alice", password=PASSWORD)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    tab.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )


def test_watching_in_place(tab: Tab, alice: Editor, live_server: object) -> None:
    page = rome()
    log_in(tab, live_server)
    tab.goto("/wiki/Rome")
    tab.locator("#ca-watch").click()
    expect(tab.locator("#ca-unwatch")).to_have_text("Unwatch")
    expect(tab.locator(".watch-said")).to_contain_text("On your watchlist.")
    assert tab.url.endswith("/wiki/Rome")
    link = tab.locator(f'a[href="/watch?section={section(page, "Economy").pk}"]')
    link.click()
    expect(link).to_have_text("unwatch")
    assert set(Watch.objects.values_list("kind", flat=True)) == {"page", "section"}
    link.click()
    expect(link).to_have_text("watch")
    # The copy in the header that stays does the same.
    tab.set_viewport_size({"width": 1280, "height": 510})
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    copy = tab.locator(".sticky-header .star")
    expect(copy).to_have_text("Unwatch")
    copy.click()
    expect(copy).to_have_text("Watch")
    expect(tab.locator("#ca-watch")).to_have_text("Watch")
    assert not Watch.objects.exists()


def test_without_script_the_star_is_a_form(open_tab: OpenTab, alice: Editor, live_server: object) -> None:
    rome()
    tab = open_tab(javascript=False)
    log_in(tab, live_server)
    tab.goto("/wiki/Rome")
    tab.locator("#ca-watch").click()
    expect(tab.locator(".notice")).to_have_text("On your watchlist.")
    expect(tab.locator("#ca-unwatch")).to_have_text("Unwatch")


def test_appearance_goes_with_the_account(open_tab: OpenTab, alice: Editor, live_server: object) -> None:
    rome()
    tab = open_tab()
    log_in(tab, live_server)
    tab.goto("/wiki/Rome")
    tab.locator(".appearance-open").click()
    with tab.expect_response("**/Special:Preferences/appearance") as answered:
        tab.locator("#p-appearance [name=text][value=large]").check()
    assert answered.value.status == 204
    assert User.objects.get(username="Alice").chosen.text == "large"
    other = open_tab()
    log_in(other, live_server)
    other.goto("/wiki/Rome")
    assert "text-large" in (other.locator("html").get_attribute("class") or "")
