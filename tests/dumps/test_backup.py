"""Backups hold everything as of one moment and come back whole, on either database."""

from __future__ import annotations

import shlex
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from tests.dumps.backups import backup, fill, members, restore, state, stored_files
from tests.factories import edit_page, make_page, reload
from tests.live_wiki import data_folder, environment_for, manage
from tests.made_pictures import png, store
from tests.quick_flush import flush
from wiki.dumps.backup.container import PackedWriter
from wiki.dumps.backup.settings import CARRIED, carried_settings, settings_to_set
from wiki.models import Page, Revision, User
from wiki.models.whole_tables import state_tables
from wiki.permissions import Editor
from wiki.reading.verify import strays, verify_page
from wiki.search.find import find
from wiki.search.query import read_query

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def _storage_of_its_own(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    settings.MEDIA_ROOT.mkdir()  # type: ignore[attr-defined]


def flaws() -> list[str]:
    found = [flaw for page in Page.objects.all() for flaw in verify_page(page)]
    return [f"{flaw.row} {flaw.what}" for flaw in (*found, *strays())]


def empty_the_wiki() -> None:
    flush()
    for path in stored_files():
        default_storage.delete(path)


def test_everything_comes_back_as_it_was(alice: Editor, bob: Editor, carol: Editor) -> None:
    fill(alice, bob, carol)
    saved, files = backup(), stored_files()
    empty_the_wiki()
    restore(saved)
    assert state(backup()) == state(saved)
    assert stored_files() == files
    assert flaws() == []


def test_a_restored_wiki_goes_on(alice: Editor, bob: Editor, carol: Editor) -> None:
    fill(alice, bob, carol)
    last = Revision.objects.latest("pk").pk
    saved = backup()
    empty_the_wiki()
    restore(saved)
    alice = Editor(User.objects.get(username="Alice"), "192.0.2.1")
    page = make_page("New", "Fresh words.", editor=alice)
    edit_page(reload(page), "Fresher words.", editor=alice)
    assert page.latest_id == last + 1
    assert "Portus" in [found.title for found in find(read_query("harbour", None)).pages]
    assert [found.title for found in find(read_query("fresher", None)).pages] == ["New"]
    assert flaws() == []


def test_a_number_that_was_given_is_not_given_again(alice: Editor) -> None:
    gone = User.objects.create_user("Gone")
    number = gone.pk
    gone.delete()
    saved = backup()
    empty_the_wiki()
    restore(saved)
    assert User.objects.create_user("Next").pk == number + 1


def test_between_databases_and_back(alice: Editor, bob: Editor, carol: Editor, tmp_path: Path) -> None:
    """Here to a SQLite file of another process and back; with TEST_DB=postgres here is PostgreSQL."""
    fill(alice, bob, carol)
    here = backup()
    empty_the_wiki()
    first, second = tmp_path / "here.stemma", tmp_path / "there.stemma"
    first.write_bytes(here)
    with data_folder() as folder:
        there = environment_for(folder)
        manage(there, "migrate", "--verbosity", "0")
        manage(there, "restore", str(first))
        manage(there, "backup", str(second))
    assert state(second.read_bytes()) == state(here)
    restore(second.read_bytes())
    assert state(backup()) == state(here)


@pytest.fixture
def gone() -> Iterator[ContentType]:
    """Of a model that is no more; an old wiki keeps it, and rows that name it."""
    yield ContentType.objects.create(app_label="gone", model="thing")
    ContentType.objects.filter(app_label="gone").delete()


def test_types_and_permissions_that_no_migration_makes_come_back(alice: Editor, gone: ContentType) -> None:
    may = Permission.objects.create(content_type=gone, codename="hum_thing", name="May hum")
    assert alice.user is not None
    alice.user.user_permissions.add(may)
    LogEntry.objects.create(
        user=alice.user, content_type=gone, object_id="1", object_repr="x", action_flag=CHANGE
    )
    saved = backup()
    empty_the_wiki()
    gone.delete()
    restore(saved)
    assert state(backup()) == state(saved)
    assert User.objects.get(username="Alice").has_perm("gone.hum_thing")
    assert LogEntry.objects.get().content_type.natural_key() == ("gone", "thing")


def test_files_are_ordered_by_bytes_whatever_the_language_of_the_database(alice: Editor) -> None:
    """In Danish aa comes after z, and a reader of backups knows no Danish."""
    store("Harbour.png", png(8, 8), editor=alice)
    with CaptureQueriesContext(connection) as asked:
        backup()
    of_paths = [query["sql"] for query in asked if "ORDER BY" in query["sql"] and '."path"' in query["sql"]]
    by_bytes = "C" if connection.vendor == "postgresql" else "BINARY"
    assert [f'COLLATE "{by_bytes}" ASC' in sql.partition("ORDER BY")[2] for sql in of_paths] == [False, True]


def test_every_table_with_state_is_in_it(alice: Editor) -> None:
    left_out = {"contenttypes.ContentType", "auth.Permission", "sessions.Session"}
    left_out |= {"wiki.Session", "wiki.Presence", "wiki.RateCount"}
    from django.apps import apps

    every = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert set(state_tables()) == every - left_out
    assert set(state(backup())["tables"]) == set(state_tables())


def test_it_is_as_of_one_moment_while_others_write(alice: Editor) -> None:
    """Each time a member is written somebody saves an edit: none of them is in the backup."""
    page = make_page("Rome", "Version 0.", editor=alice)
    before = state(backup())
    writer, saves = PackedWriter.add, []

    def add(self: PackedWriter, name: str, *content: object) -> None:
        thread = threading.Thread(target=save, args=(len(saves),))
        thread.start()
        thread.join(60)
        writer(self, name, *content)

    def save(number: int) -> None:
        try:
            saves.append(edit_page(reload(page), f"Version {number + 1}.", editor=alice))
        finally:
            connections.close_all()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PackedWriter, "add", add)
        saved = backup()
    assert len(saves) > 5
    assert {name: rows for name, rows in state(saved).items() if name != "tables"} == {
        name: rows for name, rows in before.items() if name != "tables"
    }
    empty_the_wiki()
    restore(saved)
    assert flaws() == []


