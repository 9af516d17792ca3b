"""Passkeys in Chromium, with an authenticator that it plays itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tab(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A tab at the wiki under the name localhost, where browsers allow passkeys without HTTPS."""
    context = browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    page.set_default_timeout(15_000)
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    able = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, **able}})
    yield page
    context.close()


def give_password(tab: Page) -> None:
    tab.fill("#id_username", "Alice")
    tab.fill("#id_password", PASSWORD)
    tab.press("#id_password", "Enter")


def test_a_passkey_is_made_and_logs_in_alone_and_as_second_factor(tab: Page) -> None:
    make_user("Alice")
    tab.goto("/wiki/Special:UserLogin?next=/wiki/Special:AccountSecurity/passkeys/add")
    give_password(tab)
    tab.fill("#id_name", "My key")
    tab.click("text=Make the passkey")
    expect(tab.locator("h1")).to_have_text("Recovery codes")
    tab.goto("/wiki/Special:AccountSecurity")
    expect(tab.locator("#mw-content-text")).to_contain_text("My key")
    for alone in (True, False):
        tab.context.clear_cookies()
        tab.goto("/wiki/Special:UserLogin?next=/wiki/Special:AccountSecurity")
        if alone:
            tab.click("text=Log in with a passkey")
        else:
            give_password(tab)
            tab.click("text=Use a passkey")
        expect(tab.locator("h1")).to_have_text("Security of your account")
