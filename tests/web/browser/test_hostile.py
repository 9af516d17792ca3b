"""A browser opens every kind of page of a wiki full of attacks: nothing runs, no other host is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Request

from tests.factories import PASSWORD
from tests.web.hostile import attacks, hostile_wiki, looked_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BREACH = """document.addEventListener("securitypolicyviolation", event =>
  console.error("CSP: " + event.violatedDirective + " " + event.blockedURI + " " + event.sample))"""


@pytest.fixture
def address(live_server: object) -> str:
    return live_server.url


# What the browser itself says of a missing page, and of a form that asks before it is left.
HARMLESS = ("Failed to load resource", "Blocked attempt to show a 'beforeunload' confirmation panel")


class Watched:
    """Profiles of a browser, one for each that looks, and all that happened in them that should not."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.made: dict[str, BrowserContext] = {}
        self.wrong: list[str] = []

    def context(self, name: str) -> BrowserContext:
        if name not in self.made:
            context = self.made[name] = self.browser.new_context(base_url=self.address, locale="en")
            context.add_init_script(BREACH)
            context.on("dialog", self.spoken)
            context.on("console", self.noted)
            context.on("weberror", lambda event: self.wrong.append(f"script: {event.error}"))
            context.on("request", self.asked)
            context.new_page()
            if name:
                client = Client()
                assert client.login(username=name, password=PASSWORD)
                session = client.cookies[settings.SESSION_COOKIE_NAME].value
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.address}
                context.add_cookies([cookie])
        return self.made[name]

    def spoken(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            self.wrong.append(f"dialog: {dialog.message}")
        dialog.accept()

    def noted(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(HARMLESS):
            self.wrong.append(f"console: {message.text}")

    def asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self.wrong.append(f"asked: {request.url}")

    def taken(self) -> list[str]:
        """What went wrong since it was last asked."""
        wrong, self.wrong = self.wrong, []
        return wrong


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    watched = Watched(browser, address)
    yield watched
    for context in watched.made.values():
        context.close()


def test_nothing_runs_and_nothing_is_asked_of_others(watched: Watched) -> None:
    chosen = attacks(every=4)
    numbers, found = hostile_wiki(chosen), {}
    for looked in looked_at(chosen):
        tab = watched.context(looked.as_).pages[0]
        tab.goto(looked.address.format(**numbers) if looked.status else looked.address)
        if wrong := watched.taken():
            found[looked.name] = wrong
    tab = watched.context("").pages[0]
    tab.goto("/wiki/Rome")
    tab.locator("article a[href*='onmouseover']").first.hover()
    tab.locator("#hovercard").wait_for()
    tab.locator("#searchInput").fill('"onmouseover')
    tab.locator("[role=option]").first.wait_for()
    assert (watched.taken(), found) == ([], {})


def test_what_runs_is_seen(watched: Watched) -> None:
    tab = watched.context("").pages[0]
    tab.goto("/wiki/Special:Version")
    tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')")
    tab.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://example.org/x.png'}))")
    tab.evaluate("setTimeout(() => alert(1))")
    tab.wait_for_timeout(500)
    kinds = {wrong.partition(":")[0] for wrong in watched.taken()}
    assert kinds >= {"dialog", "console"}
