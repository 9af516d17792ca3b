"""Special:Upload with script: files are chosen and dropped, each has its name and its progress."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import OpenTab
from tests.factories import PASSWORD
from tests.made_pictures import jpeg, png, store, zipped
from wiki.models import FileVersion

DROP = """(form, {name, bytes}) => {
  const data = new DataTransfer();
  const content = Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0));
  data.items.add(new File([content], name, {type: "image/png"}));
  for (const kind of ["dragover", "drop"]) {
    form.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
  }
}"""

WATCH = """() => {
  window.shown = 0;
  const seen = () => { window.shown += document.querySelectorAll("progress:not([hidden])").length; };
  const queue = document.getElementById("upload-queue");
  new MutationObserver(seen).observe(queue, {subtree: true, attributes: true});
}"""


@pytest.fixture
def tab(transactional_db, settings, tmp_path, alice, open_tab: OpenTab, live_server, client) -> Page:
    settings.MEDIA_ROOT = tmp_path
    tab = open_tab()
    client.login(username="Alice", password=PASSWORD)
    session = client.cookies["sessionid"].value
    tab.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    tab.goto("/wiki/Special:Upload")
    return tab


def choose(tab: Page, *files: tuple[str, bytes]) -> None:
    tab.set_input_files(
        "#wpUploadFile",
        [{"name": name, "mimeType": "image/png", "buffer": content} for name, content in files],
    )


def fill(tab: Page) -> None:
    tab.fill("#wpUploadDescription", "Two boxes.")
    tab.check("[name=own]")
    tab.select_option("#wpLicense", "cc-by-4.0")


def test_two_files_are_chosen_a_third_dropped_and_all_go_up(tab: Page) -> None:
    choose(tab, ("One_box.PNG", png()), ("Two.jpg", jpeg()))
    bytes_ = base64.b64encode(png(9, 9)).decode()
    tab.locator("#upload-form").evaluate(DROP, {"name": "Three.png", "bytes": bytes_})
    rows = tab.locator("#upload-queue .upload-row")
    expect(rows).to_have_count(3)
    expect(rows.locator("img")).to_have_count(3)
    expect(rows.nth(0).locator("input")).to_have_value("One box.png")
    rows.nth(1).locator("input").fill("Second")  # its ending comes by itself
    rows.nth(2).get_by_role("button", name="Remove").click()
    tab.evaluate(WATCH)
    fill(tab)
    tab.click("#wpUpload")
    expect(tab.locator("#upload-said")).to_have_text("Done.")
    done = tab.locator("#upload-results .upload-row")
    expect(done).to_have_count(2)
    expect(rows).to_have_count(0)
    expect(done.nth(1).locator("input")).to_have_value("[[File:Second.jpg|thumb|]]")
    picture = done.nth(0).locator("img")
    assert picture.evaluate("(one) => one.decode().then(() => one.naturalWidth)") > 0
    assert tab.evaluate("window.shown") > 0
    names = FileVersion.objects.values_list("file__page__title", flat=True)
    assert sorted(names) == ["One box.png", "Second.jpg"]


def test_what_is_wrong_stands_beside_it_and_can_be_mended(tab: Page) -> None:
    store("Taken.png", png(8, 8))
    choose(tab, ("Taken.png", png()), ("Bad.png", zipped()))
    tab.select_option("#wpLicense", "cc-by-4.0")
    tab.click("#wpUpload")
    expect(tab.locator("#id_source_error")).to_contain_text("Say where the file comes from")
    rows = tab.locator("#upload-queue .upload-row")
    expect(rows).to_have_count(2)
    fill(tab)
    tab.click("#wpUpload")
    expect(tab.locator("#upload-said")).to_have_text("Something has to be answered or mended first.")
    expect(rows.nth(0).locator(".box")).to_contain_text("There is another file of this name.")
    expect(rows.nth(1).locator(".error")).to_contain_text("the file is no JPEG")
    rows.nth(0).locator("[name=agree]").check()
    tab.click("#wpUpload")
    expect(tab.locator("#upload-results .upload-row")).to_have_count(1)
    expect(tab.locator("#upload-said")).to_have_text("Done.")
    assert list(FileVersion.objects.values_list("number", "width")) == [(1, 8), (2, 400)]