WRITING = """
import django, sys
django.setup()
from tests.factories import edit_page, make_page
page = make_page(f"Page {sys.argv[1]}", "Text 0.")
print("began", flush=True)
for number in range(1, 10_000):
    edit_page(page, f"Text {number}.\\n\\n== Section {number % 7} ==\\nWords.")
"""


@pytest.mark.concurrency
def test_a_backup_while_processes_write_is_whole(child_environment: dict[str, str]) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITING, str(number)],
            cwd=ROOT,
            env=child_environment,
            stdout=subprocess.PIPE,
        )
        for number in range(2)
    ]
    try:
        assert [writer.stdout.readline() for writer in writers if writer.stdout] == [b"began\n"] * 2
        first = backup()
        second = backup()
        assert [writer.poll() for writer in writers] == [None, None]
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    for saved in (first, second):
        empty_the_wiki()
        restore(saved)
        assert flaws() == []
        assert state(backup()) == state(saved)
    assert len(members(second)["rows/wiki.Revision/000001.jsonl"]) > len(
        members(first)["rows/wiki.Revision/000001.jsonl"]
    )


def test_files_that_are_missing_or_damaged_are_named(
    alice: Editor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost, damaged, whole = (store(f"{n}.png", png(8, 8 + n), editor=alice).version for n in range(3))
    assert lost is not None
    assert damaged is not None
    assert whole is not None
    default_storage.delete(lost.path)
    Path(default_storage.path(damaged.path)).write_bytes(b"rubbish")
    with pytest.raises(CommandError, match="lacks 2 files"):
        call_command("backup", str(tmp_path / "wiki.stemma"))
    said = capsys.readouterr().err
    assert f"{lost.path} is not in the storage" in said
    assert f"{damaged.path} is damaged" in said
    empty_the_wiki()
    call_command("restore", str(tmp_path / "wiki.stemma"))
    assert f"{lost.path} is not in the backup" in capsys.readouterr().err
    assert list(stored_files()) == [whole.path]


def test_settings_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in CARRIED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SITE_NAME", "Our wiki")
    monkeypatch.setenv("SECRET_KEY", "s" * 60)
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "hush-hush")
    monkeypatch.setenv("DATABASE_URL", "postgresql://wiki:hush-hush@localhost/wiki")
    monkeypatch.setenv("SOCIAL_PROVIDERS", '{"github": {"client_id": "7", "secret": "hush-hush"}}')
    assert carried_settings() == {
        "SITE_NAME": "Our wiki",
        "SOCIAL_PROVIDERS": '{"github": {"client_id": "7", "secret": ""}}',
    }


def test_settings_are_told_as_a_shell_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in CARRIED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SITE_URL", "https://wiki.example.org")
    theirs = {
        "SITE_URL": "https://wiki.example.org",
        "SITE_NAME": "Ada's $HOME; `id` # wiki",
        "OIDC_CLIENT_ID": "stemma",
        "SOCIAL_PROVIDERS": '{"github": {"client_id": "7", "secret": ""}}',
        "SECRET_KEY": "is none of these",
    }
    lines = settings_to_set(theirs)
    read = [shlex.split(line) for line in lines if not line.startswith("#")]
    told = ("OIDC_CLIENT_ID", "SITE_NAME", "SOCIAL_PROVIDERS")
    assert read == [[f"{name}={theirs[name]}"] for name in told]
    assert lines[1].startswith("# Fill in by hand")
    assert "OIDC_CLIENT_SECRET" in lines[1]
    assert lines[-1].startswith("# Fill in by hand")
    assert 'each "secret" in SOCIAL_PROVIDERS' in lines[-1]


@pytest.mark.parametrize("left", ["file", "link"])
def test_what_lies_in_the_way_of_a_backup_is_not_written_to(alice: Editor, tmp_path: Path, left: str) -> None:
    """Another's file that everybody may read, or a link to one, under the name that the half of it has."""
    target, half, other = (tmp_path / name for name in ("wiki.stemma", "wiki.stemma.part", "other"))
    other.write_bytes(b"of somebody")
    other.chmod(0o644)
    if left == "link":
        half.symlink_to(other)
    else:
        half.hardlink_to(other)
    call_command("backup", str(target))
    assert other.read_bytes() == b"of somebody"
    assert not target.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert not half.exists()


def test_every_setting_is_the_wikis_or_the_machines() -> None:
    of_the_machine = {
        *(
            "ALLOWED_HOSTS",
            "CACHE_URL",
            "DATABASE_URL",
            "DATA_DIR",
            "DEBUG",
            "EMAIL_URL",
            "HOST",
            "LOG_LEVEL",
        ),
        *(
            "MEDIA_STORAGE",
            "MEDIA_STORAGE_OPTIONS",
            "PORT",
            "SQLITE_SYNCHRONOUS",
            "TRUSTED_PROXIES",
            "WORKERS",
        ),
        *("JOB_SECRET", "OIDC_CLIENT_SECRET", "SECRET_KEY"),
    }
    lines = (ROOT / "docs" / "settings.md").read_text().splitlines()
    documented = {line.split("`")[1] for line in lines if line.startswith("| `")}
    assert set(CARRIED) == documented - of_the_machine
