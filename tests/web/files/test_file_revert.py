"""(revert) in a file's history: old bytes become the newest version."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from tests.factories import PASSWORD, make_page, reload
from tests.made_pictures import address, png, store
from tests.web.pages import text_of
from wiki.editing.files.file_bytes import BadFile
from wiki.editing.files.files import revert_file
from wiki.models import FileVersion, LogEntry
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor, PageProtected, Refused
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

A = Title(6, "A.png")
FILE, REVERT = "/wiki/File:A.png", "/filerevert/File:A.png?version=1"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def writer(client: Client, alice: Editor) -> Client:
    client.login(username="Alice", password=PASSWORD)
    return client


@pytest.fixture
def versions() -> None:
    store("A.png", png(40, 30))
    store("A.png", png(50, 30))


def widths() -> list[int]:
    return list(FileVersion.objects.order_by("number").values_list("width", flat=True))


@pytest.mark.usefixtures("versions")
def test_the_history_of_a_file_offers_it_to_those_who_may(
    client: Client, alice: Editor, carol: Editor
) -> None:
    link, again = f'href="{REVERT}"', 'href="/wiki/Special:Upload?wpDestFile=A.png&amp;wpForReUpload=1"'
    html = client.get(FILE).content.decode()
    assert (html.count("/filerevert/"), again in html) == (0, False)
    client.login(username="Alice", password=PASSWORD)
    html = client.get(FILE).content.decode()
    assert (html.count("/filerevert/"), link in html, again in html) == (1, True, True)
    FileVersion.objects.filter(number=1).update(file_hidden=True)
    client.login(username="Carol", password=PASSWORD)  # sees it, and cannot bring it back
    assert "/filerevert/" not in client.get(FILE).content.decode()
    protect_page(FileVersion.objects.all()[0].file.page, {"edit": "sysop"}, editor=carol)
    client.login(username="Alice", password=PASSWORD)
    assert again not in client.get(FILE).content.decode()


@pytest.mark.usefixtures("versions")
def test_old_bytes_become_the_newest_version(writer: Client) -> None:
    using = make_page("Using", "[[File:A.png|thumb]]")
    before = reload(using).version
    text = text_of(writer, REVERT)
    assert "Nothing is lost: the present version stays in the history." in text
    answer = writer.post(REVERT, {"comment": "the better one"})
    assert (answer.status_code, answer["Location"]) == (303, f"{FILE}#filehistory")
    assert widths() == [40, 50, 40]
    newest = FileVersion.objects.get(number=3)
    assert (newest.author_text, newest.comment) == ("Alice", "the better one")
    assert newest.path == FileVersion.objects.get(number=1).path
    assert reload(using).version == before + 1
    assert "The file was reverted to the older version." in text_of(writer, FILE)
    assert "Alice reverted File:A.png to an older version" in text_of(writer, "/wiki/Special:Log?type=upload")
    assert f"/thumb/60/{newest.sha1}/" not in writer.get("/wiki/Using").content.decode()  # never enlarged
    assert f"/media/{newest.sha1}/A.png" in writer.get("/wiki/Using").content.decode()


@pytest.mark.usefixtures("versions")
def test_the_current_version_is_no_change(writer: Client) -> None:
    writer.post(REVERT.replace("=1", "=2"), {"comment": ""})
    assert widths() == [40, 50]
    assert "No change was made." in text_of(writer, FILE)


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/filerevert/File:A.png", 400),
        ("/filerevert/File:A.png?version=x", 400),
        ("/filerevert/File:A.png?version=9", 400),
        ("/filerevert/File:A.png?version=1&version=2", 400),
        ("/filerevert/File:B.png?version=1", 404),
        ("/filerevert/Rome?version=1", 404),
    ],
)
def test_addresses_that_are_wrong(writer: Client, path: str, status: int) -> None:
    assert writer.get(path).status_code == status
    assert writer.post(path).status_code == status


@pytest.mark.usefixtures("versions")
def test_who_may_not(client: Client, alice: Editor, anon: Editor, carol: Editor) -> None:
    assert client.get(REVERT).status_code == 403
    assert client.post(REVERT, {"comment": ""}).status_code == 403
    with pytest.raises(Refused):
        revert_file(A, 1, editor=anon)
    protect_page(FileVersion.objects.all()[0].file.page, {"edit": "sysop"}, editor=carol)
    with pytest.raises(PageProtected):
        revert_file(A, 1, editor=alice)
    client.login(username="Alice", password=PASSWORD)
    assert client.post(REVERT, {"comment": ""}).status_code == 403
    assert widths() == [40, 50]


@pytest.mark.usefixtures("versions")
def test_what_is_hidden_or_lost_does_not_come_back(writer: Client, alice: Editor, carol: Editor) -> None:
    assert writer.post(REVERT, {"comment": "x" * 501}).status_code == 400
    default_storage.delete(FileVersion.objects.get(number=1).path)
    assert "the bytes of this version are lost" in text_of_post(writer)
    FileVersion.objects.filter(number=1).update(file_hidden=True)
    for editor in (alice, carol):
        with pytest.raises(BadFile) as refused:
            revert_file(A, 1, editor=editor)
        assert refused.value.code == "versionhidden"
    with pytest.raises(BadFile, match="there is no version 7"):
        revert_file(A, 7, editor=alice)
    with pytest.raises(BadFile, match="there is no version 1"):
        revert_file(Title(6, "B.png"), 1, editor=alice)
    assert widths() == [40, 50]
    assert not LogEntry.objects.filter(action="revert").exists()


@pytest.mark.usefixtures("versions")
def test_a_version_that_is_hidden_at_this_moment_does_not_come_back(
    alice: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(action: str, editor: Editor) -> None:
        FileVersion.objects.filter(number=1).update(file_hidden=True)

    monkeypatch.setattr("wiki.editing.files.files.look_ahead", meanwhile)
    with pytest.raises(BadFile) as refused:
        revert_file(A, 1, editor=alice)
    assert refused.value.code == "versionhidden"
    assert widths() == [40, 50]


def text_of_post(client: Client) -> str:
    answer = client.post(REVERT, {"comment": ""})
    assert answer.status_code == 400
    return answer.content.decode()


def test_a_reverted_version_is_served(client: Client, alice: Editor) -> None:
    stored = store("A.png", png(400, 300))
    store("A.png", png(50, 30))
    revert_file(A, 1, editor=alice)
    small = client.get(address(stored, 120))
    assert (small.status_code, small["X-Content-Type-Options"]) == (200, "nosniff")
    assert b"".join(small.streaming_content)[8:12] == b"WEBP"
