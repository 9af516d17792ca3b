"""The editor of a page of wikitext in a real browser: toolbar, colours and preview, by its own signs."""

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.factories import make_page
from tests.web.hostile.attacks import some_attacks
from tests.web.hostile.watched import Watched, watched
from wiki.models import Revision
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.titles import parse_title

__all__ = ["watched"]  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAIN = "localStorage.setItem('editor-colours', 'off')"
PARTS = "\n\n".join(f"== Part {n} ==\n" + f"Words of part {n}. " * (30 if n % 2 else 90) for n in range(12))


@pytest.fixture
def page(transactional_db):
    return make_page("Rome", "A ''city''.", model="wikitext")


def area(tab: Tab):
    return tab.locator("#wpTextbox1")


def opened(tab: Tab, plain: bool = False):
    """The editor with nothing in it, and where one types."""
    if plain:
        tab.add_init_script(PLAIN)
    tab.goto("/edit/Rome?section=new")
    text = area(tab) if plain else tab.locator(".cm-content")
    text.click()
    return text


def press(tab: Tab, *names: str) -> None:
    for name in names:
        tab.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("plain", [False, True])
def test_bold_italics_headings_and_lists(page, open_tab, plain):
    tab = open_tab()
    text = opened(tab, plain)
    press(tab, "Bold")
    tab.keyboard.type("strong")
    expect(area(tab)).to_have_value("'''strong'''")
    text.press("Control+a")
    text.press("Control+i")
    expect(area(tab)).to_have_value("'''''strong'''''")
    text.press("Control+z")
    expect(area(tab)).to_have_value("'''strong'''")
    press(tab, "Heading", "Section ==")
    expect(area(tab)).to_have_value("== '''strong''' ==")
    tab.keyboard.type("er")  # within the heading's signs
    expect(area(tab)).to_have_value("== '''strong'''er ==")
    press(tab, "Heading", "Subsection ===")
    expect(area(tab)).to_have_value("=== '''strong'''er ===")
    press(tab, "Heading", "Subsection ===")
    expect(area(tab)).to_have_value("'''strong'''er")
    press(tab, "Heading", "Section ==")
    text.press("Control+End")
    text.press("Enter")
    press(tab, "Numbered list")
    tab.keyboard.type("one")
    text.press("Enter")
    tab.keyboard.type("two")
    text.press("Enter")
    text.press("Enter")
    press(tab, "List")
    tab.keyboard.type("three")
    text.press("Enter")
    expect(area(tab)).to_have_value("== '''strong'''er ==\n# one\n# two\n* three\n* ")


@pytest.mark.parametrize("plain", [False, True])
def test_the_signs_of_bold_and_italics_are_told_apart(page, open_tab, plain):
    tab = open_tab()
    text = opened(tab, plain)
    tab.keyboard.type("x")
    text.press("Control+a")
    for keys, made in (
        ("b", "'''x'''"),
        ("i", "'''''x'''''"),
        ("b", "''x''"),
        ("i", "x"),
    ):
        text.press(f"Control+{keys}")
        expect(area(tab)).to_have_value(made)


@pytest.mark.parametrize("plain", [False, True])
def test_links_references_pictures_and_tables(page, open_tab, plain):
    tab = open_tab()
    text = opened(tab, plain)
    text.press("Control+k")
    tab.keyboard.type("Italy")
    expect(area(tab)).to_have_value("[[Italy]]")
    for name, made in (
        ("Web link", "[https:// words]"),
        ("Reference", "<ref>Source</ref>"),
        ("Code", "<code>code</code>"),
        ("Quotation", "<blockquote></blockquote>"),
    ):
        text.press("Control+a")
        text.press("Delete")
        press(tab, name)
        expect(area(tab)).to_have_value(made)
    text.press("Control+a")
    text.press("Delete")
    press(tab, "Picture", "Show a picture of this wiki")
    expect(area(tab)).to_have_value("[[File:Example.jpg|thumb|]]")
    text.press("Control+a")
    text.press("Delete")
    press(tab, "Table")
    tab.get_by_label("Rows").fill("1")
    tab.get_by_label("Columns").fill("2")
    expect(tab.get_by_role("button", name="Add a row to the table at the cursor")).to_be_hidden()
    press(tab, "Insert the table")
    tab.keyboard.type("Year")
    expect(area(tab)).to_have_value('{| class="wikitable"\n! Year !! Column 2\n|-\n|  || \n|}')


def test_what_is_written_is_saved_to_the_byte_and_stays_wikitext(page, open_tab):
    tab = open_tab()
    tab.goto("/edit/Rome")
    text = tab.locator(".cm-content")
    expect(text.locator(".md-emphasis")).to_have_text("''city''")
    text.click()
    text.press("Control+End")
    tab.keyboard.type("\n* one\n\nIt is [[Rome")
    expect(tab.locator(".cm-tooltip-autocomplete [role=option]")).to_have_count(1)
    tab.wait_for_timeout(100)  # an answer is not taken by a key that was meant for the text
    tab.keyboard.press("Enter")
    tab.locator("#wpSave").click()
    expect(tab.get_by_role("status").first).to_have_text("Your edit was published.")
    assert open_page(find_page(parse_title("Rome"))).text == "A ''city''.\n* one\nIt is [[Rome]]"
    assert {one.content_model for one in Revision.objects.all()} == {"wikitext"}


def test_without_javascript_it_is_the_plain_area(page, open_tab):
    tab = open_tab(javascript=False)
    tab.goto("/edit/Rome")
    expect(tab.get_by_role("toolbar")).to_be_hidden()
    area(tab).fill("A '''town'''.")
    tab.locator("#wpPreview").click()
    expect(tab.locator(".preview-body b, .preview-body strong")).to_have_text("town")
    expect(area(tab)).to_have_value("A '''town'''.")


