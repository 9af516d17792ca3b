"""The preview beside the text in a real browser: it follows what is typed, and scrolls along both ways."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_page
from wiki.models import Revision

PARTS = "\n\n".join(f"## Part {n}\n\n" + f"Words of part {n}. " * (30 if n % 2 else 90) for n in range(12))


@pytest.fixture
def page(transactional_db):
    return make_page("Rome", PARTS)


def opened(tab):
    tab.goto("/edit/Rome")
    tab.get_by_role("button", name="Preview as you type").click()
    expect(tab.locator("#live-preview .mw-heading")).to_have_count(12)
    return tab.locator("#live-preview")


def test_it_follows_what_is_typed_and_is_remembered(page, open_tab):
    tab = open_tab(width=1440)
    preview = opened(tab)
    tab.evaluate("kept = document.querySelector('#live-preview .mw-heading h2')")
    tab.locator(".cm-content").click()
    tab.keyboard.press("Control+Home")
    tab.keyboard.type("A **bold** start.\n\n")
    expect(preview.locator("strong")).to_have_text("bold")
    assert tab.evaluate("kept.isConnected")  # what did not change was left in its place
    assert Revision.objects.count() == 1
    box, text = preview.bounding_box(), tab.locator(".cm-editor").bounding_box()
    assert (round(box["y"]), round(box["height"])) == (round(text["y"]), round(text["height"]))
    assert box["x"] >= text["x"] + text["width"] - 2
    tab.goto("/edit/Rome")
    expect(tab.locator("#live-preview .mw-heading")).to_have_count(12)
    tab.get_by_role("button", name="Preview as you type").click()
    expect(preview).to_be_hidden()


FIRST = """(selector) => {
  const top = document.querySelector('#live-preview').getBoundingClientRect().top;
  const heads = [...document.querySelectorAll(selector)].filter((one) => /Part \\d/.test(one.textContent));
  const next = heads.find((one) => one.getBoundingClientRect().top >= top - 2);
  return [next.textContent.match(/Part \\d+/)[0], next.getBoundingClientRect().top - top];
}"""


def test_each_side_scrolls_along_with_the_other(page, open_tab):
    tab = open_tab(width=1440)
    preview = opened(tab)
    tab.locator(".cm-content").hover()
    for _ in range(3):
        tab.mouse.wheel(0, 350)
        tab.wait_for_timeout(200)
        (name, place), (other, there) = (
            tab.evaluate(FIRST, ".cm-line"),
            tab.evaluate(FIRST, "#live-preview h2"),
        )
        assert name == other
        assert place < 40 or there > 0
    preview.hover()
    before = tab.evaluate("document.querySelector('.cm-scroller').scrollTop")
    tab.mouse.wheel(0, 900)
    tab.wait_for_timeout(300)
    assert tab.evaluate("document.querySelector('.cm-scroller').scrollTop") > before
    assert tab.evaluate(FIRST, ".cm-line")[0] == tab.evaluate(FIRST, "#live-preview h2")[0]
    preview.evaluate("(one) => { one.scrollTop = one.scrollHeight; }")
    tab.wait_for_timeout(300)
    assert (
        tab.locator(".cm-scroller").evaluate("(one) => one.scrollHeight - one.clientHeight - one.scrollTop")
        < 3
    )


def test_a_narrow_screen_shows_one_of_the_two(page, open_tab):
    tab = open_tab(width=390)
    preview = opened(tab)
    expect(preview).to_be_hidden()
    tab.get_by_role("button", name="Preview", exact=True).click()
    expect(preview).to_be_visible()
    expect(tab.locator(".cm-editor")).to_be_hidden()
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    tab.get_by_role("button", name="Write").click()
    expect(tab.locator(".cm-editor")).to_be_visible()
    expect(preview).to_be_hidden()


def test_why_there_is_none_is_said(page, open_tab):
    tab = open_tab(width=1440)
    preview = opened(tab)
    tab.locator("#wpTextbox1").fill("x" * 530_000)
    expect(preview.get_by_role("status")).to_contain_text("too long")
    tab.locator("#wpTextbox1").fill("Short.")
    expect(preview.locator(".live-page")).to_have_text("Short.")
    expect(preview.get_by_role("status")).to_be_hidden()


def test_it_works_with_the_plain_area(page, open_tab):
    tab = open_tab(width=1440)
    tab.add_init_script("localStorage.setItem('editor-colours', 'off')")
    preview = opened(tab)
    area = tab.locator("#wpTextbox1")
    area.hover()
    tab.mouse.wheel(0, 1500)
    tab.wait_for_timeout(300)
    assert preview.evaluate("(one) => one.scrollTop") > 300
    area.fill("*Plain.*")
    expect(preview.locator("em")).to_have_text("Plain.")
