"""A file that is no whole backup of this Stemma is refused by name and member, and nothing of it is kept."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from tests.dumps.backups import backup, fill, members, packed, restore, retold, state, stored_files, unpacked
from tests.factories import make_page
from tests.quick_flush import flush
from wiki.dumps.backup import container, read
from wiki.dumps.backup.broken import BackupBroken, NotEmpty
from wiki.models import Page
from wiki.models.whole_tables import state_tables
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db(transaction=True)
PAGES, REVISIONS = "rows/wiki.Page/000001.jsonl", "rows/wiki.Revision/000001.jsonl"


@pytest.fixture
def saved(alice: Editor, bob: Editor, carol: Editor, settings: Any, tmp_path: Path) -> bytes:
    """A backup, of a wiki that is empty now."""
    settings.MEDIA_ROOT = tmp_path / "first"
    settings.MEDIA_ROOT.mkdir()
    fill(alice, bob, carol)
    data = backup()
    flush()
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return data


def refused(data: bytes) -> str:
    """What is said of the file, of which nothing may be in the wiki then."""
    with pytest.raises(BackupBroken) as broken:
        restore(data)
    left = [label for label, model in state_tables().items() if model._base_manager.exists()]
    assert (left, stored_files()) == ([], {})
    message = str(broken.value)
    assert message.startswith("wiki.stemma: ")
    return message.removeprefix("wiki.stemma: ")


def tar(*parts: tuple[tarfile.TarInfo | str, bytes]) -> bytes:
    """A packed tar as any program may write it."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as written:
        for header, content in parts:
            info = tarfile.TarInfo(header) if isinstance(header, str) else header
            info.size = len(content)
            written.addfile(info, io.BytesIO(content))
    return zstandard.compress(file.getvalue())


def with_rows(data: bytes, member: str, change: Callable[[list[list[Any]]], object]) -> bytes:
    parts = members(data)
    rows = [json.loads(line) for line in parts[member].splitlines()]
    change(rows)
    parts[member] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    return packed(parts)


