"""Log items and files of MediaWiki exports: as they were, once, looked at like every upload."""

from __future__ import annotations

import base64
import hashlib
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from tests.dumps.exports import FOLDER, NOT_HERE, export, page, revision
from tests.made_pictures import png
from tests.web.pages import words
from wiki.dumps.importer import import_records
from wiki.dumps.php_values import NotPhp, read_php
from wiki.dumps.records import DumpRevision
from wiki.dumps.report import Report
from wiki.dumps.steps import Wanted
from wiki.dumps.xml_read import DumpBroken, read_dump
from wiki.models import FileVersion, LogEntry, Revision, RevisionSlot

pytestmark = pytest.mark.django_db

PICTURE, OTHER = png(8, 8), png(9, 9)


def brought(data: bytes, **options: object) -> Report:
    return import_records(read_dump(io.BytesIO(data), "old.xml"), Wanted("old.xml", **options), Report())  # type: ignore[arg-type]


def item(
    id_: int, type_: str, action: str, title: str, params: str = "", who: str = "<username>Ann</username>",
    comment: str = "<comment>why</comment>",
) -> str:  # fmt: skip
    return (
        f"<logitem><id>{id_}</id><timestamp>2010-01-01T00:00:{id_:02}Z</timestamp>"
        f"<contributor>{who}</contributor>{comment}<type>{type_}</type><action>{action}</action>"
        f'<logtitle>{title}</logtitle><params xml:space="preserve">{params}</params></logitem>'
    )


MOVE = 'a:2:{s:9:"4::target";s:7:"Café B";s:10:"5::noredir";s:1:"1";}'
RULES = (
    'a:1:{s:7:"details";a:1:{i:0;a:4:{s:4:"type";s:4:"edit";s:5:"level";s:5:"sysop";'
    's:6:"expiry";s:14:"20100201000000";s:7:"cascade";b:0;}}}'
)
ITEMS = (
    item(1, "move", "move", "Alpha", MOVE),
    item(2, "move", "move", "Diskussion:Beta", "Gamma\n0"),
    item(3, "protect", "protect", "Alpha", RULES),
    item(4, "delete", "{0.x}", "Alpha"),
    item(5, "create", "create", "Alpha", who="<ip>192.0.2.7</ip>"),
)


def test_items_become_entries_once(client: Client):
    for written in (5, 0):
        report = brought(export("".join(ITEMS)))
        assert (report.log_items, report.log_written, report.refused_items) == (5, written, 0)
    rows = LogEntry.objects.order_by("timestamp").values_list("namespace", "title", "user_text", "comment")
    assert list(rows)[:2] == [(0, "Alpha", "Ann", "why"), (1, "Beta", "Ann", "why")]
    assert rows[4][2] == "192.0.2.7"
    said = words(client.get("/wiki/Special:Log").content.decode())
    assert "moved page Alpha to Café B without leaving a redirect" in said
    assert "moved page Talk:Beta to Gamma" in said
    assert "protected Alpha [editing: administrators (until 2010-02-01 00:00)]" in said
    assert ": delete/{0.x}" in said
    assert "created page Alpha" in said


def test_what_is_withheld_stays_withheld(client: Client):
    hidden = (
        '<logitem><id>9</id><timestamp>2010-01-01T00:00:09Z</timestamp><contributor deleted="deleted" />'
        '<comment deleted="deleted" /><type>delete</type><text deleted="deleted" /></logitem>'
    )
    assert brought(export(hidden)).log_written == 1
    entry = LogEntry.objects.get()
    assert (entry.action_hidden, entry.user_hidden, entry.comment_hidden, entry.title) == (
        True,
        True,
        True,
        "",
    )
    assert "(log details removed)" in words(client.get("/wiki/Special:Log").content.decode())


def test_one_that_was_broken_off_goes_on():
    whole = export("".join(ITEMS))
    with pytest.raises(DumpBroken):
        brought(whole[: whole.index(b"<id>4</id>")])
    assert LogEntry.objects.count() == 3
    assert brought(whole).log_written == 2


def test_what_is_asked_for_and_what_is_refused():
    assert brought(export("".join(ITEMS)), dry_run=True).log_written == 5
    assert LogEntry.objects.count() == 0
    assert brought(export("".join(ITEMS)), only=frozenset({1})).log_written == 1
    report = brought(export(item(6, "delete", "delete", "A&lt;b&gt;")))
    assert report.refused_items == 1
    assert report.lines[0].startswith("old.xml:")
    assert LogEntry.objects.count() == 1
    assert brought(export("".join(ITEMS)), dry_run=True).log_written == 4


NO_PHP = (
    "", "x", 's:9:"ab";', "a:1:{i:0;", 'O:1:"x":0:{}', "a:99999999:{", "i:1;i:2;", "a:1:{a:0:{}i:1;}",
    "a:1:{i:0;" * 30 + "}" * 30,
)  # fmt: skip


@pytest.mark.parametrize("text", NO_PHP)
def test_what_is_no_php(text: str):
    with pytest.raises(NotPhp):
        read_php(text)


def test_php_values():
    text = 'a:5:{i:0;s:3:"é!";s:1:"b";b:1;s:1:"n";N;s:1:"d";d:1.5;s:1:"a";a:0:{}}'
    assert read_php(text) == {"0": "é!", "b": True, "n": None, "d": 1.5, "a": {}}


