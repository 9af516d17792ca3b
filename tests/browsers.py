"""Chromium for the browser tests: one process for the session, one fresh profile for each tab."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

MUST_RUN_ALL = os.environ.get("CI") == "true" or os.environ.get("STEMMA_REQUIRE_ALL") == "1"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    """Chromium without the parts that draw windows, which takes a third less time, or else the whole."""
    places = ["chromium-headless-shell", "/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"]
    return next((found for place in places if (found := shutil.which(place))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        message = "Chromium is not installed: the browser tests cannot run"
        pytest.fail(message) if MUST_RUN_ALL else pytest.skip(message)
    # Playwright keeps an event loop running in this thread, where Django would refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
        yield chromium
        chromium.close()


OpenTab = Callable[..., Page]


@pytest.fixture
def open_tab(browser: Browser, live_server: object) -> Iterator[OpenTab]:
    """`open_tab(javascript=False, width=390, dark=True)`: a tab with cookies of its own, at the live server.

    A script error or a breach of the Content-Security-Policy in any tab fails the test.
    """
    contexts, errors = [], []

    def note(message: ConsoleMessage) -> None:
        # The status of an answer is for the test to judge.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            errors.append(message.text)

    def new(*, javascript: bool = True, width: int = 1280, height: int = 900, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="en",
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("console", note)
        context.on("weberror", lambda event: errors.append(str(event.error)))
        return context.new_page()

    yield new
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def tab(open_tab: OpenTab) -> Page:
    return open_tab()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if Path(chromium_path() or "/nowhere").exists():
        return
    terminalreporter.section("BROWSER TESTS WERE SKIPPED", sep="!", red=True)
    terminalreporter.line("Chromium was not found. Debian and Ubuntu: apt install chromium")
