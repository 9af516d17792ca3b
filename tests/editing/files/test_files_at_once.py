"""Uploads at the same moment, and one that is killed in between: no version is lost, none is half there."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from tests.made_pictures import png
from wiki.editing.files.file_bytes import BadFile
from wiki.editing.files.files import store_file
from wiki.models import File, FileVersion, LogEntry, Page
from wiki.permissions import Editor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

ROOT = Path(__file__).resolve().parents[3]
WRITER = Editor(system="Writer")


def at_once(contents: list[bytes], *, replace: bool) -> list[str]:
    """What came of storing each of them under one name at the same moment."""
    ready = Barrier(len(contents))

    def one(content: bytes) -> str:
        try:
            ready.wait(30)
            return str(store_file("A.png", content, editor=WRITER, replace=replace).version)
        except BadFile as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(contents)) as pool:
        return list(pool.map(one, contents))


def test_each_of_several_becomes_a_version() -> None:
    told = at_once([png(60 + n, 10) for n in range(4)], replace=True)
    assert len(set(told)) == 4, told
    versions = list(FileVersion.objects.order_by("number"))
    assert [version.number for version in versions] == [1, 2, 3, 4]
    assert {version.width for version in versions} == {60, 61, 62, 63}
    assert (Page.objects.count(), File.objects.get().current) == (1, versions[-1])
    assert sorted(LogEntry.objects.values_list("action", flat=True)) == ["overwrite"] * 3 + ["upload"]


def test_of_several_new_files_of_one_name_one_is_taken() -> None:
    told = at_once([png(70 + n, 10) for n in range(3)], replace=False)
    assert told.count("fileexists") == 2, told
    version = FileVersion.objects.get()
    assert default_storage.exists(version.path)


def test_the_same_bytes_at_once_are_one_version_and_stay() -> None:
    told = at_once([png(80, 10)] * 4, replace=False)
    assert told.count("None") == 3, told
    version = FileVersion.objects.get()
    with default_storage.open(version.path) as kept:
        assert kept.read() == png(80, 10)


KILLED = """
import os, signal, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from django.db.models.signals import post_save
from tests.editing.files.test_files_at_once import WRITER
from tests.made_pictures import png
from wiki.editing.files.files import store_file
from wiki.models import FileVersion
post_save.connect(lambda **_: os.kill(os.getpid(), signal.SIGKILL), sender=FileVersion, weak=False)
store_file("Killed.png", png(91, 17), editor=WRITER)
"""


def test_a_server_that_is_killed_leaves_nothing_half_done(child_environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED], cwd=ROOT, env=child_environment, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (Page.objects.count(), FileVersion.objects.count(), LogEntry.objects.count()) == (0, 0, 0)
    stored = store_file("Killed.png", png(91, 17), editor=WRITER)  # the next try goes through
    assert stored.version is not None
    with default_storage.open(stored.version.path) as kept:
        assert kept.read() == png(91, 17)
