"""The articles of a category as one EPUB book."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from tests.factories import edit_page, make_page, reload
from tests.made_pictures import png
from wiki.dumps import book as book_module
from wiki.editing.files.files import store_file
from wiki.models import FileVersion
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.move import move_page
from wiki.permissions import Editor
from wiki.reading.formats.copy import Copy, read_copy
from wiki.text.titles import Title, parse_title

pytestmark = pytest.mark.django_db

TEXT = """[[Beta & Co#Way]], [[Elsewhere]], [[Nowhere]], [[File:Map.png|thumb|A map]]

## A <b>

Text. {more}
"""


@pytest.fixture(autouse=True)
def _own_storage(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def book(tmp_path: Path, *titles: str, **options: object) -> dict[str, str]:
    """The files of a book that are text, by name; all that has to be XML is."""
    file = tmp_path / "book.epub"
    call_command("export_epub", str(file), *titles, **options)
    found = {}
    with zipfile.ZipFile(file) as packed:
        assert packed.infolist()[0].filename == "mimetype"
        for name in packed.namelist():
            if name.endswith((".xhtml", ".opf", ".ncx", ".svg")):
                found[name.removeprefix("EPUB/")] = packed.read(name).decode()
                ElementTree.fromstring(packed.read(name))
            else:
                found[name.removeprefix("EPUB/")] = ""
    return found


def test_chapters_link_to_each_other_and_say_where_they_are_from(alice: Editor, tmp_path: Path) -> None:
    store_file("Map.png", png(300, 200), editor=alice)
    make_page("Beta & Co", "[[Alpha]] [[Category:Some]]", editor=alice)
    make_page("Alpha", TEXT.format(more="[[Category:Some]]"), editor=alice)
    make_page("Elsewhere", "Text.", editor=alice)
    files = book(tmp_path, category=["Some"], title="Some & <more>")
    assert [name for name in sorted(files) if name.startswith("page")] == ["page0001.xhtml", "page0002.xhtml"]
    alpha, beta = files["page0001.xhtml"], files["page0002.xhtml"]
    assert re.search(r'href="page0002\.xhtml#Way"', alpha)
    assert 'href="page0001.xhtml"' in beta
    assert re.search(r'href="https?://[^"]+/wiki/Elsewhere"', alpha)
    assert "redlink" not in alpha
    assert "Beta &amp; Co</h1>" in beta
    assert "Written by: Alice" in alpha
    assert "Some &amp; &lt;more&gt;" in files["package.opf"]
    shown = [unquote(name) for name in re.findall(r'src="([^"]+)"', alpha)]
    assert [name for name in shown if name not in files] == []
    assert len(shown) == 1
    with pytest.raises(CommandError, match="is there already"):
        book(tmp_path, "Alpha")


def test_what_is_hidden_or_deleted_and_redirects_are_not_in_it(
    alice: Editor, carol: Editor, tmp_path: Path
) -> None:
    made = make_page("Alpha", "Fine", editor=alice)
    secret = edit_page(made, "Secret one", editor=alice).revision
    edit_page(made, "Fine again", editor=alice)
    hide_revisions(made, [secret.pk], editor=carol, text=True, author=True, summary=True, reason="x")
    delete_page(make_page("Beta", "Secret two", editor=alice), editor=carol, reason="x")
    store_file("Secret.png", png(8, 8), editor=alice)
    FileVersion._base_manager.update(file_hidden=True)
    move_page(
        make_page("Old", "[[File:Secret.png]]", editor=alice), parse_title("New"), editor=carol, reason="x"
    )
    files = book(tmp_path)
    chapters = "".join(text for name, text in sorted(files.items()) if name.startswith("page0"))
    assert re.findall(r"<h1>([^<]*)</h1>", chapters) == ["Alpha", "New", "File:Secret.png"]
    assert "Secret one" not in chapters
    assert "Secret two" not in chapters
    assert [name for name in files if name.startswith("images/")] == []


def test_a_page_that_goes_meanwhile_is_left_out(
    alice: Editor, carol: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deleted_first(title: Title, **wanted: Any) -> Copy:
        if not reload(beta).deleted:
            delete_page(beta, editor=carol, reason="x")
        return read_copy(title, **wanted)

    make_page("Alpha", "[[Beta]], [[Gamma]]", editor=alice)
    beta = make_page("Beta", "Text.", editor=alice)
    make_page("Gamma", "Text.", editor=alice)
    monkeypatch.setattr(book_module, "read_copy", deleted_first)
    files = book(tmp_path)
    chapters = {name: text for name, text in files.items() if name.startswith("page0")}
    assert [re.findall(r"<h1>([^<]*)", chapters[name]) for name in sorted(chapters)] == [["Alpha"], ["Gamma"]]
    assert re.findall(r'href="(page[^"]*)"', chapters["page0001.xhtml"]) == ["page0002.xhtml"]


def test_a_folder_that_is_not_there(alice: Editor, tmp_path: Path) -> None:
    make_page("Alpha", "Text.", editor=alice)
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("export_epub", str(tmp_path / "nowhere" / "book.epub"))