def test_the_preview_follows_and_scrolls_along(open_tab, transactional_db):
    make_page("Template:Hello", "Hello, {{{1}}}!", model="wikitext")
    make_page("Rome", PARTS, model="wikitext")
    tab = open_tab(width=1440)
    tab.goto("/edit/Rome")
    press(tab, "Preview as you type")
    preview = tab.locator("#live-preview")
    expect(preview.locator(".mw-heading")).to_have_count(12)
    tab.locator(".cm-content").click()
    tab.keyboard.press("Control+Home")
    tab.keyboard.type("A '''bold''' start. {{Hello|you}}\n\n")
    expect(preview.locator("b, strong")).to_have_text("bold")
    expect(preview.get_by_text("Hello, you!")).to_be_visible()
    assert Revision.objects.count() == 2
    tab.locator(".cm-content").hover()
    tab.mouse.wheel(0, 900)
    tab.wait_for_timeout(300)
    first = (
        "(all) => all.find((one) => /Part \\d/.test(one.textContent) && one.getBoundingClientRect().top >= 0)"
    )
    names = [
        tab.locator(where).evaluate_all(f"(all) => ({first})(all).textContent.match(/Part \\d+/)[0]")
        for where in (".cm-line.cm-line", "#live-preview h2")
    ]
    assert names[0] == names[1]


def test_on_a_phone_one_of_the_two(page, open_tab):
    tab = open_tab(width=390, dark=True)
    tab.goto("/edit/Rome")
    press(tab, "Preview as you type", "Preview")
    expect(tab.locator("#live-preview i, #live-preview em")).to_have_text("city")
    expect(tab.locator(".cm-editor")).to_be_hidden()
    assert tab.evaluate("document.documentElement.scrollWidth") == 390


def test_text_that_is_pasted_stays_as_it_is_and_cells_become_a_table(page, open_tab):
    tab = open_tab()
    opened(tab)
    put = """(one, given) => {
      const clipboard = new DataTransfer();
      for (const [kind, text] of Object.entries(given)) clipboard.setData(kind, text);
      const how = {clipboardData: clipboard, bubbles: true, cancelable: true};
      one.dispatchEvent(new ClipboardEvent("paste", how));
    }"""
    tab.locator(".cm-content").evaluate(
        put, {"text/html": "<p>A <b>bold</b> word</p>", "text/plain": "A bold word"}
    )
    expect(area(tab)).to_have_value("A bold word")
    tab.locator(".cm-content").evaluate(put, {"text/plain": "A\tB\n1|2\t3\n"})
    expect(area(tab)).to_have_value('A bold word\n\n{| class="wikitable"\n! A !! B\n|-\n| 1{{!}}2 || 3\n|}')


def test_no_attack_runs_in_the_preview(watched: Watched, alice: Editor):
    chosen = some_attacks(every=40)
    forms = (
        "{0}", "'''{0}''' [[{0}]]", "[https://{0} {0}]", "== {0} ==", '<span style="{0}">{0}</span>',
        "<ref>{0}</ref>", "{{{{Quote|{0}}}}}", "[[File:A.png|thumb|{0}]]", "{{|\n! {0}\n|-\n| {0}\n|}}",
    )  # fmt: skip
    make_page("Rome", "x", editor=alice, model="wikitext")
    tab = watched.opened("/edit/Rome", "Alice")
    press(tab, "Preview as you type")
    preview, found = tab.locator("#live-preview"), {}
    for number, form in enumerate(forms):
        text = "\n\n".join(form.format(attack) for attack in chosen)
        area(tab).fill(f"Form {number}.\n\n{text}")
        expect(preview.locator(".live-page p").first).to_have_text(f"Form {number}.", timeout=60_000)
        watched.look_through(tab)
        if wrong := watched.taken():
            found[form] = wrong
    assert found == {}


@pytest.mark.parametrize("plain", [False, True])
def test_a_source_is_cited_and_used_again(page, open_tab, plain):
    make_page("Milan", "A.<ref name=old>Old ''words''.</ref>\n\n== Part ==\nB.", model="wikitext")
    tab = open_tab()
    if plain:
        tab.add_init_script(PLAIN)
    tab.goto("/edit/Milan?section=new")
    (area(tab) if plain else tab.locator(".cm-content")).click()
    tab.keyboard.type("New")
    press(tab, "Cite a source")
    tab.get_by_label("Title", exact=True).fill("The ''[title]''")
    tab.get_by_label("Address").fill("https://x.org/a")
    tab.get_by_label("Author").fill("Smith, J.")
    tab.get_by_label("Seen on").fill("")
    tab.keyboard.press("Enter")
    said = "Smith, J. [https://x.org/a “The &#39;&#39;&#91;title&#93;&#39;&#39;”]."
    made = f'New<ref name="smith">{said}</ref>'
    expect(area(tab)).to_have_value(made)
    for name in ("smith", "old"):
        press(tab, "Cite a source")
        tab.get_by_label("A note of this page, again").check()
        tab.get_by_label("Note", exact=True).select_option(name)
        press(tab, "Insert")
        made += f'<ref name="{name}" />'
        expect(area(tab)).to_have_value(made)
    heading = tab.locator("#wpSectionTitle")
    heading.focus()
    tab.locator("#cite-dialog").dispatch_event("close")  # as it comes where the browser is late
    expect(heading).to_be_focused()
    heading.fill("New")
    press(tab, "Preview as you type")
    expect(tab.locator("#live-preview")).to_contain_text("Smith, J. “The ''[title]''”.")
