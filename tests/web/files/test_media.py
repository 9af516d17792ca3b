"""The bytes of files over HTTP: headers, sizes, who gets nothing, and what is broken on the disk."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.http.response import HttpResponseBase
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories import PASSWORD
from tests.made_pictures import PLAIN_SVG, address, gif, jpeg, png, png_header, store
from wiki.models import FileVersion
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


class Reader(Client):
    def request(self, **request: object) -> HttpResponseBase:
        response = super().request(**request)
        if response.streaming:
            response.body = b"".join(response.streaming_content)
        return response


@pytest.fixture
def client() -> Reader:
    """A client that reads each answer to its end, as a browser does, so that its file is closed."""
    return Reader()


def bytes_of(response: HttpResponseBase) -> bytes:
    return response.body  # type: ignore[attr-defined]


def opened(response: HttpResponseBase) -> Image.Image:
    return Image.open(io.BytesIO(bytes_of(response)))


def test_an_original_is_served_as_it_was_stored(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = address(store("A map.jpg", jpeg()))
    with django_assert_num_queries(1):
        response = client.get(path)
    assert bytes_of(response) == jpeg()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == FOR_EVER
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == SANDBOX
    assert response["Content-Disposition"] == 'inline; filename="A map.jpg"'
    assert (response.get("Vary"), response.get("Content-Language")) == (None, None)


def test_a_copy_that_is_good_is_not_sent_again(client: Client) -> None:
    stored = store("A.png", png(400, 300))
    for path in (address(stored), address(stored, 120)):
        tag = client.get(path)["ETag"]
        again = client.get(path, headers={"if-none-match": tag})
        assert (again.status_code, again["ETag"], again.content) == (304, tag, b"")
        assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200
        assert client.head(path).status_code == 200
        assert client.post(path).status_code == 405


def test_a_drawing_is_saved_and_not_opened(client: Client) -> None:
    response = client.get(address(store("A.svg", PLAIN_SVG.encode())))
    assert bytes_of(response) == PLAIN_SVG.encode()
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"] == 'attachment; filename="A.svg"'
    assert response["Content-Security-Policy"] == SANDBOX


@pytest.mark.parametrize(
    ("name", "content"),
    [("A.jpg", jpeg(400, 300, orientation=6)), ("A.png", png(300, 400)), ("A.gif", gif(300, 400))],
)
def test_a_thumbnail_is_made_once_and_kept(client: Client, name: str, content: bytes) -> None:
    stored = store(name, content)
    path = address(stored, 120)
    response = client.get(path)
    small = opened(response)
    assert (small.format, small.size) == ("WEBP", (120, 160))
    assert (dict(small.getexif()), response["Content-Type"]) == ({}, "image/webp")
    assert response["Cache-Control"] == FOR_EVER
    assert stored.version is not None
    sha1 = stored.version.sha1
    assert default_storage.listdir(f"thumbs/{sha1[:2]}/{sha1}") == ([], ["120.webp"])
    default_storage.delete(stored.version.path)  # the second answer needs no original
    assert opened(client.get(path)).size == (120, 160)


@pytest.mark.parametrize(("asked", "given"), [(1, 60), (119, 120), (200, 250), (399, 0), (400, 0), (2560, 0)])
def test_other_widths_lead_to_the_next_on_the_ladder(client: Client, asked: int, given: int) -> None:
    stored = store("A b.png", png(400, 300))
    response = client.get(address(stored, asked))
    assert (response.status_code, response["Location"]) == (301, address(stored, given))


def test_a_drawing_has_no_thumbnails(client: Client) -> None:
    stored = store("A.svg", PLAIN_SVG.encode())
    assert client.get(address(stored, 120))["Location"] == address(stored)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/thumb/0/{sha}/A.png.webp", 404),
        ("/thumb/2561/{sha}/A.png.webp", 404),
        ("/thumb/99999999999999999999/{sha}/A.png.webp", 404),
        ("/thumb/" + "9" * 5000 + "/{sha}/A.png.webp", 404),
        ("/thumb/-5/{sha}/A.png.webp", 404),
        ("/thumb/x/{sha}/A.png.webp", 404),
        ("/thumb/120/{sha}/B.png.webp", 404),
        ("/thumb/120/{sha}/A.png", 200),
        ("/thumb/120/" + "0" * 40 + "/A.png.webp", 404),
        ("/thumb/120/abc/A.png.webp", 404),
        ("/media/{sha}/B.png", 404),
        ("/media/{sha}/", 404),
        ("/media/{sha}/../../secret_key", 400),
        ("/media/{sha}/a%00.png", 400),
        ("/media/{sha}/" + "x" * 10_000, 400),
        ("/media/{sha}/Talk:A.png", 404),
        ("/media/files/xx/{sha}.png", 404),
        ("/media/", 404),
    ],
)
def test_addresses_that_are_wrong(client: Client, path: str, status: int) -> None:
    stored = store("A.png", png(400, 300))
    assert stored.version is not None
    response = client.get(path.replace("{sha}", stored.version.sha1))
    assert response.status_code == status, path[:80]


def test_a_deleted_file_is_gone_for_who_knows_its_address(client: Client, carol: Editor) -> None:
    stored = store("A.png", png(400, 300))
    paths = [address(stored), address(stored, 120)]
    tags = [client.get(path)["ETag"] for path in paths]
    delete_page(stored.page, editor=carol)
    assert [client.get(path).status_code for path in paths] == [404, 404]
    kept = [client.get(path, headers={"if-none-match": tag}) for path, tag in zip(paths, tags, strict=True)]
    assert [response.status_code for response in kept] == [404, 404]


def test_a_hidden_version_is_there_for_administrators_alone(client: Client, carol: Editor) -> None:
    stored = store("A.png", png(400, 300))
    paths = [address(stored), address(stored, 120), address(stored, 121)]
    FileVersion.objects.update(file_hidden=True)
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    client.login(username="Carol", password=PASSWORD)
    answers = [client.get(path) for path in paths]
    assert [response.status_code for response in answers] == [200, 200, 301]
    assert {response["Cache-Control"] for response in answers} == {"private, no-store"}
    FileVersion.objects.update(suppressed=True)
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


@pytest.mark.parametrize("content", [b"", b"not a picture", png()[:800], png_header(50_000, 50_000)])
def test_a_file_that_broke_on_the_disk_is_said_to_be_broken(
    client: Client, tmp_path: Path, content: bytes
) -> None:
    stored = store("A.png", png(400, 300))
    assert stored.version is not None
    (tmp_path / stored.version.path).write_bytes(content)
    started = time.monotonic()
    response = client.get(address(stored, 120))
    assert (response.status_code, time.monotonic() - started < 2) == (404, True)
    assert "“A.png” cannot be shown smaller: the picture " in response.content.decode()


def test_a_file_that_the_storage_lost_is_missing(client: Client, tmp_path: Path) -> None:
    stored = store("A.png", png(400, 300))
    assert stored.version is not None
    (tmp_path / stored.version.path).unlink()
    for path in (address(stored), address(stored, 120)):
        response = client.get(path)
        assert response.status_code == 404
        assert "The file “A.png” is not in the storage any more." in response.content.decode()


def test_a_picture_of_fifty_million_pixels_is_quick_enough(client: Client) -> None:
    """Against reading its pixels once, here and now: machines differ, and what else they do."""
    picture = png(7000, 7000)
    stored = store("Big.png", picture)
    started = time.monotonic()
    Image.open(io.BytesIO(picture)).load()
    read = time.monotonic() - started
    assert opened(client.get(address(stored, 250))).size == (250, 250)
    assert time.monotonic() - started - read < 8 * read
