"""MediaWiki exports read as a stream; broken ones named by file, line and page."""

import bz2
import gzip
import io
import lzma
import random
import sqlite3
import zlib
from collections import Counter
from datetime import UTC, datetime

import pytest
import zstandard

from tests.dumps.exports import FOLDER, NOT_HERE, Endless, export, page, revision
from tests.dumps.hostile import DUMPS, FOREIGN, LAUGHS, imported, offered, packed
from tests.live_wiki import environment_for, manage
from wiki.dumps.opened import PackedOtherwise, open_dump
from wiki.dumps.records import DumpRevision, LogItem, PageEnd, PageHead, Site, Upload
from wiki.dumps.xml_read import DumpBroken, read_dump


def records(data):
    return list(read_dump(io.BytesIO(data), "old.xml"))


def refusal(data, name="old.xml"):
    stream = io.BytesIO(data) if isinstance(data, bytes) else data
    with pytest.raises(DumpBroken) as caught:
        list(read_dump(stream, name))
    return str(caught.value)


def test_a_page_with_its_revisions():
    body = page(
        revision("First &amp; &lt;b&gt;\nline", id_=3),
        revision(
            "Second", id_=9, who="<ip>2001:db8::1</ip>", comment="", more="<parentid>3</parentid><minor/>"
        ),
        more='<redirect title="Beta" />',
    )
    site, head, first, second, end = records(export(body))
    assert (site.name, site.spaces[14].name, site.spaces[0].name) == ("Old", "Kategorie", "")
    assert head == PageHead(1, "Alpha", 0, True, "", 7, "Beta")
    assert (first.id, first.parent, first.comment, first.minor) == (3, 0, "first", False)
    assert first.timestamp == datetime(2010, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (first.contributor.name, first.contributor.account, first.contributor.ip) == ("Ann", 7, False)
    assert (first.main.text, first.main.model) == ("First & <b>\nline", "wikitext")
    assert (second.contributor.name, second.contributor.ip, second.parent) == ("2001:db8::1", True, 3)
    assert (second.minor, second.comment) == (True, "")
    assert end == PageEnd()


def test_what_is_withheld_is_none():
    hidden = (
        '<revision><id>4</id><timestamp>2010-01-02T03:04:05Z</timestamp><contributor deleted="deleted" />'
        '<comment deleted="deleted" /><text bytes="32" sha1="z" deleted="deleted" /></revision>'
    )
    stub = (
        "<revision><id>5</id><timestamp>2010-01-02T03:04:05Z</timestamp><contributor><ip>192.0.2.1</ip>"
        '</contributor><text bytes="3" location="tt:5" id="5" /></revision>'
    )
    one, two = [each for each in records(export(page(hidden, stub))) if isinstance(each, DumpRevision)]
    assert (one.contributor.name, one.comment, one.main.text, one.main.withheld) == (None, None, None, True)
    assert (one.main.size, one.main.sha1) == (32, 35)
    assert (two.main.text, two.main.withheld) == (None, False)


def test_further_slots_uploads_and_log_items():
    slot = "<content><role>data</role><model>json</model><format>x</format><text>{}</text></content>"
    upload = (
        "<upload><timestamp>2011-01-02T03:04:05Z</timestamp><contributor><username>Ann</username></contributor>"
        "<comment>c</comment><filename>A.png</filename><src>x</src><size>3</size>"
        '<contents encoding="base64">YWJj\n</contents></upload>'
    )
    item = (
        "<logitem><id>8</id><timestamp>2011-01-02T03:04:05Z</timestamp>"
        "<contributor><ip>192.0.2.1</ip></contributor><type>move</type><action>move</action><logtitle>Alpha</logtitle><params>p</params></logitem>"
    )
    found = records(export(page(revision(more=slot), upload) + item))
    revised, uploaded, logged = (
        next(one for one in found if isinstance(one, kind)) for kind in (DumpRevision, Upload, LogItem)
    )
    assert [(one.role, one.model, one.text) for one in revised.others] == [("data", "json", "{}")]
    assert (uploaded.filename, uploaded.content, uploaded.size) == ("A.png", b"abc", 3)
    assert (logged.id, logged.type, logged.title, logged.params) == (8, "move", "Alpha", "p")


def test_utf_16_and_other_encodings_that_are_declared():
    text = export(page(revision("naïve 🦊"))).decode()
    for encoding in ("utf-16", "utf-16-le"):
        data = "\ufeff".encode(encoding) * (encoding != "utf-16") + text.encode(encoding)
        assert records(data)[2].main.text == "naïve 🦊"
    latin = export(page(revision("naïve")), head='<?xml version="1.0" encoding="iso-8859-1"?>')
    assert records(latin.decode().encode("latin-1"))[2].main.text == "naïve"


def test_a_file_without_siteinfo_has_an_empty_site():
    site, *_ = records(export(page(revision()), site="", schema="0.3"))
    assert site == Site("0.3")


WHOLE = export(page(revision()))
REVISION_ID = b"<id>1</id><timestamp>"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "old.xml:1: the file is empty"),
        (WHOLE[:-30], "old.xml:8: page “Alpha”: the file ends too soon"),
        (b"<html></html>", "old.xml:1: this is no MediaWiki export: its root is <html>"),
        (WHOLE.replace(b'version="0.11"', b'version="0.2"'), "has schema 0.2; those read are 0.3 to 0.11"),
        (WHOLE.replace(REVISION_ID, b"<id>-1</id><timestamp>"), "Alpha”: revision: <id> is -1, less than 1"),
        (WHOLE.replace(REVISION_ID, b"<timestamp>"), "revision: there is no <id>"),
        (WHOLE.replace(b"2010-01-02T", b"2010-13-02T"), "<timestamp> is “2010-13-02T03:04:05Z”, no time"),
        (WHOLE.replace(b"<title>Alpha</title>", b""), "old.xml:8: a page has no title before its revisions"),
        (WHOLE.replace(b"<ns>0", b"<ns>main"), "<ns> is “main”, no whole number"),
        (WHOLE.replace(b"Hello", b"Hel\xfflo"), "old.xml:8: page “Alpha”: not well-formed (invalid token)"),
        (WHOLE.replace(b"</revision>", b"</page>"), "old.xml:8: page “Alpha”: mismatched tag"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + WHOLE, "old.xml:1: a document type is declared"),
        (WHOLE.replace(b"Hello", b"&a;"), "undefined entity"),
        (WHOLE.replace(REVISION_ID, b"<id>9223372036854775808</id><timestamp>"), "<id> is too large"),
        (WHOLE.replace(b"</ns><id>1", b"</ns><id>-1"), "old.xml:7: page “Alpha”: <id> is -1, less than 1"),
        (WHOLE.replace(b"<id>7", b"<id>-7"), "page “Alpha”: revision: <id> is -7, less than 0"),
        (WHOLE.replace(b"<text ", b'<text bytes="-3" '), "page “Alpha”: revision: bytes is -3, less than 0"),
        (WHOLE.replace(b"<ns>0", b"<ns>-7"), "old.xml:7: page “Alpha”: <ns> is -7, less than -2"),
        (WHOLE.replace(b'key="14"', b'key="x"'), "old.xml:6: namespace key is “x”, no whole number"),
        (WHOLE.replace(b"Hello", b"He<b>l</b>lo"), "Alpha”: <b> stands in <text>, which holds text alone"),
        (WHOLE.replace(b"</page>", b"<page/></page>"), "Alpha”: <page> stands in <page>, not in <mediawiki>"),
        (WHOLE.replace(b"<page>", b"<revision/><page>"), "<revision> stands in <mediawiki>, not in <page>"),
        (WHOLE + WHOLE, "old.xml:11: junk after document element"),
        (WHOLE.replace(b"Hello", b"&#xD800;"), "page “Alpha”: reference to invalid character number"),
        (WHOLE.replace(b"Hello", b"\xed\xa0\x80"), "page “Alpha”: not well-formed (invalid token)"),
        (WHOLE.replace(b"Hello", b"a\0b"), "page “Alpha”: not well-formed (invalid token)"),
        (LAUGHS.encode() + b"]>" + WHOLE.replace(b"Hello", b"&a10;"), "old.xml:1: a document type is"),
        (FOREIGN + WHOLE.replace(b"Hello", b"&a;"), "old.xml:1: a document type is declared"),
        (b'<?xml version="1.0" encoding="klingon"?>' + WHOLE, "its encoding is not read (unknown encoding"),
        (b'<?xml version="1.0" encoding="big5"?>' + WHOLE, "its encoding is not read (multi-byte"),
        (b'<?xml version="1.0" encoding="utf-16"?>' + WHOLE, "encoding specified in XML declaration is"),
        (WHOLE.decode().encode("utf-32"), "old.xml:1: not well-formed"),
    ],
)  # fmt: skip
def test_broken_files_are_told_with_line_and_page(data, told):
    message = refusal(data)
    assert message.startswith("old.xml:")
    assert told in message


