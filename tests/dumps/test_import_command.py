"""What import_xml says of what it did, and how far it is."""

from __future__ import annotations

import base64
import io
import lzma
import random
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.dumps.exports import export, page, revision
from tests.dumps.test_log_and_files import ITEMS, PICTURE, file_page, upload
from wiki.dumps.opened import open_dump
from wiki.dumps.prepared import prepared
from wiki.dumps.report import Report
from wiki.dumps.steps import PageEnded, Wanted
from wiki.dumps.xml_read import read_dump
from wiki.management.commands.import_xml import far
from wiki.models import FileVersion, LogEntry

pytestmark = pytest.mark.django_db


def told(tmp_path: Path, data: bytes, **options: object) -> str:
    file, said = tmp_path / "in.xml", io.StringIO()
    file.write_bytes(data)
    call_command("import_xml", str(file), stdout=said, stderr=said, **options)
    return said.getvalue()


def test_a_dry_run_tells_what_would_be_written(tmp_path: Path) -> None:
    items = export("".join(ITEMS))
    assert "; 5 log items, 5 of them would be written, 0 refused" in told(tmp_path, items, dry_run=True)
    assert LogEntry.objects.count() == 0
    assert "; 5 log items, 5 of them written, 0 refused" in told(tmp_path, items)
    assert "; 5 log items, 0 of them would be written, 0 refused" in told(tmp_path, items, dry_run=True)


def test_files_need_no_folder_and_are_said_to_be_left_out(tmp_path: Path) -> None:
    inside = f'<contents encoding="base64">{base64.b64encode(PICTURE).decode()}</contents></upload>'
    dump = file_page(upload(PICTURE).replace("</upload>", inside))
    assert "  1 upload, left out (--uploads brings them in); " in told(tmp_path, dump)
    assert "  1 upload, not looked at; " in told(tmp_path, dump, dry_run=True, uploads="")
    assert FileVersion.objects.count() == 0
    assert "  1 upload, 1 of them stored; " in told(tmp_path, dump, uploads="")
    lacking = told(tmp_path, file_page(upload(PICTURE, time="2011-01-01T00:00:00Z")), uploads="")
    assert "its bytes are not in the export\n" in lacking


def test_how_far_it_is_counts_what_is_done_and_not_what_was_read_ahead(tmp_path: Path) -> None:
    letters = random.Random(1)
    pages = [
        page(revision("".join(letters.choices("abcdefghijklmnop", k=20_000))), title=f"P{n}", id_=n)
        for n in range(1, 21)
    ]
    file = tmp_path / "in.xml.xz"
    file.write_bytes(lzma.compress(export("".join(pages))))
    report, shares = Report(), []
    with open_dump(str(file)) as (stream, counted):
        for step in prepared(read_dump(stream, "in"), Wanted("in"), read=lambda: counted.done):
            if isinstance(step, PageEnded):
                report.add(step.told)
                shares.append(report.read / counted.size)
    assert [share - n / 20 for n, share in enumerate(shares, 1)] == pytest.approx([0.1] * 20, abs=0.1)
    assert shares[-1] == 1


def test_the_line_says_which_file_it_is_in() -> None:
    report = Report(pages=1, revisions=1200, read=250)
    line = far("file 2 of 3: ", 1000, report, 60)
    assert line == f"[{'#' * 5:<20}]  25%  file 2 of 3: 1 page, 1,200 revisions, 20/s, 3 min left"
    assert far("", 1000, report, 20).endswith("60 s left")
    assert far("", 0, report, 60) == "1 page, 1,200 revisions, 20/s"
