"""A page beyond the size limit comes in by an import, and everything that shows it shows its source."""

import zipfile

import pytest
from django.core.management import call_command
from django.test import Client

from tests.dumps.exports import export, page, revision
from tests.dumps.test_importer import brought
from wiki.editing.convert import conversion
from wiki.editing.edits import whole_page
from wiki.editing.errors import BadEdit, TextTooLarge
from wiki.editing.save import save_edit
from wiki.models import Page
from wiki.permissions import Editor
from wiki.reading.source import open_page
from wiki.text.html.rendered import MAX_BYTES
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

TEXT = "'''x''' " * (MAX_BYTES // 8 + 1)
SHOWN = "&#x27;&#x27;&#x27;x&#x27;&#x27;&#x27; "


@pytest.fixture
def long() -> Page:
    assert brought(export(page(revision(TEXT)))).refused == 0
    return Page.objects.get(title="Alpha")


@pytest.mark.parametrize("address", ["/wiki/Alpha", "/asof/2021-01-01/Alpha", "/revision/{}"])
def test_it_is_read_as_source(client: Client, long: Page, address: str) -> None:
    answer = client.get(address.format(long.latest_id))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert f'<pre class="source">{SHOWN}{SHOWN}' in html
    assert "This page is too long or too intricate to be laid out, so its source text is shown." in html


def test_it_is_not_converted(client: Client, long: Page) -> None:
    with pytest.raises(BadEdit, match="The page has more than 2,000,000 bytes: it is too long to be"):
        conversion(long)
    assert client.get("/convert/Alpha").status_code == 400


def test_it_can_be_cut_and_not_be_saved_beyond_the_limit(long: Page) -> None:
    base = open_page(long).base
    with pytest.raises(TextTooLarge):
        save_edit(long, whole_page(long, f"{TEXT} and more", base), editor=Editor(ip="192.0.2.1"))
    save_edit(long, whole_page(long, "Short.", base), editor=Editor(ip="192.0.2.1"))
    assert open_page(Page.objects.get()).text == "Short."


def test_exports_have_it_as_source(long: Page, tmp_path) -> None:
    assert long.name == Title(0, "Alpha")
    for command, to in (("export_html", "html"), ("export_markdown", "md"), ("export_epub", "a.epub")):
        call_command(command, str(tmp_path / to))
    assert SHOWN in (tmp_path / "html/wiki/Alpha.html").read_text("utf-8")
    assert f"```\n{TEXT}" in (tmp_path / "md/Alpha.md").read_text("utf-8")
    with zipfile.ZipFile(tmp_path / "a.epub") as book:
        chapters = [book.read(name).decode() for name in book.namelist() if "page0001" in name]
    assert [TEXT in chapter or SHOWN in chapter for chapter in chapters] == [True]