def test_what_was_read_before_the_fault_is_given():
    data = export(page(revision()) + "\n" + page(revision(time="never"), title="Beta"))
    given = []

    def read():
        given.extend(type(one).__name__ for one in read_dump(io.BytesIO(data), "old.xml"))

    with pytest.raises(DumpBroken, match="page “Beta”"):
        read()
    assert given == ["Site", "PageHead", "DumpRevision", "PageEnd", "PageHead"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("an attribute", "a tag or comment is longer than 1 MB"),
        ("a comment", "a tag or comment is longer than 1 MB"),
        ("a text", "<text>: a revision takes more than 8 MB"),
        ("a title", "<title>: a page takes more than 1 MB"),
        ("slots", ": a revision takes more than 8 MB"),
        ("elements that nobody knows", "<x>: a revision takes more than 8 MB"),
        ("elements in one another", "deeper in one another"),
        ("namespaces", "<namespace>: a siteinfo takes more than 1 MB"),
    ],
)
def test_what_has_no_end_is_refused_before_it_fills_the_memory(name, told):
    stream = Endless(*DUMPS[name])
    assert told in refusal(stream)
    assert stream.given < 10 << 20


def test_an_import_of_a_text_without_end_takes_little_memory_and_keeps_what_came_before(tmp_path):
    environment = environment_for(tmp_path)
    manage(environment, "migrate", "--verbosity", "0")
    said, memory, _given = imported(packed(offered("a text of wide letters", 1 << 27)), environment)
    assert said.startswith("-:11: page “Alpha”: <text>: a revision takes more than 8 MB")
    assert memory < 300
    with sqlite3.connect(tmp_path / "wiki.sqlite3") as database:
        assert list(database.execute("SELECT title, number FROM wiki_page")) == [("Before", 1)]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_packed_files_are_told_by_their_first_bytes(tmp_path, pack):
    file = tmp_path / "dump"
    file.write_bytes(pack(WHOLE))
    with open_dump(str(file)) as (stream, counted):
        kinds = [type(one).__name__ for one in read_dump(stream, "dump")]
    assert kinds == ["Site", "PageHead", "DumpRevision", "PageEnd"]
    assert counted.done == counted.size == len(file.read_bytes())


