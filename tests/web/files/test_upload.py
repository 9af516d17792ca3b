"""The door through which an editor's script brings pictures in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import IP, PASSWORD, make_page
from tests.made_pictures import png
from wiki.models import FileVersion, Page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client, alice):
    client.login(username="Alice", password=PASSWORD)
    return client


def send(client, content, wanted="", name="image.png"):
    return client.post("/upload", {"file": SimpleUploadedFile(name, content), "name": wanted})


def refusal(response):
    return response.status_code, response.json()["error"]


def test_a_picture_comes_in_under_the_name_that_was_asked_for(writer):
    response = send(writer, png(), "Rome at night.png")
    assert response.status_code == 201
    told = {
        "title": "File:Rome at night.png",
        "name": "Rome at night.png",
        "url": "/wiki/File:Rome_at_night.png",
    }
    assert response.json() == told
    version = FileVersion.objects.get()
    assert (version.author_text, version.file.page.title) == ("Alice", "Rome at night.png")


def test_a_name_that_is_taken_gets_a_number_and_nothing_is_replaced(writer):
    names = [send(writer, png(9, n)).json()["name"] for n in (9, 10, 11)]
    assert names == ["Image.png", "Image (2).png", "Image (3).png"]
    again = send(writer, png(9, 10))
    assert (again.status_code, again.json()["name"]) == (200, "Image (2).png")
    assert set(FileVersion.objects.values_list("number", flat=True)) == {1}


def test_without_an_account(client):
    response = send(client, png())
    assert refusal(response) == (403, "permissiondenied")
    assert "account" in response.json()["message"]
    assert not Page.objects.exists()


def test_where_the_title_is_protected(writer, carol):
    page = make_page("File:Image.png", "Soon.", editor=Editor(None, IP))
    protect_page(page, {"edit": "sysop"}, editor=carol, reason="x")
    assert refusal(send(writer, png())) == (403, "protectedpage")


def test_without_a_token(alice):
    strict = Client(enforce_csrf_checks=True)
    strict.login(username="Alice", password=PASSWORD)
    assert send(strict, png()).status_code == 403
    assert not FileVersion.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "image.png", "empty-file"),
        (b"<html><script>alert(1)</script>", "image.png", "uploadscripted"),
        (png(), "image.jpg", "filetype-mismatch"),
        (png(), "image", "filetype-mismatch"),
        (png()[:80], "image.png", "file-broken"),
        (png(), "a<b.png", "title-invalid-characters"),
    ],
)
def test_what_is_refused_says_why(writer, content, name, code):
    response = send(writer, content, name)
    assert response.status_code == 400
    assert response.json()["error"] == code
    assert response.json()["message"]
    assert not FileVersion.objects.exists()


def test_too_large(writer, settings):
    assert refusal(send(writer, b"x" * (settings.UPLOAD_MAX_BYTES + 1))) == (413, "file-too-large")


def test_no_file_at_all(writer):
    assert refusal(writer.post("/upload", {"file": "words", "name": "A.png"})) == (400, "nofile")
    assert writer.get("/upload").status_code == 405
