"""Copies of an article: every format, from the address that a reader has."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories import edit_page, make_page, reload
from tests.made_pictures import PLAIN_SVG, jpeg, png, store
from wiki.models import FileVersion, Page
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor
from wiki.reading.formats.book import xhtml
from wiki.text.html.paper import PaperBusy, PaperUnavailable
from wiki.web import formats

pytestmark = pytest.mark.django_db

TEXT = """```infobox Rome & <co>
Mayor: [[Nero]]
```
Rome is a city.[^1]

## Past & <present>

It is [[Nero|old]].

[^1]: A note.

## See also

- [[Milan]] in the north

[[Category:Cities]]
"""


@pytest.fixture
def page(alice: Editor) -> Page:
    make_page("Milan", "A city.")
    return make_page("A & B/C", TEXT, editor=alice)


def copy(client: Client, form: str, query: str = "") -> bytes:
    response = client.get(f"/download/{form}/A_%26_B/C{query}")
    assert response.status_code == 200
    return response.content


def test_markdown(client: Client, page: Page) -> None:
    text = copy(client, "md").decode()
    head, body = text.removeprefix("---\n").split("---\n\n", 1)
    told = {name: json.loads(value) for name, value in (row.split(": ", 1) for row in head.splitlines())}
    assert told["title"] == "A & B/C"
    assert told["authors"] == ["Alice"]
    assert told["categories"] == ["Cities"]
    assert told["permalink"] == f"http://127.0.0.1:8000/revision/{page.latest_id}"
    assert body.startswith("# A & B/C\n\n| Rome & <co> | |\n")
    assert "It is [old](<http://127.0.0.1:8000/wiki/Nero>)." in body


def test_plain_text(client: Client, page: Page) -> None:
    text = copy(client, "txt").decode()
    assert text.startswith("A & B/C\n=======\n\nMayor: Nero\n\nRome is a city.")
    assert "Past & <present>\n----------------\n\nIt is old.\n" in text
    assert "- Milan in the north" in text
    assert text.endswith("CC BY-SA 4.0: Alice\n")


def test_json(client: Client, page: Page) -> None:
    value = json.loads(copy(client, "json"))
    assert value["source"] == TEXT
    assert value["infobox"]["fields"][0]["values"] == ["Nero"]
    assert [section["title"] for section in value["sections"]] == ["", "Past & <present>", "See also"]
    assert value["sections"][2]["see_also"][0]["target"] == "Milan"
    assert 'href="http://127.0.0.1:8000/' in value["sections"][1]["html"]


def test_a_book_is_well_formed_and_names_its_authors(client: Client, page: Page) -> None:
    with zipfile.ZipFile(io.BytesIO(copy(client, "epub"))) as book:
        assert book.read("mimetype") == b"application/epub+zip"
        names = [name for name in book.namelist() if name.endswith((".xhtml", ".opf", ".ncx"))]
        parsed = {name: ElementTree.fromstring(book.read(name)) for name in names}
    assert len([name for name in names if "/page" in name]) == 5
    metadata = "".join(parsed["EPUB/package.opf"].itertext())
    assert "A & B/C" in metadata
    assert "Alice" in metadata
    assert "Past & <present>" in "".join(parsed["EPUB/toc.xhtml"].itertext())


def test_a_pdf(client: Client, page: Page) -> None:
    response = client.get("/download/pdf/A_%26_B/C")
    if response.status_code == 501:
        pytest.skip("Pango is not installed (tests/text/html/test_paper.py says whether it has to be)")
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"] == 'attachment; filename="A & B-C.pdf"'


def test_pictures_come_along(
    client: Client, alice: Editor, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    store("Forum.jpg", jpeg(800, 600), editor=alice)
    store("Plan.svg", PLAIN_SVG.encode(), editor=alice)
    store("Gone.png", png(10, 10), editor=alice)
    text = "```infobox\nMap: Forum.jpg\n```\n[[File:Plan.svg|thumb|A plan]] [[File:Gone.png|thumb|Not there]]"
    make_page("Rome", text)
    FileVersion.objects.filter(file__page__title="Gone.png").update(path="nowhere")
    with zipfile.ZipFile(io.BytesIO(client.get("/download/epub/Rome").content)) as book:
        names = {name for name in book.namelist() if "/images/" in name}
        chapter = book.read("EPUB/page0002.xhtml").decode()
    assert names == {"EPUB/images/001.jpg", "EPUB/images/002.svg"}
    assert 'src="images/001.jpg"' in chapter
    assert "<em>Gone.png</em>" in chapter
    given: list[dict[str, bytes]] = []
    monkeypatch.setattr(formats, "pdf", lambda html, style, pictures: given.append(pictures) or b"%PDF-")
    assert client.get("/download/pdf/Rome").status_code == 200
    assert len(given[0]) == 2


def test_the_answer_can_be_asked_about_again(client: Client, page: Page) -> None:
    response = client.get("/download/md/A_%26_B/C")
    again = client.get("/download/md/A_%26_B/C", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    edit_page(page, "Other words.")
    changed = client.get("/download/md/A_%26_B/C", headers={"If-None-Match": response["ETag"]})
    assert changed.status_code == 200


def test_a_copy_costs_the_same_for_any_history(
    client: Client, page: Page, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        copy(client, "json")
    for number in range(3):
        edit_page(page, f"Version {number}.")
    with django_assert_num_queries(5):
        copy(client, "json")


def test_an_old_revision(client: Client, page: Page) -> None:
    first = page.latest_id
    edit_page(page, "Other words.", editor=Editor(None, "198.51.100.9"))
    value = json.loads(copy(client, "json", f"?oldid={first}"))
    assert value["revision"]["id"] == first
    assert value["authors"] == ["Alice"]
    assert client.get(f"/download/md/Milan?oldid={first}").status_code == 404


def test_nothing_hidden_leaves(client: Client, page: Page, carol: Editor) -> None:
    edit_page(page, "Other words.", editor=Editor(None, "198.51.100.9"))
    first = reload(page).revisions.get(number=1)
    hide_revisions(page, [first.pk], text=True, author=True, editor=carol, reason="private")
    assert client.get(f"/download/json/A_%26_B/C?oldid={first.pk}").status_code == 403
    assert json.loads(copy(client, "json"))["authors"] == ["198.51.100.9"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("doc/Milan", 400),
        ("md/No_such_page", 404),
        ("md/Special:Version", 404),
        ("md/A%00B", 400),
        ("md/" + "x" * 10_000, 400),
        ("md/Milan?oldid=x", 400),
        ("md/Milan?oldid=99999999999999999999", 400),
        ("md/Milan?oldid=123456789", 404),
    ],
)
def test_bad_addresses(client: Client, page: Page, path: str, status: int) -> None:
    assert client.get(f"/download/{path}").status_code == status


def test_a_deleted_page_has_no_copies(client: Client, page: Page, carol: Editor) -> None:
    delete_page(page, editor=carol)
    assert client.get("/download/md/A_%26_B/C").status_code == 404


@pytest.mark.parametrize(("error", "status"), [(PaperBusy, 503), (PaperUnavailable, 501)])
def test_no_pdf_is_said_in_words(
    client: Client, page: Page, monkeypatch: pytest.MonkeyPatch, error: type[Exception], status: int
) -> None:
    def fail(*given: object) -> bytes:
        raise error

    monkeypatch.setattr(formats, "pdf", fail)
    response = client.get("/download/pdf/A_%26_B/C")
    assert response.status_code == status
    assert "PDF" in response.content.decode()


def test_html_becomes_xml() -> None:
    written = xhtml('<p>a<br>b &nbsp; <img src="x" alt="&quot;"> \x00\x0b</p>text<p>unclosed')
    assert ElementTree.fromstring(f"<x>{written}</x>").find("p/br") is not None
