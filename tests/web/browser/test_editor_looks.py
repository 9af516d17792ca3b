"""How the editor looks and speaks: to axe in each state, on a phone, from right to left, over the window."""

import json

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import expect

from tests.factories import make_page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = f"axe.run(document, {{runOnly: {json.dumps(TAGS)}, resultTypes: ['violations']}})"
TEXT = """```infobox Rome
Mayor: [[Nero]]
```

A **bold** *city* in [[Italy|a country]], [see](https://example.org) `code`.[^1]

> Said.

== Past ==

| A | B |
|---|---|
| 1 | 2 |

## Now

- one
<!-- note -->

[^1]: A source."""

WIKITEXT = """{{Infobox town|mayor = [[Nero]]}}
A '''bold''' ''city'' in [[Italy|a country]], [https://example.org see] <code>code</code>.<ref>A source.</ref>

== Past ==
{| class="wikitable"
! A !! B
|-
| 1 || 2
|}

== Now ==
* one <!-- note -->
<blockquote>Said.</blockquote>"""


@pytest.fixture
def page(transactional_db):
    make_page("Italy", "A country.")
    return make_page("Rome", TEXT)


@pytest.fixture
def look(browser, live_server):
    """A tab in which axe may set styles of its own."""
    contexts = []

    def new(**options):
        contexts.append(
            browser.new_context(base_url=live_server.url, locale="en", bypass_csp=True, **options)
        )
        contexts[-1].add_init_script(path=AXE_FILE_PATH)
        return contexts[-1].new_page()

    yield new
    for context in contexts:
        context.close()


def violations(tab):
    return [
        f"{rule['id']}: {node['target'][0]} {node['html'][:100]}"
        for rule in tab.evaluate(RUN)["violations"]
        for node in rule["nodes"][:5]
    ]


@pytest.mark.parametrize("title", ["Rome", "Antium"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_in_any_state(page, look, width, title):
    make_page("Antium", WIKITEXT, model="wikitext")
    tab = look(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    tab.goto(f"/edit/{title}")
    content, found = tab.locator(".cm-content"), {}

    def check(state):
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            if wrong := violations(tab):
                found[f"{state}, {scheme}"] = wrong
        assert tab.evaluate("document.documentElement.scrollWidth") == width, state

    content.click()
    check("at rest")
    content.press("Control+f")
    tab.get_by_placeholder("Find").fill("a")
    check("finding")
    tab.keyboard.press("Escape")
    content.press("Control+End")
    tab.keyboard.type("\n[[Ita")
    expect(tab.locator(".cm-tooltip-autocomplete [role=option]")).to_have_count(1)
    check("completing")
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="Table").click()
    check("menu")
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="Preview as you type").click()
    expect(tab.locator(".live-page .mw-heading")).to_have_count(2)
    if width < 1000:
        tab.get_by_role("button", name="Preview", exact=True).click()
    check("preview")
    tab.get_by_role("button", name="Full window").click()
    check("full window")
    assert not found, "\n".join(f"{state}: {one}" for state, wrong in found.items() for one in wrong)


def test_a_phone_does_not_magnify_and_gives_the_whole_width(page, open_tab):
    tab = open_tab(width=390)
    tab.goto("/edit/Rome")
    line = tab.locator(".cm-line").first
    assert line.evaluate("(one) => getComputedStyle(one).fontSize") == "16px"
    assert tab.locator(".cm-editor").bounding_box()["width"] == 390
    tab.get_by_role("button", name="Full window").click()
    box = tab.locator(".edit-source").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 900)
    tab.locator(".cm-content").press("Control+Enter")
    expect(tab.locator(".edit-source.full")).to_have_count(0)  # what has the focus is seen
    expect(tab.locator("#wpSummary")).to_be_focused()


def test_each_line_runs_as_its_words_do(page, open_tab):
    make_page("Mixed", "שלום עולם\nHello\n\nمرحبا **بك** here")
    tab = open_tab(width=1440)
    tab.goto("/edit/Mixed")
    lines = tab.locator(".cm-line")
    ways = lines.evaluate_all("(all) => all.map((one) => getComputedStyle(one).direction)")
    assert ways == ["rtl", "ltr", "ltr", "rtl"]
    tab.goto("/edit/Rome?uselang=ar")
    bold = tab.locator("#edit-toolbar button").nth(0).bounding_box()
    italic = tab.locator("#edit-toolbar button").nth(1).bounding_box()
    assert italic["x"] < bold["x"]
    assert tab.locator(".cm-content").get_attribute("dir") == "ltr"  # the articles' language


def test_the_browser_checks_the_spelling_and_screen_readers_hear_what_it_is(page, open_tab):
    tab = open_tab()
    tab.goto("/edit/Rome")
    content = tab.get_by_role("textbox", name="Source text of the page")
    expect(content).to_have_count(1)
    expect(content).to_have_attribute("spellcheck", "true")
    expect(content).to_have_accessible_description("Escape, then Tab, leaves the text.")
    tab.locator("#wpSummary").blur()
    tab.keyboard.press("?")
    expect(tab.locator("#shortcuts")).to_contain_text("Leave the text by keyboard")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_menu_opens_at_its_button_and_is_never_seen_elsewhere(page, open_tab, width):
    tab = open_tab(width=width)
    tab.goto("/edit/Rome")
    tab.get_by_role("button", name="Table").scroll_into_view_if_needed()
    place = """(button) => {
      button.click();
      const menu = document.getElementById("table-menu").getBoundingClientRect();
      return menu.top - button.getBoundingClientRect().bottom;
    }"""
    assert tab.get_by_role("button", name="Table").evaluate(place) == pytest.approx(4, abs=1)
    expect(tab.get_by_label("Rows")).to_be_focused()
    box = tab.locator("#table-menu").bounding_box()
    assert 0 < box["x"] < box["x"] + box["width"] < width
