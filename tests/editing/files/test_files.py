"""A file enters the wiki: versions, page, log, who may, what is refused; pages that show it."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage

from tests.factories import edit_page, make_page, reload
from tests.made_pictures import PLAIN_SVG, jpeg, png, store, zipped
from wiki.editing.files.file_bytes import BadFile
from wiki.editing.files.files import store_file
from wiki.models import File, FileVersion, LogEntry, Page, Revision
from wiki.moderation.delete import delete_page, undelete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor, PageProtected, Refused
from wiki.reading.files.files import picture_thumbnail
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db


def test_a_new_file_has_a_version_a_page_and_a_log_entry(alice: Editor) -> None:
    stored = store("old map.jpg", jpeg(), editor=alice, comment="From the archive", text="A map of 1890.")
    version = FileVersion.objects.get()
    assert stored.title == Title(6, "Old map.jpg")
    assert (version.number, version.mime, version.width, version.height) == (1, "image/jpeg", 400, 300)
    assert (version.author_text, version.comment, version.size) == ("Alice", "From the archive", len(jpeg()))
    assert version.path == f"files/{version.sha1[:2]}/{version.sha1}.jpg"
    with default_storage.open(version.path) as kept:
        assert kept.read() == jpeg()
    assert open_page(stored.page).text == "A map of 1890."
    entry = LogEntry.objects.get(type="upload")
    assert (entry.action, entry.title, entry.user_text, entry.comment) == (
        "upload",
        "Old map.jpg",
        "Alice",
        "From the archive",
    )


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"text": "T", "comment": "C"}, "T"),
        ({"comment": "C"}, "C"),
        ({}, "This file has no description yet."),
    ],
)
def test_the_page_of_a_file_is_made_of_what_there_is(more: dict[str, str], text: str) -> None:
    assert open_page(store("A.png", **more).page).text == text


def test_another_file_of_that_name_is_not_replaced_unasked(alice: Editor) -> None:
    first = store_file("A.png", png(), editor=alice, replace=False)
    assert first.version is not None
    assert store_file("A.png", png(), editor=alice, replace=False).version is None
    with pytest.raises(BadFile) as refused:
        store_file("A.png", png(9, 9), editor=alice, replace=False)
    assert refused.value.code == "fileexists"
    assert FileVersion.objects.count() == 1


def test_the_description_that_is_there_stays() -> None:
    page = make_page("File:A.png", "Mine.")
    store("A.png", text="Yours.")
    assert open_page(page).text == "Mine."
    assert Revision.objects.filter(page=page).count() == 1


def test_a_second_upload_is_a_second_version(alice: Editor) -> None:
    store("A.png", png(40, 30))
    stored = store("a.png", png(50, 30), editor=alice)
    file = File.objects.get()
    assert list(FileVersion.objects.values_list("number", "width")) == [(1, 40), (2, 50)]
    assert (file.current, file.number) == (stored.version, 2)
    assert list(LogEntry.objects.order_by("id").values_list("type", "action")) == [
        ("upload", "upload"),
        ("upload", "overwrite"),
    ]


def test_the_same_bytes_again_are_no_version() -> None:
    store("A.png")
    assert store("A.png").version is None
    assert (FileVersion.objects.count(), LogEntry.objects.count()) == (1, 1)
    assert store("B.png").version is not None  # under another name they are


def test_pages_that_name_it_show_it_at_once() -> None:
    using, other = make_page("Using", "[[File:A.png|thumb]]"), make_page("Other", "Nothing.")
    before = (reload(using).version, reload(other).version)
    store("A.png")
    assert (reload(using).version, reload(other).version) == (before[0] + 2, before[1])  # its page, its file
    store("A.png", png(50, 50))
    assert reload(using).version == before[0] + 3


def test_the_file_page_is_looked_at_anew_when_pages_begin_to_show_it() -> None:
    page = store("A.png").page
    before = reload(page).version
    using = make_page("Using", "[[File:A.png|thumb]]")
    assert reload(page).version == before + 1
    edit_page(using, "No more.")
    assert reload(page).version == before + 2


def test_a_deleted_file_comes_back_with_its_page(carol: Editor) -> None:
    page = store("A.png").page
    delete_page(page, editor=carol)
    assert picture_thumbnail("A.png", 120) is None
    undelete_page(page, editor=carol)
    assert picture_thumbnail("A.png", 120) is not None


def test_a_deleted_name_can_be_used_again(carol: Editor) -> None:
    first = store("A.png", png(40, 30)).page
    delete_page(first, editor=carol)
    second = store("A.png", png(50, 30)).page
    assert (first.pk != second.pk, File.objects.count()) == (True, 2)
    assert FileVersion.objects.get(file=second.pk).number == 1


def test_without_an_account_nobody_uploads(anon: Editor, alice: Editor) -> None:
    with pytest.raises(Refused, match="Uploading files needs an account"):
        store("A.png", editor=anon)
    store("A.png", editor=alice)
    with pytest.raises(Refused, match="Replacing a file needs an account"):
        store("A.png", png(50, 50), editor=anon)
    assert FileVersion.objects.count() == 1


def test_a_protected_file_is_not_replaced(alice: Editor, carol: Editor) -> None:
    page = store("A.png").page
    protect_page(page, {"edit": "sysop"}, editor=carol)
    with pytest.raises(PageProtected):
        store("A.png", png(50, 50), editor=alice)
    assert store("A.png", png(50, 50), editor=carol).version is not None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../x.png", "title-invalid-relative"),
        ("/etc/x.png", "illegal-filename"),
        ("a/b.png", "illegal-filename"),
        ("a\\b.png", "illegal-filename"),
        ("C:x.png", "illegal-filename"),
        ("Talk:x.png", "illegal-filename"),
        ("", "title-invalid-empty"),
        ("a\0.png", "title-invalid-invisible"),
        ("a<b>.png", "title-invalid-characters"),
        ("x" * 252 + ".png", "title-invalid-too-long"),
        ("x" * 237 + ".png", "filename-toolong"),
        ("x" * 10_000, "title-invalid-too-long"),
        ("x.exe", "filetype-mismatch"),
        ("x.php.png", "illegal-filename"),
        ("x.HTML .png", "illegal-filename"),
        ("x\u202egnp.exe.png", "title-invalid-invisible"),
        ("x", "filetype-mismatch"),
    ],
)
def test_names_that_are_refused(name: str, code: str) -> None:
    with pytest.raises(BadFile) as refused:
        store(name)
    assert refused.value.code == code
    assert len(refused.value.message) < 300
    assert (Page.objects.count(), FileVersion.objects.count()) == (0, 0)


def test_what_is_refused_is_named_with_the_reason() -> None:
    with pytest.raises(BadFile) as refused:
        store("x.jpg", zipped())
    reason = "the file is no JPEG, PNG, GIF, WebP or SVG picture that can be read"
    assert (refused.value.message, refused.value.code) == (f"“X.jpg”: {reason}", "filetype-banned")
    with pytest.raises(BadFile) as refused:
        store("x.svg", PLAIN_SVG.replace("<rect", "<script").encode())
    assert refused.value.code == "svg-script"
    with pytest.raises(BadFile) as refused:
        store_file("x.png", png(), editor=Editor(system="Import"), comment="c" * 501)
    assert refused.value.code == "comment-toolong"
    assert find_page(Title(6, "X.jpg")) is None


def test_dots_in_a_name_are_no_endings() -> None:
    assert store("St. Peter, v1.2 (com).png").title.name == "St. Peter, v1.2 (com).png"


@pytest.mark.parametrize("prefix", ["File:", "file:", "Image:", ""])
def test_the_prefix_makes_no_difference(prefix: str) -> None:
    assert store(f"{prefix}a_b.png").title == Title(6, "A b.png")
