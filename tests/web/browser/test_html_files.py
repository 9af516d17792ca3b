"""A wiki as HTML files, opened from the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser

from tests.factories import make_page
from tests.made_pictures import png
from wiki.editing.files.files import store_file
from wiki.moderation.move import move_page
from wiki.permissions import Editor
from wiki.text.titles import parse_title

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_browser_opens_it_from_the_disk_and_asks_for_nothing_else(
    browser: Browser, alice: Editor, carol: Editor, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    make_page("Rome", "[[File:Map.png|thumb]] [[Moved]]", editor=alice)
    store_file("Map.png", png(800, 600), editor=alice)
    move_page(make_page("Moved", "Text.", editor=alice), parse_title("There"), editor=carol, reason="x")
    folder = tmp_path / "out"
    call_command("export_html", str(folder))
    context = browser.new_context()
    tab, asked, said = context.new_page(), list[str](), list[str]()
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto((folder / "index.html").as_uri())
    tab.click("text=R >> nth=0")
    tab.click("main >> text=Rome")
    assert tab.title() == "Rome – Stemma"
    assert tab.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    tab.click("main >> text=Moved")
    tab.wait_for_url("**/There.html")
    assert [address for address in asked if not address.startswith(folder.as_uri())] == []
    assert said == []
    context.close()
