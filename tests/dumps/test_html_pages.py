"""A wiki as HTML files: links from file to file, and nothing that is hidden."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command

from tests.factories import edit_page, make_page
from tests.made_pictures import jpeg, png
from wiki.dumps.led_links import led
from wiki.editing.files.files import store_file
from wiki.models import FileVersion, Page, Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.move import move_page
from wiki.permissions import Editor
from wiki.text.titles import parse_title

TEXT = """```infobox Town
People: 12
River: [[Ill]]
```
See [[Talk:Rome]], [[AC/DC#Loud|them]], [[#History]], [[Nowhere]], [[Special:Log]], [the web](https://example.org/)
and [[File:Map.png|thumb|A map]], [[File:Lost.png]]. [[Category:Towns]]

## History
Old <script>alert(1)</script>

## See also
- [[Moved]]
"""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def folder(alice: Editor, carol: Editor, tmp_path: Path) -> Path:
    make_page("Rome", TEXT, editor=alice)
    make_page("Talk:Rome", "On [[Rome]]. [[File:Map.png|thumb]]", editor=alice)
    make_page("AC/DC", "{{Infobox band|name=AC}}\n'''Loud'''", editor=alice, model="wikitext")
    make_page("Élan", "[[Rome]]", editor=alice)
    store_file("Map.png", png(800, 600), editor=alice)
    move_page(make_page("Moved", "Text.", editor=alice), parse_title("There"), editor=carol, reason="x")
    call_command("export_html", str(tmp_path / "out"))
    return tmp_path / "out"


def links(file: Path) -> list[str]:
    return [unescape(one) for one in re.findall(r'(?:href|src)="([^"]*)"', file.read_text())]


def test_every_link_leads_to_a_file_or_to_the_web(folder: Path) -> None:
    files = sorted(folder.rglob("*.html"))
    assert len(files) > 8
    lost = []
    for file in files:
        for address in links(file):
            place = unquote(address.partition("#")[0])
            if (
                not address.startswith(("http://", "https://"))
                and place
                and not (file.parent / place).exists()
            ):
                lost.append((file.name, address))
    assert lost == []


def test_pages_say_what_readers_see_and_where_it_is_from(folder: Path) -> None:
    rome = (folder / "wiki" / "Rome.html").read_text()
    assert "../wiki/Talk/Rome.html" in links(folder / "wiki" / "Rome.html")
    assert '<a href="../wiki/AC%252FDC.html#Loud">them</a>' in rome
    assert re.search(r">Nowhere<|, Nowhere,", rome)
    assert "redlink" not in rome
    assert "Upload" not in rome
    assert "Special:Log" in " ".join(one for one in links(folder / "wiki" / "Rome.html") if "http" in one)
    assert "<script" not in rome
    assert "Written by: Alice" in rome
    assert "CC BY-SA 4.0" in rome
    assert 'content="0; url=../wiki/There.html"' in (folder / "wiki" / "Moved.html").read_text()
    assert "<strong>Loud" in (folder / "wiki" / "AC%2FDC.html").read_text().replace("<b>", "<strong>")
    talk = (folder / "wiki" / "Talk" / "Rome.html").read_text()
    assert 'src="../../pictures/' in talk
    index = (folder / "index.html").read_text()
    assert [letter for letter in "AÉMRT" if f">{letter}</a>" not in index] == []


def test_what_is_hidden_or_deleted_is_not_there(alice: Editor, carol: Editor, tmp_path: Path) -> None:
    hidden = make_page("Alpha", "Fine", editor=alice)
    first = edit_page(hidden, "Secret one", editor=alice).revision
    edit_page(hidden, "Fine again", editor=alice)
    hide_revisions(hidden, [first.pk], editor=carol, text=True, author=True, summary=True, reason="x")
    delete_page(make_page("Beta", "Secret [[Alpha]]", editor=alice), editor=carol, reason="x")
    store_file("Secret.jpg", jpeg(900, 20), editor=alice)
    FileVersion._base_manager.update(file_hidden=True)
    make_page("Gamma", "[[Beta]] [[File:Secret.jpg]]", editor=alice)
    call_command("export_html", str(tmp_path / "out"))
    names = {path.name for path in (tmp_path / "out").rglob("*")}
    assert "Alpha.html" in names
    assert "Beta.html" not in names
    assert not (tmp_path / "out" / "pictures").exists()
    assert "Secret one" not in "".join(path.read_text() for path in (tmp_path / "out").rglob("*.html"))
    assert Revision.objects.exists()


def test_each_letter_has_one_list_however_the_database_orders(alice: Editor, tmp_path: Path) -> None:
    for name in ("Ecke", "École", "Ende", "Éther", "eBay"):
        make_page(name, "Text.", editor=alice)
    call_command("export_html", str(tmp_path / "out"))
    index = (tmp_path / "out" / "index.html").read_text()
    assert re.findall(r'href="index/\d+\.html">([^<]*)<', index) == ["E", "É"]


def test_categories_list_what_is_in_them(
    alice: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Rome", "Milan", "Talk:Rome"):
        make_page(name, "Text. [[Category:Towns]]", editor=alice)
    make_page("Category:Towns", "All towns.", editor=alice)
    make_page("Category:Harbours", "[[Category:Towns]]", editor=alice)
    store_file("Map.png", png(80, 60), editor=alice)
    edit_page(Page.objects.get(namespace=6), "[[Category:Towns]]", editor=alice)
    call_command("export_html", str(tmp_path / "out"))
    towns = tmp_path / "out" / "wiki" / "Category" / "Towns.html"
    text = " ".join(towns.read_text().split())
    assert '<h2>Subcategories</h2> <div class="members"> <h3>H</h3>' in text
    assert "in all" not in text
    listed = ["Category/Harbours", "File/Map.png", "Milan", "Rome", "Talk/Rome"]
    assert {f"../../wiki/{one}.html" for one in listed} <= set(links(towns))
    monkeypatch.setattr("wiki.dumps.html_pages.MOST_MEMBERS", 1)
    call_command("export_html", str(tmp_path / "few"))
    assert "1 of 3 in all" in (tmp_path / "few" / "wiki" / "Category" / "Towns.html").read_text()


def test_an_address_of_another_host_stays() -> None:
    link = '<a href="//example.org/x">there</a>'
    assert led(link, lambda _: None, elsewhere="https://wiki.test") == link
    assert "https://wiki.test/x" in led(
        '<a href="/x">there</a>', lambda _: None, elsewhere="https://wiki.test"
    )


def test_only_some_and_only_into_an_empty_folder(alice: Editor, tmp_path: Path) -> None:
    make_page("Alpha", "To [[Beta]]. [[Category:Some]]", editor=alice)
    make_page("Beta", "Text.", editor=alice)
    call_command("export_html", str(tmp_path / "out"), category=["Some"])
    assert [path.name for path in (tmp_path / "out" / "wiki").iterdir()] == ["Alpha.html"]
    led = links(tmp_path / "out" / "wiki" / "Alpha.html")
    assert any(address.startswith("http") and address.endswith("/wiki/Beta") for address in led)
    with pytest.raises(CommandError, match="is not empty"):
        call_command("export_html", str(tmp_path / "out"))
