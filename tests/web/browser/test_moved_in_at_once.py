"""Two browsers bring in the same file, or convert the same page, at the same time: nothing comes twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.dumps.exports import export, page, revision
from tests.factories import make_page, make_user
from tests.web.identity.signing_in import sign_in
from wiki.models import LogEntry, Page, Revision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = 8


@pytest.fixture
def two(browser: Browser, live_server, settings, tmp_path):
    """Tabs of two administrators."""
    settings.MEDIA_ROOT = tmp_path / "media"
    contexts = []

    def of(name: str) -> Tab:
        make_user(name, "sysop")
        session = sign_in(Client(), name).cookies[settings.SESSION_COOKIE_NAME].value
        contexts.append(browser.new_context(base_url=live_server.url, locale="en"))
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        contexts[-1].add_cookies([cookie])
        return contexts[-1].new_page()

    yield of("Carol"), of("Carl")
    for context in contexts:
        context.close()


def press_at_once(tabs: tuple[Tab, Tab], button: str) -> list[str]:
    """Press the button in both before either has an answer; what they say then."""
    for tab in tabs:
        tab.evaluate("document.documentElement.id = 'before'")
        tab.evaluate("(button) => setTimeout(() => document.querySelector(button).click(), 50)", button)
    for tab in tabs:
        expect(tab.locator("html#before")).to_have_count(0, timeout=30_000)
    return [tab.locator("main").inner_text() for tab in tabs]


def test_the_same_file_comes_in_once(two: tuple[Tab, Tab], tmp_path: Path) -> None:
    file = tmp_path / "old.xml"
    history = [revision(f"Text {id_}", id_=id_) for id_ in (1, 2, 3)]
    file.write_bytes(export("".join(page(*history, title=f"Town {n}") for n in range(PAGES))))
    for tab in two:
        tab.goto("/wiki/Special:Import")
        tab.set_input_files("[name=file]", file)
        tab.locator("[name=preview]").click()
        expect(tab.locator(".told li")).to_have_count(PAGES)
    said = press_at_once(two, "[name=import]")
    assert Page.objects.filter(title__startswith="Town").count() == PAGES
    assert Revision.objects.count() == 3 * PAGES
    assert LogEntry.objects.filter(type="import").count() == PAGES
    brought = [sum(map(int, re.findall(r": (\d+) new revision", words))) for words in said]
    assert sum(brought) == 3 * PAGES
    for words, count in zip(said, brought, strict=True):
        late = "somebody has edited it meanwhile" in words or "here already" in words
        assert count == 3 * PAGES or late or "it was brought in meanwhile" in words, words


def test_the_same_page_is_converted_once(two: tuple[Tab, Tab]) -> None:
    make_page("Antium", "A ''town''.", model="wikitext")
    for tab in two:
        tab.goto("/convert/Antium")
    said = press_at_once(two, "#wpSave")
    assert Revision.objects.count() == 2
    here = ["The page is written in Markdown now" in words for words in said]
    there = ["is in Markdown already" in words for words in said]
    assert any(here)
    assert [one or other for one, other in zip(here, there, strict=True)] == [True, True], said
