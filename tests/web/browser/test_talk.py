"""Talking in a browser: a reply where its comment stands, and the same without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.factories import make_page
from wiki.models import Section
from wiki.text.talk.threads import read_comments

TEXT = "## How old?\n\nVery. [[User:Ada|Ada]] ([[User talk:Ada|talk]]) 11:00, 5 January 2026 (UTC)"


@pytest.fixture
def talk(transactional_db):
    return make_page("Talk:Rome", TEXT)


def said() -> list[tuple[int, bool]]:
    body = Section.objects.get(title="How old?").body
    return [(one.depth, "[[" in body[one.start : one.end]) for one in read_comments(body)]


def test_a_reply_where_it_stands(talk, open_tab):
    tab = open_tab(width=390)
    tab.goto("/wiki/Talk:Rome")
    link = tab.get_by_role("link", name="Reply to Ada")
    link.click()
    area = tab.get_by_label("Your reply")
    expect(area).to_be_focused()
    expect(tab.locator(".reply-here")).to_contain_text("You are not logged in.")
    tab.keyboard.press("Escape")
    expect(tab.locator(".reply-here")).to_have_count(0)
    expect(link).to_be_focused()
    link.click()
    area.fill("Older than that.\n\n<b>Much</b> older.")
    tab.get_by_role("button", name="Publish reply").click()
    expect(tab.get_by_role("status").first).to_have_text("Your reply was published.")
    expect(tab.locator(".topic-head")).to_contain_text("2 comments")
    target = tab.locator("li:has(> .comment-start:target)")
    expect(target).to_contain_text("Older than that.")
    expect(target).to_be_in_viewport()
    assert said() == [(0, True), (1, True)]
    assert tab.evaluate("document.documentElement.scrollWidth") == 390


def test_a_reply_without_script(talk, open_tab):
    tab = open_tab(javascript=False)
    tab.goto("/wiki/Talk:Rome")
    tab.get_by_role("link", name="Reply to Ada").click()
    expect(tab.locator("blockquote")).to_have_text("Very.")
    tab.get_by_label("Your reply").fill("Older.")
    tab.locator("#wpSave").click()
    expect(tab.locator(".topic-head")).to_contain_text("2 comments")
    assert said() == [(0, True), (1, True)]
