"""An article in a browser: its contents, what stands on paper, and what only a style sheet can show."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.browsers import OpenTab
from tests.factories import make_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOX = "```infobox Rome\nMayor: Nero\n```\n: For the film, see [[Rome (film)]].\n\nA city.\n\n"
PARTS = "\n\n".join(f"## Part {n}\n\n" + "Words and words. " * 200 for n in range(1, 5))
MANY = "\n\n".join(f"## Part {n}\n\nText.\n\n### Below {n}\n\nText." for n in range(1, 17))


@pytest.fixture
def rome(open_tab: OpenTab) -> Tab:
    make_page("Rome", BOX + PARTS)
    tab = open_tab(width=1440)
    tab.goto("/wiki/Rome")
    return tab


def style(tab: Tab, selector: str, name: str) -> str:
    return str(tab.locator(selector).first.evaluate(f"one => getComputedStyle(one).{name}"))


def test_the_contents_mark_the_section_that_is_read(rome: Tab) -> None:
    current = rome.locator("#toc [aria-current]")
    expect(current).to_have_text("Beginning")
    rome.evaluate("document.getElementById('Part_3').scrollIntoView()")
    expect(current).to_have_text("3 Part 3")
    rome.locator("#toc").get_by_role("link", name="Part 1").click()
    expect(current).to_have_text("1 Part 1")


def test_the_contents_are_hidden_and_moved_back_to_the_side(rome: Tab) -> None:
    contents, button = rome.locator("#toc"), rome.get_by_role("button", name="Contents")
    expect(button).to_be_hidden()
    contents.get_by_role("button", name="hide").click()
    expect(contents).to_be_hidden()
    rome.reload()
    expect(contents).to_be_hidden()
    button.click()
    contents.get_by_role("button", name="move to sidebar").click()
    expect(contents).to_be_visible()
    expect(button).to_be_hidden()


def test_long_contents_are_folded_to_the_path_of_what_is_read(open_tab: OpenTab) -> None:
    make_page("Rome", MANY)
    tab = open_tab(width=1440)
    tab.goto("/wiki/Rome#Part_2")
    contents = tab.locator("#toc")
    expect(contents.get_by_role("link", name="Part 9")).to_have_count(1)
    expect(contents.get_by_role("link", name="Below 9")).to_be_hidden()
    contents.get_by_role("link", name="Part 9").click()
    expect(contents.get_by_role("link", name="Below 9")).to_be_visible()


def test_on_paper_stand_the_text_and_where_it_came_from(rome: Tab) -> None:
    expect(rome.locator(".printfooter")).to_be_hidden()
    rome.emulate_media(media="print")
    for shown in ("#siteSub", ".printfooter", "article.page", ".infobox"):
        expect(rome.locator(shown)).to_be_visible()
    assert rome.locator("#siteSub").inner_text().startswith("From Stemma")
    for gone in (".top", ".tabs", "#toc", "#p-tb", ".mw-editsection", ".fa", "#footer-places"):
        expect(rome.locator(gone).first).to_be_hidden()


def test_what_style_sheets_show(rome: Tab) -> None:
    assert style(rome, ".hatnote", "fontStyle") == "italic"
    assert style(rome, ".mw-heading2", "borderBottomWidth") == "1px"
    assert style(rome, ".infobox", "cssFloat") == "inline-end"
    links, row = rome.locator(".infobox .fa"), rome.locator(".infobox dl > div")
    assert style(rome, ".infobox .fa", "opacity") == "0"
    row.hover()
    expect(links).to_have_css("opacity", "1")
    rome.mouse.move(0, 0)
    expect(links).to_have_css("opacity", "0")
    links.get_by_role("link", name="Edit Mayor").focus()
    expect(links).to_have_css("opacity", "1")


def test_on_a_small_screen_a_button_beside_the_title_opens_the_contents(open_tab: OpenTab) -> None:
    make_page("Rome", BOX + PARTS)
    tab = open_tab(width=800)
    tab.goto("/wiki/Rome")
    contents = tab.locator("#toc")
    expect(contents).to_be_hidden()
    tab.get_by_role("button", name="Contents").click()
    contents.get_by_role("link", name="Part 2").click()
    expect(contents).to_be_hidden()
    assert tab.url.endswith("#Part_2")


def test_a_category_stands_in_three_columns_of_letters(open_tab: OpenTab) -> None:
    for letter in "ABCDEFGHI":
        for number in range(3):
            make_page(f"{letter}{number}", "[[Category:Letters]]")
    tab = open_tab(width=1440)
    tab.goto("/wiki/Category:Letters")
    heads = tab.locator(".letters h3")
    assert heads.all_inner_texts() == list("ABCDEFGHI")
    assert len({round(box["x"]) for head in heads.all() if (box := head.bounding_box())}) == 3
