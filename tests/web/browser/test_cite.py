"""Citing words that are selected in an article."""

from __future__ import annotations

import re

import pytest

from tests.browsers import OpenTab
from tests.web.pages import rome

pytestmark = pytest.mark.django_db(transaction=True)

SELECT = """(words) => {
  const walker = document.createTreeWalker(document.querySelector("article.page"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const at = node.data.indexOf(words);
    if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length);
  }
}"""


def test_selected_words_are_offered_and_the_link_marks_them(open_tab: OpenTab, live_server: object) -> None:
    page = rome()
    tab = open_tab()
    tab.goto("/wiki/Rome")
    tab.evaluate(SELECT, "founded in 753")
    tab.get_by_role("link", name="Cite these words").click()
    tab.wait_for_url(
        re.compile(rf"/wiki/Special:CiteThisPage/Rome\?id={page.latest_id}&quote=founded\+in\+753")
    )
    tab.locator("#cite-link").click()
    tab.wait_for_url(re.compile(r"/revision/"))
    assert tab.locator("mark.quote").all_inner_texts() == ["founded in 753"]


def test_the_words_that_were_meant_though_they_stand_above_too(
    open_tab: OpenTab, live_server: object
) -> None:
    rome()
    tab = open_tab()
    tab.goto("/wiki/Rome")
    tab.evaluate(SELECT, "Rome")  # the last time: in the section History, after box, lead and others
    tab.get_by_role("link", name="Cite these words").click()
    tab.locator("#cite-link").click()
    tab.wait_for_url(re.compile(r"/revision/.*nth=3"))
    mark = tab.locator("mark.quote")
    assert mark.all_inner_texts() == ["Rome"]
    assert (
        mark.locator("xpath=..").inner_text()
        == "Rome was founded in 753 before our era, as the legend has it."
    )


def test_without_script_the_form_does_the_same(open_tab: OpenTab, live_server: object) -> None:
    rome()
    tab = open_tab(javascript=False)
    tab.goto("/wiki/Rome")
    tab.locator("#t-cite a").click()
    tab.get_by_label("Words").fill("founded in 753")
    tab.get_by_role("button", name="Cite these words").click()
    tab.locator("#cite-link").click()
    tab.wait_for_url(re.compile(r"/revision/"))
    assert tab.locator("mark.quote").all_inner_texts() == ["founded in 753"]