def test_a_file_that_is_cut_short_anywhere(saved: bytes) -> None:
    for length in (*range(0, len(saved), len(saved) // 23), *range(len(saved) - 8, len(saved))):
        assert any(
            word in refused(saved[:length]) for word in ("cut short", "no backup", "cannot be", "no header")
        )


def test_a_tar_that_is_cut_short_anywhere(saved: bytes) -> None:
    whole = unpacked(saved)
    for length in range(512, len(whole), 512 * 53):
        assert any(word in refused(zstandard.compress(whole[:length])) for word in ("cut short", "no backup"))


def test_a_byte_that_is_another(saved: bytes) -> None:
    harmless = 0
    for at in range(7, len(saved) - 7, len(saved) // 31):
        changed = saved[:at] + bytes([saved[at] ^ 64]) + saved[at + 1 :]
        if same_inside(changed, saved):
            harmless += (
                1  # it says in another way what it said before, as about one byte in four hundred does
            )
        else:
            refused(changed)
    assert harmless < 4


def same_inside(one: bytes, two: bytes) -> bool:
    try:
        return unpacked(one) == unpacked(two)
    except zstandard.ZstdError:
        return False


def test_a_byte_of_a_member_that_is_another_is_told_by_the_member(saved: bytes) -> None:
    whole = unpacked(saved)
    at = whole.index(b"Boats")
    changed = zstandard.compress(whole[:at] + b"Goats" + whole[at + 5 :])
    assert "rows/wiki.HistoricalSection/000001.jsonl: its SHA-256 is not the one in SHA256SUMS" in refused(
        changed
    )


def test_something_behind_the_end(saved: bytes) -> None:
    refused(saved + b"more")
    assert "SHA256SUMS: something follows the end" in refused(saved + zstandard.compress(b"more"))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 a zip", b"text", zstandard.compress(b"text" * 1000)])
def test_another_file(saved: bytes, data: bytes) -> None:
    assert refused(data) == "is no backup of Stemma"


def test_a_foreign_tar(saved: bytes) -> None:
    assert refused(tar(("readme.txt", b"words"))) == "readme.txt: stands where manifest.json has to"


@pytest.mark.parametrize(
    "name",
    ["../../evil", "/etc/evil", "media/files/../../evil.png", "media/evil.py", "rows/wiki.Evil/000001.jsonl"],
)
def test_names_that_have_no_place(saved: bytes, name: str) -> None:
    assert refused(packed({**members(saved), name: b"[]\n"})) == f"{name}: has no place in a backup"


def test_links_devices_and_extensions_of_tar(saved: bytes) -> None:
    manifest = members(saved)["manifest.json"]
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE):
        header = tarfile.TarInfo("rows/link")
        header.type, header.linkname = kind, "/etc/passwd"
        assert "rows/link: is no plain file" in refused(tar(("manifest.json", manifest), (header, b"")))
    assert "is no plain file" in refused(tar(("manifest.json", manifest), ("long" * 100, b"")))


def test_a_bomb_is_not_taken_into_memory(saved: bytes) -> None:
    header = tarfile.TarInfo(PAGES)
    header.size = 1 << 40
    head = members(saved)["manifest.json"]
    begun = unpacked(packed({"manifest.json": head}))[: 512 + len(head) + -len(head) % 512]
    bomb = begun + header.tobuf(tarfile.GNU_FORMAT) + bytes(1 << 24)
    assert f"{PAGES}: is larger than the {read.PIECE_MOST} bytes" in refused(zstandard.compress(bomb))


def test_a_window_that_takes_gigabytes(saved: bytes) -> None:
    wide = zstandard.ZstdCompressionParameters.from_level(1, window_log=31)
    packer = zstandard.ZstdCompressor(compression_params=wide)
    assert refused(packer.compressobj().compress(bytes(1 << 20)) or b"") == "is no backup of Stemma"


def test_members_out_of_order_twice_or_missing(saved: bytes) -> None:
    parts = members(saved)
    last = max(name for name in parts if name.startswith("media/"))
    assert refused(packed({**{n: parts[n] for n in parts if n != PAGES}, PAGES: parts[PAGES]})) == (
        f"{PAGES}: stands out of order"
    )
    file = io.BytesIO()
    writer = container.PackedWriter(file)
    for name in (*parts, last):
        writer.add(name, parts[name])
    writer.close()
    assert refused(file.getvalue()) == f"{last}: stands out of order"
    del parts[PAGES]
    assert refused(packed(parts)).startswith("rows/wiki.Page: has 0 rows of ")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda said: said.update(format=2), "is of format 2: a newer Stemma wrote it"),
        (lambda said: said.update(format="1"), "is not the manifest of a backup"),
        (lambda said: said.pop("tables"), "is not the manifest of a backup"),
        (lambda said: said.update(more=1), "is not the manifest of a backup"),
        (lambda said: said.update(tables=[]), "is not the manifest of a backup"),
        (lambda said: said["tables"]["wiki.Page"].update(rows=-1), "is not the manifest of a backup"),
        (lambda said: said["settings"].update(SITE_NAME=["x"]), "is not the manifest of a backup"),
        (lambda said: said["migrations"]["wiki"].append("9999_later"), "has migration wiki.9999_later"),
        (lambda said: said["migrations"]["wiki"].pop(), "lacks migration wiki."),
        (lambda said: said["tables"].pop("wiki.Page"), "the table wiki.Page is not in the backup"),
        (
            lambda said: said["tables"].update(evil=said["tables"]["wiki.Page"]),
            "the table evil is none here",
        ),
        (lambda said: said["tables"]["wiki.Page"]["columns"].append("evil"), "wiki.Page has other columns"),
        (lambda said: said["tables"]["wiki.Page"]["columns"].reverse(), "wiki.Page has other columns"),
    ],
)
def test_a_manifest_that_is_of_another_stemma_or_lies(
    saved: bytes, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    message = refused(retold(saved, change))
    assert message.startswith("manifest.json: ")
    assert said in message


def test_counts_that_lie(saved: bytes) -> None:
    more = retold(saved, lambda said: said["tables"]["wiki.Page"].update(rows=1000))
    assert refused(more).endswith("rows of 1000")
    fewer = retold(saved, lambda said: said["tables"]["wiki.Page"].update(rows=1))
    assert refused(fewer) == f"{PAGES}: has other rows than the manifest says"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (b"{}", "line 2 is no row of"),
        (b"[1]", "line 2 is no row of"),
        (b"[" * 100_000, "line 2 is no JSON"),
        (b"[NaN]", "line 2 is no JSON"),
        (b"\xff", "line 2 is no JSON"),
        (b"[" + b"9" * 10_000 + b"]", "line 2 is no JSON"),
    ],
)
def test_lines_that_are_no_rows(saved: bytes, row: bytes, said: str) -> None:
    parts = members(saved)
    lines = parts[PAGES].splitlines()
    parts[PAGES] = b"\n".join([lines[0], row, *lines[2:], b""])
    assert refused(packed(parts)).startswith(f"{PAGES}: {said}")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *[("namespace", value) for value in ("0", None, True, 0.5, 1 << 70, [])],
        *[("title", value) for value in (7, None, {})],
        *[("deleted", value) for value in (0, "no", None)],
        *[("touched", value) for value in ("yesterday", "2026-01-01T00:00:00", 7)],
    ],
)
def test_values_of_another_type(saved: bytes, column: str, value: object) -> None:
    columns = state(saved)["tables"]["wiki.Page"]["columns"]

    def change(rows: list[list[Any]]) -> None:
        rows[1][columns.index(column)] = value

    said = refused(with_rows(saved, PAGES, change))
    assert said == f"{PAGES}: line 2 has a wrong value in the column {column}"


