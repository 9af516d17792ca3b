"""A reader who comes back finds what changed: two visits with an edit between."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.browsers import OpenTab
from tests.factories import edit_page, reload
from tests.web.pages import TEXT, change_field, change_section, rome
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HISTORY = "Rome was really founded in 753 before our era, as the fine old legend has it."


def marks(tab: Tab) -> list[str]:
    return tab.locator("mark.since").all_inner_texts()


def dots(tab: Tab) -> list[str]:
    """The entries of the contents that have a dot."""
    return tab.locator("#toc a:has(.since-dot)").evaluate_all("all => all.map(one => one.hash)")


def test_exactly_what_changed_is_marked(tab: Tab) -> None:
    page = rome()
    tab.goto("/wiki/Rome")
    assert tab.locator(".since-bar").count() == 0
    change_section(page, "History", HISTORY)
    tab.goto("/wiki/Rome")
    expect(tab.locator(".since-bar")).to_contain_text("1 section changed since you read this on ")
    assert marks(tab) == ["really", "fine old"]
    assert dots(tab) == ["#History"]
    assert "changed since you last read" in (tab.locator("#toc a[href='#History']").text_content() or "")
    tab.get_by_role("button", name="Hide marks").click()
    assert tab.locator(".since-dot").is_hidden()
    tab.get_by_role("button", name="Show marks").click()
    assert tab.locator(".since-dot").is_visible()
    tab.reload()
    expect(tab.locator("mark.since").first).to_have_text("really")
    tab.get_by_role("link", name="See the comparison").click()
    assert tab.locator(".diff-addedline ins").first.inner_text().strip() == "really"


def test_a_field_a_new_section_and_one_that_is_read_again_later(tab: Tab) -> None:
    page = rome()
    tab.goto("/wiki/Rome")
    change_field(page, "Mayor", "Galba")
    edit_page(page, TEXT.replace("Nero", "Galba") + "\n## Rivers\n\nThe Tiber.\n")
    tab.goto("/wiki/Rome")
    expect(tab.locator(".since-field")).to_contain_text("Galba")
    assert [mark for mark in marks(tab) if mark.strip()] == ["Rivers", "The Tiber"]
    assert dots(tab) == ["#firstHeading", "#Rivers"]
    # An hour later it counts as read.
    tab.evaluate(
        """() => {
          const known = JSON.parse(localStorage.getItem("last-read"));
          for (const entry of Object.values(known)) { entry[1] -= 3600e3; entry[3] -= 3600e3; }
          localStorage.setItem("last-read", JSON.stringify(known));
        }"""
    )
    tab.goto("/wiki/Rome")
    tab.wait_for_load_state("networkidle")
    assert marks(tab) == []


def test_a_revision_that_was_hidden_since_is_forgotten(open_tab: OpenTab, carol: Editor) -> None:
    tab = open_tab()
    page = rome()
    secret = edit_page(page, TEXT.replace("Trade", "Secrets")).revision
    tab.goto("/wiki/Rome")
    edit_page(page, TEXT)
    assert secret
    hide_revisions(page, [secret.pk], editor=carol, text=True)
    tab.goto("/wiki/Rome")
    tab.wait_for_load_state("networkidle")
    assert marks(tab) == []
    known = tab.evaluate("() => Object.values(JSON.parse(localStorage.getItem('last-read')))[0]")
    assert known[0] == known[2] == reload(page).latest_id


def test_nonsense_in_the_storage_and_a_full_one_do_no_harm(tab: Tab) -> None:
    page = rome()
    tab.goto("/wiki/Rome")
    for stored in ("nonsense", "[1]", f'{{"{page.pk}": ["x"]}}', f'{{"{page.pk}": [1, 2, 3, "4"]}}', "null"):
        tab.evaluate("stored => localStorage.setItem('last-read', stored)", stored)
        tab.goto("/wiki/Rome")
        assert len(tab.evaluate("id => JSON.parse(localStorage.getItem('last-read'))[id]", str(page.pk))) == 4
    tab.evaluate(
        """() => {
          const many = Array.from({ length: 900 }, (_, n) => [n + 1e6, [1, n, 1, n]]);
          localStorage.setItem("last-read", JSON.stringify(Object.fromEntries(many)));
        }"""
    )
    tab.goto("/wiki/Rome")
    assert tab.evaluate("() => Object.keys(JSON.parse(localStorage.getItem('last-read'))).length") == 300


def test_a_word_tells_who_wrote_it(tab: Tab, bob: Editor, alice: Editor) -> None:
    page = rome(alice)
    edit_page(page, TEXT.replace("Trade", "Commerce"), editor=bob, summary="a finer word")
    tab.goto("/authorship/Rome")
    tab.get_by_role("link", name="Commerce").click()
    card = tab.get_by_role("dialog")
    expect(card).to_contain_text("a finer word")
    assert card.locator("b").inner_text() == "Bob"
    tab.keyboard.press("Escape")
    assert card.is_hidden()
    tab.get_by_role("link", name="Commerce").focus()
    tab.keyboard.press("Enter")
    card.get_by_role("link", name="what it changed").click()
    assert tab.locator(".diff-addedline ins").inner_text() == "Commerce"
    # Each word leads there without a script too.
    tab.goto("/authorship/Rome?by=age")
    assert (tab.get_by_role("link", name="Commerce").get_attribute("href") or "").startswith("/diff/")