def test_a_packed_file_is_taken_as_far_as_it_was_unpacked(tmp_path):
    file = tmp_path / "dump"
    file.write_bytes(lzma.compress(random.Random(1).randbytes(200_000)))
    with open_dump(str(file)) as (stream, counted):
        for part in (1, 2, 3):
            assert len(stream.read(50_000)) == 50_000
            assert 50_000 * part <= counted.done < 50_000 * part + 80_000


def test_a_file_cut_in_its_first_block_is_not_called_empty_alone(tmp_path):
    file = tmp_path / "dump"
    file.write_bytes(zstandard.compress(WHOLE)[:20])
    with open_dump(str(file)) as (stream, _), pytest.raises(DumpBroken, match="or cut at its beginning"):
        list(read_dump(stream, "dump"))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_packed_files_that_were_damaged_are_refused(tmp_path, pack):
    file, data = tmp_path / "dump", pack(WHOLE)
    file.write_bytes(data[:40] + bytes(40) + data[80:])
    with open_dump(str(file)) as (stream, _), pytest.raises(DumpBroken, match=r"^dump:\d+:"):
        list(read_dump(stream, "dump"))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_packed_files_that_are_cut_off_are_refused(tmp_path, pack):
    file = tmp_path / "dump"
    file.write_bytes(pack(WHOLE)[:-20])
    with open_dump(str(file)) as (stream, _), pytest.raises(DumpBroken, match=r"^dump:1: the file"):
        list(read_dump(stream, "dump"))


