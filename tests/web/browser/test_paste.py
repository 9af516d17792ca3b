"""Pasting in a real browser: rich text becomes Markdown, tables stay tables, pictures become files."""

import base64

import pytest
from playwright.sync_api import expect

from tests.browsers import OpenTab
from tests.factories import PASSWORD, make_page
from tests.made_pictures import png
from wiki.models import FileVersion

PASTE = """(one, {data, picture}) => {
  const clipboard = new DataTransfer();
  for (const [kind, text] of Object.entries(data)) clipboard.setData(kind, text);
  if (picture) {
    const bytes = Uint8Array.from(atob(picture), (char) => char.charCodeAt(0));
    clipboard.items.add(new File([bytes], "image.png", {type: "image/png"}));
  }
  one.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
}"""
RICH = """<meta charset="utf-8"><b style="font-weight:normal" id="docs-internal-guid-1"><h1>Title</h1>
<p style="color: red">A <span style="font-weight:700">bold</span> and <em>slanted</em> word, a
<a href="https://example.org/a_(b)">link</a>, <a href="{home}/wiki/Rome#Kings_of_old">Rome</a>,
<a href="{home}/wiki/Paris">Paris</a>, <a href="javascript:alert(1)">none</a>, 2 * 3 [4].</p>
<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul><ol><li>first</li><li>second</li></ol>
<blockquote>Said.</blockquote><script>window.bad = 1</script>
<img src="/nowhere" alt="" onerror="window.bad = 1">
<table><tr><th>A</th><th>B|C</th></tr><tr><td>1</td><td><b>2</b><br>3</td></tr></table></b>"""
MARKDOWN = """## Title

A **bold** and *slanted* word, a [link](https://example.org/a_%28b%29), \
[[Rome#Kings of old|Rome]], [[Paris]], none, 2 \\* 3 \\[4\\].

- one
    - inner
- two

1. first
2. second

> Said.

| A | B\\|C |
| --- | --- |
| 1 | **2** 3 |"""


@pytest.fixture
def tab(transactional_db, alice, open_tab: OpenTab, live_server, client):
    make_page("Rome", "x")
    tab = open_tab()
    client.login(username="Alice", password=PASSWORD)
    session = client.cookies["sessionid"].value
    tab.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    tab.goto("/edit/Naples")
    tab.locator(".cm-content").click()
    return tab


def paste(tab, picture=b"", target=".cm-content", **data):
    kinds = {"text": "text/plain", "html": "text/html"}
    given = {kinds[kind]: text for kind, text in data.items()}
    tab.locator(target).evaluate(PASTE, {"data": given, "picture": base64.b64encode(picture).decode()})


def test_rich_text_becomes_markdown(tab):
    home = tab.evaluate("location.origin")
    paste(tab, html=RICH.replace("{home}", home), text="Title and so on")
    expect(tab.locator("#wpTextbox1")).to_have_value(MARKDOWN)
    assert tab.evaluate("window.bad") is None
    tab.keyboard.press("Control+z")
    expect(tab.locator("#wpTextbox1")).to_have_value("")


def test_the_same_into_the_plain_area(tab):
    tab.get_by_role("button", name="Colours").click()
    paste(tab, html="<p>A <b>bold</b> word</p>", text="A bold word", target="#wpTextbox1")
    expect(tab.locator("#wpTextbox1")).to_have_value("A **bold** word")


def test_what_is_not_rich_is_pasted_as_it_is(tab):
    paste(tab, html='<div style="color:#333"><span>def *f*():</span></div>', text="def *f*():\n    x  ")
    expect(tab.locator("#wpTextbox1")).to_have_value("def *f*():\n    x  ")


def test_words_alone_with_shift(tab):
    tab.locator(".cm-content").dispatch_event("keydown", {"key": "V", "ctrlKey": True, "shiftKey": True})
    paste(tab, html="<b>bold</b>", text="bold")
    expect(tab.locator("#wpTextbox1")).to_have_value("bold")


def test_cells_of_a_spreadsheet_become_a_table(tab):
    tab.keyboard.type("Before.")
    paste(tab, text="Year\tPeople\r\n1900\t1|2\r\n2000\t\r\n")
    made = "Before.\n\n| Year | People |\n| --- | --- |\n| 1900 | 1\\|2 |\n| 2000 |  |"
    expect(tab.locator("#wpTextbox1")).to_have_value(made)


def test_a_pasted_picture_is_uploaded_and_appears(tab):
    tab.keyboard.type("Look: ")
    paste(tab, picture=png())
    expect(tab.locator("#editor-state")).to_contain_text("is uploaded")
    tab.keyboard.type("The bay")
    name = FileVersion.objects.get().file.page.title
    assert name.startswith("Naples 20")
    assert name.endswith(".png")
    expect(tab.locator("#wpTextbox1")).to_have_value(f"Look: [[File:{name}|thumb|The bay]]")
    tab.locator("#wpSave").click()
    picture = tab.locator("#mw-content-text figure img")
    expect(picture).to_be_visible()
    assert picture.evaluate("(one) => one.decode().then(() => one.naturalWidth)") > 0


def test_why_a_picture_is_refused_is_said_beside_the_text(tab):
    tab.keyboard.type("Text.")
    paste(tab, picture=png()[:90])
    expect(tab.locator("#editor-state.error")).to_contain_text("“Naples 20")
    tab.context.clear_cookies(name="sessionid")
    paste(tab, picture=png())
    expect(tab.locator("#editor-state.error")).to_have_text("Uploading files needs an account.")
    expect(tab.locator("#wpTextbox1")).to_have_value("Text.")
    assert not FileVersion.objects.exists()


DROP = """(one, picture) => {
  const dropped = new DataTransfer(), {left, top} = one.querySelector(".cm-line").getBoundingClientRect();
  const bytes = Uint8Array.from(atob(picture), (char) => char.charCodeAt(0));
  dropped.items.add(new File([bytes], "My [best] map.png", {type: "image/png"}));
  const place = {clientX: left + 17, clientY: top + 5};
  const event = {dataTransfer: dropped, bubbles: true, cancelable: true, ...place};
  one.dispatchEvent(new DragEvent("drop", event));
}"""


def test_a_picture_is_dropped_where_it_belongs_and_others_are_chosen(tab):
    tab.keyboard.type("One line.")
    tab.locator(".cm-content").evaluate(DROP, base64.b64encode(png()).decode())
    expect(tab.locator("#wpTextbox1")).to_have_value("[[File:My best map.png|thumb|]]One line.")
    tab.keyboard.press("Control+End")
    tab.get_by_role("button", name="Picture").click()
    with tab.expect_file_chooser() as chooser:
        tab.get_by_role("button", name="Upload from this device").click()
    files = [{"name": f"{n}.png", "mimeType": "image/png", "buffer": png(9, n)} for n in (7, 8)]
    chooser.value.set_files(files)
    wanted = "[[File:My best map.png|thumb|]]One line.[[File:7.png|thumb|]][[File:8.png|thumb|]]"
    expect(tab.locator("#wpTextbox1")).to_have_value(wanted)
