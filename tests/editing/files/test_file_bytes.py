"""Bytes in the storage: whole or not there, none left of what was refused, swept when nobody needs them."""

from __future__ import annotations

import io
import os
import re
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from config.media import WholeFiles
from tests.factories import PASSWORD, make_user
from tests.made_pictures import address, jpeg, png, store
from wiki.editing.files.file_bytes import BadFile, left_over, set_aside, taken_up
from wiki.editing.files.files import store_file
from wiki.models import FileVersion
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def in_memory(settings: Settings) -> None:
    backend = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


def stored_paths(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.usefixtures("in_memory")
def test_nothing_asks_for_a_path_on_the_disk(client: Client, tmp_path: Path) -> None:
    stored = store("A.png", png(400, 300))
    assert b"".join(client.get(address(stored)).streaming_content) == png(400, 300)
    assert b"".join(client.get(address(stored, 120)).streaming_content)[8:12] == b"WEBP"
    make_user("Alice")
    client.login(username="Alice", password=PASSWORD)
    said = {"own": "on", "licence": "pd", "strip": "on"}
    sent = {**said, "file": SimpleUploadedFile("b.jpg", jpeg(300, 200)), "wpDestFile": "a/b.jpg"}
    waiting = client.post("/wiki/Special:Upload", sent)
    token = re.search(r'name="kept" value="([^"]+)"', waiting.content.decode())
    assert token
    client.post("/wiki/Special:Upload", {**said, "kept": token[1], "keptname": "B.jpg"})
    assert FileVersion.objects.get(file__page__title="B.jpg").width == 300
    assert client.get("/wiki/File:B.jpg").status_code == 200
    assert taken_up(set_aside(jpeg(), "b.jpg"), "b.jpg") == jpeg()
    assert list(left_over()) == []  # a day has not passed
    call_command("sweep_files", stdout=io.StringIO())
    assert stored_paths(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("a.jpg", png(), "filetype-mismatch"), ("a.png", b"", "empty-file"), ("A.png", png(9, 9), "fileexists")],
)
def test_nothing_is_left_of_what_is_refused(
    tmp_path: Path, alice: Editor, name: str, content: bytes, code: str
) -> None:
    store("A.png", png())
    before = stored_paths(tmp_path)
    with pytest.raises(BadFile) as refused:
        store_file(name, content, editor=alice, replace=False)
    assert refused.value.code == code
    assert stored_paths(tmp_path) == before


def test_bytes_that_another_file_has_stay_when_an_upload_is_refused(alice: Editor) -> None:
    store("A.png", png())
    path = store("B.png", png(9, 9)).version.path
    with pytest.raises(BadFile):
        store_file("A.png", png(9, 9), editor=alice, replace=False)
    assert default_storage.exists(path)


def test_a_write_that_is_killed_leaves_no_half_file(tmp_path: Path) -> None:
    class Killed(ContentFile):
        def chunks(self, chunk_size: int | None = None) -> object:
            yield b"half"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        WholeFiles(location=tmp_path).save("files/ab/x.png", Killed(b"whole"))
    assert stored_paths(tmp_path) == []


def test_half_a_file_from_before_is_written_anew(tmp_path: Path) -> None:
    path = set_aside(png(), "a.png")
    (tmp_path / path).write_bytes(png()[:100])
    store("A.png", png())
    assert (tmp_path / path).read_bytes() == png()


def test_only_bytes_that_were_set_aside_are_taken_up(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("secret")
    for path in ("secret_key", "../secret_key", "files/../secret_key", "files/ab/" + "0" * 40 + ".png", ""):
        with pytest.raises(BadFile) as refused:
            taken_up(path, "a.png")
        assert refused.value.code == "stashfailed"


def test_what_nobody_needs_is_swept_after_a_day(tmp_path: Path, client: Client) -> None:
    stored = store("A.png", png(400, 300))
    assert b"".join(client.get(address(stored, 120)).streaming_content)
    needed = stored_paths(tmp_path)
    waiting = set_aside(png(9, 9), "b.png")
    gone = "thumbs/00/" + "0" * 40 + "/120.webp"
    default_storage.save(gone, ContentFile(b"x"))
    (tmp_path / ".part-1").write_bytes(b"half")
    (tmp_path / "notes.txt").write_text("the operator's own")

    def sweep(*options: str) -> str:
        call_command("sweep_files", *options, stdout=(out := io.StringIO()))
        return out.getvalue()

    assert sweep() == "0 files deleted\n"
    age(tmp_path)
    assert sweep("--dry-run") == f".part-1\n{waiting}\n{gone}\n3 files would be deleted\n"
    assert sweep().endswith("3 files deleted\n")
    assert stored_paths(tmp_path) == sorted([*needed, "notes.txt"])
    assert FileVersion.objects.count() == 1


def age(folder: Path) -> None:
    then = time.time() - 90_000
    for path in folder.rglob("*"):
        os.utime(path, (then, then))