@pytest.mark.parametrize("windows", ["xz", "zst"])
def test_packed_files_that_would_take_too_much_memory_are_refused(tmp_path, windows):
    if windows == "zst":
        packer = zstandard.ZstdCompressor(
            compression_params=zstandard.ZstdCompressionParameters(window_log=28)
        ).compressobj()
        data = packer.compress(WHOLE) + packer.flush()
    else:
        data = lzma.compress(WHOLE)
        length = (data[12] + 1) * 4  # of the block's header: its last byte but the padding tells the window
        header = data[12:16] + bytes([36]) + data[17 : 12 + length - 4]  # 1 GB
        data = data[:12] + header + zlib.crc32(header).to_bytes(4, "little") + data[12 + length :]
    file = tmp_path / "dump"
    file.write_bytes(data)
    with open_dump(str(file)) as (stream, _), pytest.raises(DumpBroken, match=r"^dump:1: .*[Mm]emory"):
        list(read_dump(stream, "dump"))


def test_xz_files_of_several_streams_are_read_whole(tmp_path):
    file = tmp_path / "dump"
    file.write_bytes(lzma.compress(WHOLE[:200]) + bytes(8) + lzma.compress(WHOLE[200:]))
    with open_dump(str(file)) as (stream, _):
        assert stream.read() == WHOLE


def test_7z_says_how_to_hand_it_over(tmp_path):
    file = tmp_path / "dump.7z"
    file.write_bytes(b"7z\xbc\xaf\x27\x1c\x00\x04")
    with pytest.raises(PackedOtherwise, match="7z x -so"), open_dump(str(file)):
        pass


# What the shared dumps hold, as their own list counts it: pages, revisions, redirects, IPs, minor, hidden
# parts, uploads, log items.
HELD = {
    "aawiki-20260101-history-part.xml.xz": (167, 447, 7, 11, 190, 0, 0, 0),
    "bips-20-pages.xml.xz": (33, 852, 13, 11, 130, 0, 0, 0),
    "enwiki-2016-part.xml.xz": (79, 79, 35, 6, 28, 0, 0, 0),
    "enwiki-2017-tables-no-siteinfo.xml.xz": (5, 5, 0, 1, 3, 0, 0, 0),
    "ltgwiki-2017.xml.xz": (2004, 2004, 195, 56, 1399, 0, 0, 0),
    "mw139-dev-full-0.10.xml.xz": (115, 352, 10, 106, 82, 16, 0, 0),
    "mw139-dev-full-uploads.xml.xz": (115, 352, 10, 106, 82, 16, 2, 0),
    "mw139-dev-logs.xml.xz": (0, 0, 0, 37, 0, 0, 0, 133),
    "mw139-dev-stub.xml.xz": (115, 352, 10, 106, 82, 16, 0, 0),
    "mwxml-dump.xml": (2, 3, 0, 2, 0, 0, 0, 0),
    "pwb-article-pyrus.xml": (1, 6, 1, 0, 2, 0, 0, 0),
}


@pytest.mark.skipif(not FOLDER.is_dir(), reason=NOT_HERE)
@pytest.mark.parametrize("name", HELD)
def test_the_shared_dumps_are_read_whole(name):
    count: Counter[str] = Counter()
    with open_dump(str(FOLDER / name)) as (stream, _):
        for one in read_dump(stream, name):
            count[type(one).__name__] += 1
            if isinstance(one, PageHead):
                count["redirects"] += one.redirect
            if isinstance(one, (DumpRevision, LogItem)):
                count["ips"] += one.contributor.ip
            if isinstance(one, DumpRevision):
                count["minor"] += one.minor
                withheld = (one.contributor.name is None, one.comment is None, one.main.withheld)
                count["hidden"] += sum(withheld)
    keys = ("PageHead", "DumpRevision", "redirects", "ips", "minor", "hidden", "Upload", "LogItem")
    assert tuple(count[key] for key in keys) == HELD[name]
