"""All attacks of three collections, opened in Chromium where texts are rendered. What pages look like does
not depend on the database: they are looked at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.web.hostile.attacks import every_attack
from tests.web.hostile.every import other_views, pages_called_by_attacks, pages_of_attacks
from tests.web.hostile.watched import Watched, watched
from wiki.permissions import Editor

__all__ = ["watched"]  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def through(watched: Watched, address: str) -> str:
    """Open a list and all its screens; what is read on them."""
    tab, words = watched.opened(address), ""
    while True:
        words += tab.locator("main").inner_text()
        older = tab.locator("a[rel=next]").first
        if not older.count():
            return words
        tab = watched.opened(older.get_attribute("href") or "")


def preview_as_one_types(watched: Watched, tab: Tab, count: int) -> None:
    """The preview beside the editor, which stays open on the pages that are opened later."""
    preview = tab.locator("#live-preview .mw-heading")
    if tab.get_by_role("button", name="Preview as you type").get_attribute("aria-pressed") != "true":
        tab.get_by_role("button", name="Preview as you type").click()
    expect(preview).to_have_count(count, timeout=60_000)
    watched.look_through(tab)


def shown(words: str, texts: Sequence[str]) -> float:
    """How many of the texts can be read among the words, of all."""
    plain = "".join(words.split())
    return sum("".join(one.split()) in plain for one in texts) / len(texts)


def test_none_of_them_runs_wherever_it_is_rendered(watched: Watched, alice: Editor) -> None:
    attacks, found, read, titles = every_attack(), {}, "", pages_of_attacks(alice)
    assert len(attacks) > 3_900
    for title, count in titles.items():
        tab = watched.opened(f"/wiki/{title}", "Alice")
        assert tab.locator(".mw-heading").count() == count, f"{title} is drawn, not shown as source"
        read += tab.locator("main").inner_text()
        if wrong := watched.taken():
            found[title] = wrong
    for address, count in zip(other_views(titles), titles.values(), strict=True):
        tab = watched.opened(address, "Alice")
        if address.startswith("/edit/") and "?" not in address:
            preview_as_one_types(watched, tab, count)
        if wrong := watched.taken():
            found[address] = wrong
    assert found == {}
    assert shown(read, attacks) > 0.9, "they stand there as words"


def test_none_of_them_runs_in_lists_of_titles_and_summaries(watched: Watched, alice: Editor) -> None:
    pages_called_by_attacks(alice)
    read = through(watched, "/wiki/Special:NewPages?limit=500")
    assert watched.taken() == []
    assert shown(read, every_attack()) > 0.95