def test_rows_that_the_database_does_not_take(saved: bytes) -> None:
    columns = state(saved)["tables"]["wiki.Revision"]["columns"]

    def change(column: str, value: object) -> Callable[[list[list[Any]]], object]:
        return lambda rows: rows[1].__setitem__(columns.index(column), value)

    said = refused(with_rows(saved, REVISIONS, change("page_id", 999_999)))
    assert "the database does not take it" in said
    assert "999999" in said
    twice = refused(with_rows(saved, REVISIONS, lambda rows: rows[1].__setitem__(0, rows[0][0])))
    assert twice.startswith(f"{REVISIONS}: the database does not take it")
    lone = refused(with_rows(saved, REVISIONS, change("summary", "\ud800")))
    assert lone.startswith(f"{REVISIONS}: the database does not take it")
    restore(saved)
    with pytest.raises(IntegrityError), transaction.atomic():  # which is asked of each row again
        Page.objects.update(latest=999_999)


def test_files_that_no_version_names_or_with_other_bytes(saved: bytes) -> None:
    parts = members(saved)
    foreign = "media/files/ff/ff" + "0" * 38 + ".png"
    assert (
        refused(packed({**parts, foreign: b"x"})) == f"{foreign}: its bytes are not those that its name says"
    )
    content = next(bytes([n]) for n in range(256) if hashlib.sha1(bytes([n])).hexdigest() > "f")
    digest = hashlib.sha1(content).hexdigest()
    unknown = f"media/files/{digest[:2]}/{digest}.png"
    assert list(parts)[-1] < unknown  # so that others would be stored before it
    assert refused(packed({**parts, unknown: content})) == f"{unknown}: belongs to no version of a file"


@pytest.mark.parametrize("value", [7, "ab", [], ["wiki"], ["wiki", "page", "more"], ["wiki", 7], {}])
def test_content_types_that_are_none(saved: bytes, value: object) -> None:
    member = "rows/admin.LogEntry/000001.jsonl"
    at = state(saved)["tables"]["admin.LogEntry"]["columns"].index("content_type_id")
    said = refused(with_rows(saved, member, lambda rows: rows[0].__setitem__(at, value)))
    assert said == f"{member}: line 1 has a wrong value in the column content_type_id"


def test_only_an_empty_wiki_takes_a_backup(saved: bytes, tmp_path: Path) -> None:
    make_page("There", "Before.")
    with pytest.raises(NotEmpty, match=r"there are rows in wiki\."):
        restore(saved)
    before = state(backup())
    file = tmp_path / "wiki.stemma"
    file.write_bytes(saved[:-100])
    for more, said in (([], "wiki.stemma"), (["--replace"], "wiki.stemma")):
        with pytest.raises(CommandError, match=said):
            call_command("restore", str(file), *more)
    assert state(backup()) == before
    file.write_bytes(saved)
    with pytest.raises(CommandError, match=r"not empty: there are rows in wiki\..*--replace"):
        call_command("restore", str(file))
    call_command("restore", str(file), "--replace")
    assert state(backup()) == state(saved)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("restore", str(tmp_path / "none.stemma"))
    with pytest.raises(CommandError, match="No such file"):
        call_command("backup", str(tmp_path / "none" / "wiki.stemma"))