def upload(
    content: bytes, name: str = "Lamp_x.png", *, time: str = "2010-01-02T00:00:00Z", more: str = ""
) -> str:
    sha1 = int(hashlib.sha1(content, usedforsecurity=False).hexdigest(), 16)
    digits = ""
    while sha1:
        sha1, rest = divmod(sha1, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return (
        f"<upload><timestamp>{time}</timestamp><contributor><username>Ann</username></contributor>"
        f"<comment>mine</comment><filename>{name}</filename>{more}<src>https://old.example/{name}</src>"
        f"<size>{len(content)}</size><sha1base36>{digits}</sha1base36></upload>"
    )


def file_page(*uploads: str, title: str = "File:Lamp x.png") -> bytes:
    return export(page(revision("A lamp."), *uploads, title=title, ns=6))


def test_files_come_from_the_folder_once_and_in_order(tmp_path: Path):
    folder = tmp_path / hashlib.md5(b"Lamp_x.png", usedforsecurity=False).hexdigest()[0]
    folder = folder / hashlib.md5(b"Lamp_x.png", usedforsecurity=False).hexdigest()[:2]
    folder.mkdir(parents=True)
    (folder / "Lamp_x.png").write_bytes(PICTURE)
    (tmp_path / "20100101!Lamp_x.png").write_bytes(OTHER)
    old = upload(OTHER, time="2010-01-01T00:00:00Z", more="<archivename>20100101!Lamp_x.png</archivename>")
    dump = file_page(upload(PICTURE), old)
    assert brought(dump).files == 0
    for stored in (2, 0):
        report = brought(dump, uploads=True, folder=tmp_path)
        assert (report.uploads, report.files, report.lines) == (2, stored, [])
    found = FileVersion.objects.order_by("number").values_list("size", "author_text", "comment")
    assert list(found) == [(len(OTHER), "Ann", "mine"), (len(PICTURE), "Ann", "mine")]
    assert list(LogEntry.objects.order_by("timestamp").values_list("action", flat=True)) == [
        "upload",
        "overwrite",
    ]
    again = item(1, "upload", "upload", "File:Lamp x.png").replace(
        "2010-01-01T00:00:01Z", "2010-01-02T00:00:00Z"
    )
    assert brought(export(again)).log_written == 0


def test_files_are_looked_at_as_every_upload_is(tmp_path: Path):
    script = b"<html><script>alert(1)</script>"
    inside = f'<contents encoding="base64">{base64.b64encode(script).decode()}</contents></upload>'
    report = brought(file_page(upload(script).replace("</upload>", inside)), uploads=True, folder=tmp_path)
    assert report.files == 0
    assert "refused" in report.lines[0]
    (tmp_path / "Lamp_x.png").write_bytes(PICTURE)
    wrong = brought(file_page(upload(OTHER)), uploads=True, folder=tmp_path)
    assert "another SHA-1" in wrong.lines[0]
    outside = brought(file_page(upload(OTHER, "../../secret.png")), uploads=True, folder=tmp_path)
    assert "its bytes are neither in the export nor in" in outside.lines[0]
    assert FileVersion.objects.count() == 0


def test_further_slots_are_kept_shown_and_exported_again(client: Client):
    text = "<text>{&quot;a&quot;: 1}</text>"
    slot = f"<content><role>data</role><model>json</model><format>x</format>{text}</content>"
    dump = export(page(revision("Words.", more=slot), revision("More.", id_=2)))
    report = brought(dump)
    assert brought(dump).known == 2
    assert "its further slots are kept, and shown as plain text: data (json)" in report.lines[0]
    first, second = Revision.objects.order_by("number")
    assert list(RevisionSlot.objects.values_list("revision", "role", "content_model", "text")) == [
        (first.pk, "data", "json", '{"a": 1}')
    ]
    assert "“data” (json)" in words(client.get(f"/revision/{first.pk}").content.decode())
    assert "“data” (json)" not in words(client.get(f"/revision/{second.pk}").content.decode())
    out = io.StringIO()
    call_command("export_xml", stdout=out)
    found = [
        one
        for one in read_dump(io.BytesIO(out.getvalue().encode()), "new.xml")
        if isinstance(one, DumpRevision)
    ]
    assert [[(one.role, one.model, one.text) for one in each.others] for each in found] == [
        [("data", "json", '{"a": 1}')],
        [],
    ]


def test_content_models_that_are_not_known_are_named():
    other = revision("x = 1").replace("<model>wikitext</model>", "<model>lua</model>")
    report = brought(export(page(other)))
    assert "its content model “lua” is kept, and shown as plain text" in report.lines[0]


@pytest.mark.skipif(not FOLDER.is_dir(), reason=NOT_HERE)
def test_the_shared_log_and_files(tmp_path: Path):
    call_command("import_xml", str(FOLDER / "mw139-dev-logs.xml.xz"), stdout=io.StringIO())
    assert LogEntry.objects.count() == 133
    dump, said = str(FOLDER / "mw139-dev-full-uploads.xml.xz"), io.StringIO()
    call_command("import_xml", dump, "--uploads", str(tmp_path), "--only", "File:", stdout=said, stderr=said)
    assert FileVersion.objects.count() == 2
    assert LogEntry.objects.count() == 133
