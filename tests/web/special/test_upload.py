"""Special:Upload without script: files, names, licence; what is asked, what is refused, what stays."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories import IP, PASSWORD, make_page, make_user
from tests.made_pictures import PLAIN_SVG, html_gif, jpeg, png, png_header, store, svg, zipped
from tests.web.pages import words
from wiki.editing.files import offers
from wiki.models import FileVersion, LogEntry, Page, Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

UPLOAD = "/wiki/Special:Upload"
SAID = {"own": "on", "licence": "cc0-1.0", "text": "A **red** box."}


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def writer(client: Client, alice: Editor) -> Client:
    client.login(username="Alice", password=PASSWORD)
    return client


def send(client: Client, *files: tuple[str, bytes], query: str = "", **fields: object) -> HttpResponse:
    named = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(UPLOAD + query, {**SAID, "file": named, **fields})


def html_of(response: HttpResponse, status: int = 200) -> str:
    assert response.status_code == status, words(response.content.decode())[-1500:]
    return response.content.decode()


def values(html: str, name: str) -> list[str]:
    found = re.findall(rf'name="{name}" value="([^"]*)"', html)
    return [unescape(value) for value in found]


def names() -> list[str]:
    return sorted(Page.objects.filter(namespace=6, deleted=False).values_list("title", flat=True))


def test_a_file_comes_in_with_its_page(writer: Client) -> None:
    html = html_of(send(writer, ("IMG_1.PNG", png()), wpDestFile="red box"))
    version = FileVersion.objects.get()
    assert (names(), version.author_text, version.comment) == (["Red box.png"], "Alice", "A **red** box.")
    page = find_page(Title(6, "Red box.png"))
    assert page is not None
    assert open_page(page).text == (
        "```infobox About this file\nAuthor: [[User:Alice|Alice]]\nSource: Own work\n"
        "Licence: [CC0 1.0](https://creativecommons.org/publicdomain/zero/1.0/)\n```\n\nA **red** box."
    )
    assert 'value="[[File:Red box.png|thumb|]]"' in html
    assert f'src="/thumb/120/{version.sha1}/Red_box.png.webp"' in html
    assert LogEntry.objects.get(type="upload").action == "upload"


def test_several_at_once_keep_their_names(writer: Client) -> None:
    html = html_of(send(writer, ("a_b.png", png()), ("C[1].JPG", jpeg()), ("d.svg", PLAIN_SVG.encode())))
    assert names() == ["A b.png", "C-1-.jpg", "D.svg"]
    assert html.count("data-done") == 3
    assert html.count("|thumb|]]") == 3


def test_the_form_offers_what_the_wiki_takes(writer: Client, settings: Settings) -> None:
    settings.UPLOAD_TYPES = {"png": 9000, "jpeg": 8000}
    html = html_of(writer.get(f"{UPLOAD}?wpDestFile=Old_town.jpg"))
    assert 'accept=".png,.jpg,.jpeg"' in html
    assert 'value="Old town.jpg"' in html
    assert "no-store" in writer.get(UPLOAD)["Cache-Control"]
    assert words(html_of(send(writer, ("a.gif", html_gif())), 400))
    assert "this wiki takes PNG, JPEG" in html_of(send(writer, ("a.svg", svg(""))), 400)


def test_a_form_that_is_not_filled_in_keeps_files_and_words(writer: Client) -> None:
    html = html_of(
        send(writer, ("a.png", png()), ("b.png", png(9, 9)), own="", licence="", author="Ada <b>"), 400
    )
    text = words(html)
    assert "Say under which licence the file may be used." in text
    assert "Say where the file comes from, or that you made it yourself." in text
    assert 'value="Ada &lt;b&gt;"' in html
    assert "A **red** box." in text
    assert values(html, "keptname") == ["A.png", "B.png"] or values(html, "keptname") == ["a.png", "b.png"]
    assert not FileVersion.objects.exists()
    tokens = values(html, "kept")
    html_of(send(writer, kept=tokens, keptname=["One.png", "Two.png"], drop=tokens[1]))
    assert names() == ["One.png"]


def test_another_licence_needs_a_source(writer: Client) -> None:
    html = html_of(send(writer, ("a.png", png()), licence="other"), 400)
    assert "Say where the source names this licence." in html
    html_of(send(writer, ("a.png", png()), licence="other", source="An archive\nof 1890", own=""))
    page = find_page(Title(6, "A.png"))
    assert page is not None
    assert "Source: An archive of 1890\n" in open_page(page).text
    assert "Author" not in open_page(page).text
    html_of(send(writer, ("b.png", png(9, 9)), licence="free"), 400)


def test_a_name_that_is_taken_is_asked_about_with_the_picture(writer: Client) -> None:
    store("A.png", png())
    html = html_of(send(writer, ("A.png", png(9, 9))))
    assert "There is another file of this name." in html
    assert f'src="/thumb/120/{FileVersion.objects.get().sha1}/A.png.webp"' in html
    assert FileVersion.objects.count() == 1
    kept = {"kept": values(html, "kept"), "keptname": "A.png"}
    html_of(send(writer, **kept))  # not agreed to: asked again
    html_of(send(writer, **kept, agree="0123456789abcdef"))
    assert FileVersion.objects.count() == 1
    html_of(send(writer, **kept, agree=values(html, "agree")))
    assert list(FileVersion.objects.values_list("number", "width")) == [(1, 400), (2, 9)]
    assert LogEntry.objects.order_by("-id")[0].action == "overwrite"


def test_who_agreed_to_one_thing_has_not_agreed_to_another(writer: Client) -> None:
    store("A.png", png())
    html = html_of(send(writer, ("A.png", png(9, 9))))
    store("A.png", png(8, 8))  # somebody else meanwhile
    kept = {"kept": values(html, "kept"), "keptname": "A.png", "agree": values(html, "agree")}
    assert "There is another file of this name." in html_of(send(writer, **kept))
    assert FileVersion.objects.count() == 2


def test_the_same_picture_under_another_name_is_told(writer: Client) -> None:
    store("Old.png", png())
    html = html_of(send(writer, ("New.png", png())))
    assert "byte for byte, is here under another name:" in html
    assert 'href="/wiki/File:Old.png"' in html
    html_of(send(writer, kept=values(html, "kept"), keptname="New.png", agree=values(html, "agree")))
    assert names() == ["New.png", "Old.png"]


def test_the_same_picture_under_the_same_name_changes_nothing(writer: Client) -> None:
    store("A.png", png())
    assert "was there already, with the same bytes" in html_of(send(writer, ("A.png", png())))
    assert FileVersion.objects.count() == 1


def test_a_deleted_name_is_told_and_nothing_of_the_file(writer: Client, carol: Editor) -> None:
    stored = store("A.png", png())
    delete_page(stored.page, editor=carol, reason="copyright")
    html = html_of(send(writer, ("A.png", png())))
    assert "A file of this name was deleted." in html
    assert "copyright" in html
    assert "under another name" not in html
    assert stored.version.sha1 not in html
    html_of(send(writer, kept=values(html, "kept"), keptname="A.png", agree=values(html, "agree")))
    assert names() == ["A.png"]


def test_a_hidden_file_is_replaced_without_being_shown(writer: Client) -> None:
    sha1 = store("A.png", png()).version.sha1
    FileVersion.objects.update(file_hidden=True)
    html = html_of(send(writer, ("A.png", png(9, 9))))
    assert "There is another file of this name." in html
    assert sha1 not in html
    assert "under another name" not in html_of(send(writer, ("B.png", png())))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.png", b"", "the file is empty"),
        ("a.jpg", png(), "the file is a PNG, but its name ends in .jpg; it has to be .png"),
        ("a.png", zipped(), "the file is no JPEG, PNG, GIF, WebP or SVG picture that can be read"),
        ("a.pdf", b"%PDF-1.7\n", "the file is no JPEG, PNG, GIF, WebP or SVG picture that can be read"),
        ("a.png", png() + zipped(), "there is an archive (ZIP) in the file"),
        ("a.png", png() + b"MZ", "2 bytes of something else follow the picture"),
        ("a.gif", html_gif(), "the file holds HTML that a browser could take for a page"),
        ("a.png", png_header(50_000, 50_000), "the picture has too many pixels; 50 million are the most"),
        ("a.svg", svg("<script/>"), "which can run or hold a page"),
        ("a.svg", svg('<image href="//example.org/a.png"/>'), "only its own parts can be"),
        ("a.php.png", png(), "the name has the ending of a program or a page (.php) in it"),
    ],
)
def test_what_is_refused_says_why_and_the_words_stay(
    writer: Client, name: str, content: bytes, why: str
) -> None:
    html = html_of(send(writer, (name, content), ("Good.png", png(9, 9))), 400)
    assert why in unescape(html)
    assert names() == ["Good.png"]
    assert "A **red** box." in html
    assert '<option value="cc0-1.0" selected>' in html


@pytest.mark.parametrize(
    "name", ["../../x.png", "a/b.png", "a\\b.png", "C:x.png", "Talk:x.png", "a<b>.png", "x" * 300]
)
def test_a_good_file_with_a_bad_name_waits_for_a_better_one(writer: Client, name: str) -> None:
    html = html_of(send(writer, ("x.png", png()), wpDestFile=f"{name}.png"), 400)
    assert values(html, "keptname") == [f"{name}.png"]
    assert not FileVersion.objects.exists()
    html_of(send(writer, kept=values(html, "kept"), keptname="Better.png"))
    assert names() == ["Better.png"]


def test_an_account_keeps_so_many_waiting_and_no_more(
    writer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.delete("waiting:Alice")
    monkeypatch.setattr(offers, "A_DAY", 2)
    files = [(f"{n}.png", png(n, 9)) for n in (20, 21, 22)]
    html = html_of(send(writer, *files, licence=""), 400)
    assert len(values(html, "kept")) == 2
    assert "was not kept; choose it again" in words(html)
    folders = default_storage.listdir("files")[0]
    assert sum(len(default_storage.listdir(f"files/{folder}")[1]) for folder in folders) == 2


@pytest.mark.parametrize(
    "sent", ["../../etc/x.png", "a\\..\\b.png", "a\0b.png", "a\nb.png", "....png", "\u202egnp.png"]
)
def test_a_file_with_a_path_for_a_name_is_proposed_a_plain_one(writer: Client, sent: str) -> None:
    response = send(writer, (sent, png()))
    assert response.status_code in (200, 400)
    assert all(not set("/\\\0\n\u202e") & set(name) for name in names())


def test_too_large_is_never_kept(writer: Client, settings: Settings, tmp_path) -> None:
    settings.UPLOAD_MAX_BYTES = 3_000_000
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "waiting"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    html = html_of(send(writer, ("big.png", bytes(3_000_001)), ("Good.png", png())), 400)
    assert "the file has 3,000,001 bytes; 3,000,000 are the most" in html
    assert names() == ["Good.png"]
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
    settings.UPLOAD_MAX_BYTES = 1000
    assert send(writer, ("big.png", bytes(60_000))).status_code == 413


def test_no_file_and_tokens_of_others(writer: Client, bob: Editor) -> None:
    assert "Choose a file first." in html_of(send(writer), 400)
    html = html_of(send(writer, ("a.png", png()), licence=""), 400)
    token = values(html, "kept")[0]
    for wrong in ("x", token[:-2] + "zz"):
        text = html_of(send(writer, kept=wrong, keptname="A.png"), 400)
        assert "choose it again" in text
    other = Client()
    other.login(username="Bob", password=PASSWORD)
    assert "choose it again" in html_of(send(other, kept=token, keptname="A.png"), 400)
    assert not FileVersion.objects.exists()
    for path in list(default_storage.listdir("files")[0]):
        for name in default_storage.listdir(f"files/{path}")[1]:
            default_storage.delete(f"files/{path}/{name}")
    assert "choose it again" in html_of(send(writer, kept=token, keptname="A.png"), 400)


def test_who_may_not(client: Client, alice: Editor, carol: Editor) -> None:
    html = html_of(client.get(f"{UPLOAD}?wpDestFile=A.png"), 403)
    assert "Uploading files needs an account." in html
    assert 'href="/wiki/Special:UserLogin?next=%2Fwiki%2FSpecial%3AUpload%3FwpDestFile%3DA.png"' in html
    assert "A **red** box." in html_of(send(client, ("a.png", png())), 403)
    page = make_page("File:A.png", "Soon.", editor=Editor(None, IP))
    protect_page(page, {"edit": "sysop"}, editor=carol)
    client.login(username="Alice", password=PASSWORD)
    html = html_of(send(client, ("A.png", png())), 400)
    assert "only administrators may edit it" in html
    assert values(html, "keptname") == ["A.png"]
    strict = Client(enforce_csrf_checks=True)
    strict.login(username="Alice", password=PASSWORD)
    assert send(strict, ("B.png", png())).status_code == 403
    alice.user.is_active = False
    alice.user.save()
    assert send(client, ("B.png", png())).status_code == 403
    assert not FileVersion.objects.exists()


def test_a_rate_that_nobody_passes_by_hand(writer: Client, settings: Settings) -> None:
    settings.RATE_LIMITS = {"upload": {"new": (2, 3600)}}
    told = html_of(send(writer, ("a.png", png()), ("b.png", png(9, 9)), ("c.png", png(8, 8))), 400)
    assert "You have done this too often in a short time. Try again in 60 minutes." in told
    assert FileVersion.objects.count() == 2
    bot = Editor(make_user("Robot", "bot"))
    assert store("C.png", png(8, 8), editor=bot).version is not None


def test_metadata_are_removed_on_wish(writer: Client) -> None:
    html_of(send(writer, ("a.jpg", jpeg(40, 30, orientation=6)), ("b.jpg", jpeg(60, 40)), strip="on"))
    first = FileVersion.objects.order_by("pk")[0]
    assert (first.width, first.height, first.metadata) == (30, 40, {"Stripped": "yes"})
    with default_storage.open(first.path) as kept:
        assert b"Exif" not in kept.read()
    html = html_of(writer.get("/wiki/File:A.jpg"))
    assert "The metadata of this version were removed when it was uploaded." in html
    assert "Box 1" not in html
    html_of(send(writer, ("c.jpg", jpeg(41, 31))))
    assert "Box 1" in html_of(writer.get("/wiki/File:C.jpg"))


def test_what_hides_behind_a_picture_goes_with_the_metadata(writer: Client) -> None:
    html_of(send(writer, ("a.png", png() + zipped()), strip="on"))
    assert FileVersion.objects.get().size == len(png())


def test_one_more_version(writer: Client) -> None:
    store("A.png", png(), text="Mine.")
    query = "?wpDestFile=A.png&wpForReUpload=1"
    html = html_of(writer.get(UPLOAD + query))
    assert "Upload a new version of “A.png”" in html
    assert 'name="licence"' not in html
    html_of(send(writer, ("other name.png", png(9, 9)), query=query, comment="cleaned"))
    assert list(FileVersion.objects.values_list("number", "comment")) == [(1, ""), (2, "cleaned")]
    assert Revision.objects.filter(page__namespace=6).count() == 1
    html = html_of(send(writer, ("a.jpg", jpeg()), query=query), 400)
    assert "the file is a JPEG, but its name ends in .png" in html
    assert 'name="licence"' in html_of(writer.get(f"{UPLOAD}?wpDestFile=B.png&wpForReUpload=1"))


def test_for_scripts_a_file_is_answered_by_its_row(writer: Client) -> None:
    answer = send(writer, ("a.png", png()), script="1").json()
    assert 'href="/wiki/File:A.png"' in answer["html"]
    assert answer["errors"] == {}
    answer = send(writer, ("b.png", png(9, 9)), script="1", licence="").json()
    assert answer["errors"] == {"wpLicense": "Say under which licence the file may be used."}
    assert values(answer["html"], "keptname") == ["b.png"]
    refused = send(Client(), ("a.png", png()), script="1")
    assert (refused.status_code, refused.json()) == (403, {"message": "Uploading files needs an account."})


def test_a_form_costs_the_same_whatever_is_there(
    writer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    writer.get(UPLOAD)
    for count in (1, 3):
        for number in range(count):
            store(f"A{count}{number}.png", png(40 + count, 30))
        with django_assert_num_queries(1):
            writer.get(UPLOAD)
