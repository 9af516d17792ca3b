"""Pictures as a reader meets them: in their place from the start, large in the lightbox, without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.browsers import OpenTab
from tests.factories import make_page
from tests.made_pictures import jpeg, png, store

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = """```infobox Lake
Map: Map.png
```
[[File:Town.jpg|thumb|alt=A red town|The *old* town at [[Lake Garda]]]]
A lake.

## Far below

[[File:Tall.png|thumb]]
"""
SHIFTS = """() => new Promise(done => {
    const moved = [];
    const told = (rect) => [rect.x, rect.y, rect.width, rect.height].map(Math.round).join(" ");
    new PerformanceObserver(list => {
        for (const entry of list.getEntries())
            for (const { node, previousRect, currentRect } of entry.sources)
                if (node?.closest?.("figure") && Math.abs(previousRect.width - currentRect.width) > 1)
                    moved.push(`${node.nodeName}: ${told(previousRect)} > ${told(currentRect)}`);
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(moved), 500);
})"""


@pytest.fixture
def lake() -> None:
    store("Map.png", png(600, 400))
    store("Town.jpg", jpeg(1200, 800))
    store("Tall.png", png(300, 900))
    make_page("Lake", TEXT)


def shown(tab: Tab) -> str:
    return tab.locator(".lightbox-stage img").get_attribute("alt") or ""


@pytest.mark.usefixtures("lake")
def test_the_lightbox_by_keyboard(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.goto("/wiki/Lake")
    tab.locator("a.picture-link").nth(1).focus()
    tab.keyboard.press("Enter")
    box = tab.get_by_role("dialog", name="Pictures of this page")
    assert box.is_visible()
    assert (shown(tab), tab.locator(".lightbox-place").inner_text()) == ("A red town", "2 / 3")
    assert tab.locator(".lightbox-caption").inner_html() == (
        'The <em>old</em> town at <a href="/edit/Lake_Garda?redlink=1" class="new" '
        'title="Lake Garda (page does not exist)">Lake Garda</a>'
    )
    page = tab.locator(".lightbox-page")
    assert (page.get_attribute("href") or "").endswith("/wiki/File:Town.jpg")
    expect(tab.locator(".lightbox-stage img")).to_have_js_property("naturalWidth", 1200)
    tab.keyboard.press("ArrowRight")
    assert shown(tab) == "Tall.png"
    tab.keyboard.press("ArrowRight")
    assert shown(tab) == "Map: Lake"
    tab.keyboard.press("ArrowLeft")
    assert shown(tab) == "Tall.png"
    tab.keyboard.press("Escape")
    assert box.is_hidden()
    expect(tab.locator("a.picture-link[href$='/wiki/File:Tall.png']")).to_be_focused()


@pytest.mark.usefixtures("lake")
def test_without_scripts_a_picture_leads_to_its_page(open_tab: OpenTab) -> None:
    tab = open_tab(javascript=False)
    tab.goto("/wiki/Lake")
    assert tab.locator("#lightbox").is_hidden()
    tab.locator("a.picture-link").nth(1).click()
    assert tab.locator("h1").inner_text() == "File:Town.jpg"
    tab.locator("a.picture-link").click()
    assert "/media/" in tab.url


@pytest.mark.usefixtures("lake")
@pytest.mark.parametrize("width", [390, 1440])
def test_a_picture_has_its_place_before_it_comes(open_tab: OpenTab, width: int) -> None:
    tab = open_tab(width=width)
    tab.goto("/wiki/Lake")
    assert tab.evaluate(SHIFTS) == []
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    figure = tab.locator("figure.thumb").first
    caption = figure.locator("figcaption").bounding_box()
    image = figure.locator("img").bounding_box()
    assert caption is not None
    assert image is not None
    assert caption["width"] == pytest.approx(image["width"], abs=1)
    assert (
        tab.locator("main img").evaluate_all(
            "all => all.map(one => [one.width > 0, one.height > 0, one.hasAttribute('alt')])"
        )
        == [[True, True, True]] * 3
    )
