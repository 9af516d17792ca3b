"""Profiles of Chromium in which everything is noted that no text of a wiki may bring about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Request
from playwright.sync_api import Page as Tab

from tests.web.hostile.dangers import NEVER
from tests.web.identity.signing_in import sign_in

BREACH = """document.addEventListener("securitypolicyviolation", event =>
  console.error("CSP: " + event.violatedDirective + " " + event.blockedURI + " " + event.sample))"""
# What the browser itself says of a missing page, and of a form that asks before it is left.
HARMLESS = ("Failed to load resource", "Blocked attempt to show a 'beforeunload' confirmation panel")
WAITING = Path(__file__).with_name("waiting.js").read_text("utf-8")
LIVE = sorted(NEVER - {"style"})


class Watched:
    """Profiles of a browser, one for each that looks, and all that happened in them that should not."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.made: dict[str, BrowserContext] = {}
        self.wrong: list[str] = []
        self.clients: dict[str, Client] = {}

    def client(self, name: str) -> Client:
        """The same account, or nobody, without a browser."""
        if name not in self.clients:
            self.clients[name] = sign_in(Client(), name) if name else Client()
        return self.clients[name]

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
                session = self.client(name).cookies[settings.SESSION_COOKIE_NAME].value
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.address}
                context.add_cookies([cookie])  # type: ignore[list-item]
        return self.made[name]

    def opened(self, address: str, name: str = "") -> Tab:
        """The tab of an account, or of nobody, after it has opened the address and was looked through."""
        tab = self.context(name).pages[0]
        tab.goto(address)
        self.look_through(tab)
        return tab

    def answered(self, answer: HttpResponse, name: str = "") -> None:
        """Show the account what its client was answered, with all that the answer says of itself."""
        headers = {key: value for key, value in answer.items() if key != "Content-Length"}
        context, place = self.context(name), "**/answered"
        context.route(place, lambda route: route.fulfill(body=answer.content, headers=headers))
        self.opened("/answered", name)
        context.unroute(place)

    def look_through(self, tab: Tab) -> None:
        self.wrong += tab.evaluate(WAITING, LIVE)

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
def watched(browser: Browser, live_server: object) -> Iterator[Watched]:
    watched = Watched(browser, live_server.url)  # type: ignore[attr-defined]
    yield watched
    for context in watched.made.values():
        context.close()
