"""MediaWiki's export XML, schemas 0.3 to 0.11, as a stream of records in bounded memory.

The schemas: mediawiki.org/xml/export-0.3.xsd to export-0.11.xsd. Nothing is resolved or fetched: a document
type, and with it every entity of one's own, is refused.
"""

from __future__ import annotations

import binascii
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO
from xml.parsers import expat

from wiki.dumps.records import (
    Contributor,
    DumpRevision,
    LogItem,
    PageEnd,
    PageHead,
    Record,
    Site,
    Slot,
    Space,
    Upload,
)

SCHEMAS = tuple(f"0.{number}" for number in range(3, 12))
CHUNK = 1 << 16  # bytes read at a time
MAX_TEXT = 1 << 26  # characters of one text; MediaWiki keeps 2 MB, uploads stand in a dump as base64
MAX_MARKUP = 1 << 20  # bytes of one tag or comment
MAX_ID = (1 << 63) - 1
_RECORDS = frozenset(("siteinfo", "revision", "upload", "logitem"))
_GROUPS = frozenset(("contributor", "content", "namespaces", "discussionthreadinginfo"))

Leaf = tuple[str, dict[str, str], int]  # the text, the attributes, the line


class DumpBroken(ValueError):
    """The file cannot be read on from here; the message begins with `file:line:`."""

    def __init__(self, file: str, line: int, page: str, message: str) -> None:
        where = f" page “{page}”:" if page else ""
        super().__init__(f"{file}:{line}:{where} {message}")
        self.file, self.line, self.page, self.message = file, line, page, message


class _Wrong(ValueError):
    """Something in the current record is not as it must be; the line is added where it is caught."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def read_dump(stream: BinaryIO, name: str) -> Iterator[Record]:
    """The records of an export, in the order of the file; `name` is the file's in messages.

    First comes the Site (an empty one where the file has no siteinfo), then for each page a PageHead, its
    revisions and uploads, and a PageEnd; or LogItems. Memory is bounded by the largest single text. Raises
    DumpBroken where the file is cut off, no export, or holds what an export cannot hold.
    """
    reader = _Reader(name)
    while True:
        try:
            chunk = stream.read(CHUNK)
        except (EOFError, OSError, ValueError) as error:  # what decompressors raise
            raise reader.broken(f"the file cannot be unpacked on from here ({error})") from None
        except Exception as error:  # lzma.LZMAError and zlib.error derive from Exception alone
            if type(error).__module__ not in ("_lzma", "zlib", "zstandard", "backports.zstd"):
                raise
            raise reader.broken(f"the file cannot be unpacked on from here ({error})") from None
        fault: DumpBroken | None = None
        try:
            reader.feed(chunk)
        except DumpBroken as error:
            fault = error
        while reader.ready:
            yield reader.ready.popleft()
        if fault is not None:
            raise fault
        if not chunk:
            return


class _Reader:
    """Expat's events put together to records. One record is in the making at a time, and one page."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.ready: deque[Record] = deque()
        self.path: list[str] = []
        self.text: list[str] = []
        self.length = 0
        self.unheard = 0  # bytes fed since the last event
        self.schema = ""
        self.site_told = False
        self.page: dict[str, Leaf] | None = None
        self.head_told = False
        self.fields: dict[str, Leaf] = {}  # of the record in the making: leaf name to its text
        self.groups: dict[str, list[dict[str, Leaf]]] = {}
        self.group: dict[str, Leaf] | None = None
        self.leaf: tuple[dict[str, str], int] = ({}, 0)
        self.line = 0  # where the record began
        self.parser = self._parser()

    def _parser(self) -> Any:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 20
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._doctype
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._heard
        return parser

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes; an empty chunk is the end. Raises DumpBroken."""
        self.unheard += len(chunk)
        try:
            self.parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            what = expat.errors.messages[error.code]
            if not chunk:
                what = "the file ends too soon" if self.path or self.schema else "the file is empty"
            raise self.broken(what, error.lineno) from None
        except _Wrong as error:
            raise self.broken(str(error), error.line) from None
        if self.unheard > MAX_MARKUP:
            raise self.broken(f"a tag or comment is longer than {MAX_MARKUP >> 20} MB")

    def broken(self, message: str, line: int = 0) -> DumpBroken:
        page = self.page["title"][0] if self.page and "title" in self.page else ""
        return DumpBroken(self.name, line or self.parser.CurrentLineNumber, page, message)

    # ---- Events -------------------------------------------------------------------------------------------

    def _heard(self, *_: str) -> None:
        self.unheard = 0

    def _doctype(self, *_: Any) -> None:
        raise _Wrong("a document type is declared; exports have none, and its entities are not read")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.unheard = 0
        path = self.path
        path.append(tag)
        if len(path) == 1:
            self._root(tag, attributes)
        elif len(path) > 8:
            raise _Wrong("elements stand deeper in one another than in any export")
        elif tag == "page" and len(path) == 2:
            self._tell_site()
            self.page, self.head_told, self.line = {}, False, self.parser.CurrentLineNumber
        elif tag in _RECORDS and len(path) == (3 if self.page is not None else 2):
            self.fields, self.groups = {}, {}
            self.line = self.parser.CurrentLineNumber
            if tag == "logitem":
                self._tell_site()
            elif tag != "siteinfo":
                self._tell_head()
        elif tag in _GROUPS:
            self.group = {"": ("", attributes, self.parser.CurrentLineNumber)}
            self.groups.setdefault(tag, []).append(self.group)
        self.text, self.length = [], 0
        self.leaf = attributes, self.parser.CurrentLineNumber

    def _data(self, data: str) -> None:
        self.unheard = 0
        self.length += len(data)
        if self.length > MAX_TEXT:
            raise _Wrong(f"<{self.path[-1]}> holds more than {MAX_TEXT >> 20} million characters")
        self.text.append(data)

    def _end(self, tag: str) -> None:
        self.unheard = 0
        path = self.path
        path.pop()
        if tag == "page" and len(path) == 1:
            self._tell_head()
            self.page = None
            self.ready.append(PageEnd())
        elif tag in _RECORDS and len(path) == (2 if self.page is not None else 1):
            self._tell(tag)
        elif tag in _GROUPS:
            self.group = None
        elif path:
            self._leaf(tag, ("".join(self.text), *self.leaf))
        self.text, self.length = [], 0

    def _leaf(self, tag: str, leaf: Leaf) -> None:
        if self.group is not None:
            if tag == "namespace":
                self.group[leaf[1].get("key", "")] = leaf
            else:
                self.group[tag] = leaf
        elif self.page is not None and len(self.path) == 2:
            self.page[tag] = leaf
        else:
            self.fields[tag] = leaf

    def _root(self, tag: str, attributes: dict[str, str]) -> None:
        if tag != "mediawiki":
            raise _Wrong(f"this is no MediaWiki export: its root is <{tag[:80]}>")
        self.schema = attributes.get("version", "")
        if self.schema not in SCHEMAS:
            known = f"{SCHEMAS[0]} to {SCHEMAS[-1]}"
            raise _Wrong(f"the export has schema {self.schema[:40] or 'unknown'}; those read are {known}")

    # ---- Records ------------------------------------------------------------------------------------------

    def _tell_site(self) -> None:
        if not self.site_told:
            self.site_told = True
            self.ready.append(Site(self.schema))

    def _tell_head(self) -> None:
        if self.page is None or self.head_told:
            return
        self.head_told = True
        page, line = self.page, self.line
        if "title" not in page:
            raise _Wrong("a page has no title before its revisions", line)
        namespace = _number(page, "ns", least=-2) if "ns" in page else None
        self.ready.append(
            PageHead(
                _number(page, "id") if "id" in page else 0, page["title"][0], namespace,
                "redirect" in page, _text(page, "restrictions"), page["title"][2],
                page["redirect"][1].get("title", "") if "redirect" in page else "",
            )
        )  # fmt: skip

    def _tell(self, tag: str) -> None:
        if tag == "siteinfo":
            if not self.site_told:
                self.site_told = True
                self.ready.append(self._site())
            return
        try:
            self.ready.append(_MAKERS[tag](self))
        except _Wrong as error:
            raise _Wrong(f"{tag}: {error}", error.line or self.line) from None

    def _site(self) -> Site:
        spaces = {}
        for key, (name, attributes, line) in (self.groups.get("namespaces") or [{}])[0].items():
            if key:
                number = _whole(key, "namespace key", -2, line)
                spaces[number] = Space(number, name, attributes.get("case") == "case-sensitive")
        fields = self.fields
        return Site(
            self.schema, _text(fields, "sitename"), _text(fields, "base"), _text(fields, "generator"), spaces
        )

    def revision(self) -> DumpRevision:
        fields = self.fields
        others = tuple(_slot(one) for one in self.groups.get("content", ()))
        return DumpRevision(
            _number(fields, "id"), _number(fields, "parentid") if "parentid" in fields else 0, _time(fields),
            self._contributor(), "minor" in fields, _comment(fields), _slot(fields), others, self.line,
        )  # fmt: skip

    def upload(self) -> Upload:
        fields, content = self.fields, None
        if "contents" in fields:
            written, _, line = fields["contents"]
            try:
                content = binascii.a2b_base64(written)
            except (binascii.Error, ValueError):
                raise _Wrong("<contents> is no base64", line) from None
        return Upload(
            _time(fields), self._contributor(), _comment(fields), _text(fields, "filename"),
            _text(fields, "archivename"), _text(fields, "src"),
            _number(fields, "size", least=0) if "size" in fields else None,
            _sha1(_text(fields, "sha1base36")), content, self.line,
        )  # fmt: skip

    def log_item(self) -> LogItem:
        fields = self.fields
        action, title = fields.get("action"), fields.get("logtitle")
        return LogItem(
            _number(fields, "id"), _time(fields), self._contributor(), _comment(fields),
            _text(fields, "type"), action[0] if action else None, title[0] if title else None,
            _text(fields, "params"), self.line,
        )  # fmt: skip

    def _contributor(self) -> Contributor:
        found = self.groups.get("contributor")
        if not found:
            raise _Wrong("there is no <contributor>")
        one = found[-1]
        if "deleted" in one[""][1]:
            return Contributor(None)
        if "ip" in one:
            return Contributor(one["ip"][0], ip=True)
        if "username" not in one:
            raise _Wrong("<contributor> names nobody", one[""][2])
        return Contributor(one["username"][0], _number(one, "id", least=0) if "id" in one else 0)


_MAKERS: dict[str, Callable[[_Reader], Record]] = {
    "revision": _Reader.revision,
    "upload": _Reader.upload,
    "logitem": _Reader.log_item,
}


def _text(fields: dict[str, Leaf], tag: str) -> str:
    return fields[tag][0] if tag in fields else ""


def _number(fields: dict[str, Leaf], tag: str, *, least: int = 1) -> int:
    if tag not in fields:
        raise _Wrong(f"there is no <{tag}>")
    return _whole(fields[tag][0], f"<{tag}>", least, fields[tag][2])


def _whole(text: str, what: str, least: int, line: int) -> int:
    written = text.strip()
    if not written.removeprefix("-").isdecimal() or len(written) > 20:
        raise _Wrong(f"{what} is “{written[:40]}”, no whole number", line)
    number = int(written)
    if not least <= number <= MAX_ID:
        raise _Wrong(
            f"{what} is {number}, less than {least}" if number < least else f"{what} is too large", line
        )
    return number


def _time(fields: dict[str, Leaf]) -> datetime:
    if "timestamp" not in fields:
        raise _Wrong("there is no <timestamp>")
    written, _, line = fields["timestamp"]
    try:
        return datetime.strptime(written.strip(), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise _Wrong(f"<timestamp> is “{written.strip()[:40]}”, no time", line) from None


def _comment(fields: dict[str, Leaf]) -> str | None:
    if "comment" not in fields:
        return ""
    text, attributes, _ = fields["comment"]
    return None if "deleted" in attributes else text


def _slot(fields: dict[str, Leaf]) -> Slot:
    text, attributes, line = fields.get("text", ("", {"location": ""}, 0))
    withheld = "deleted" in attributes
    # A stub names where the text is kept (0.11), or by which id (before), instead of holding it.
    stub = not text and not withheld and ("location" in attributes or "id" in attributes)
    stated = attributes.get("bytes")
    return Slot(
        _text(fields, "role") or "main", _text(fields, "model"), _text(fields, "format"),
        None if withheld or stub else text, withheld,
        _whole(stated, "bytes", 0, line) if stated else None,
        _sha1(attributes.get("sha1") or _text(fields, "sha1")),
    )  # fmt: skip


def _sha1(written: str) -> int | None:
    """MediaWiki writes SHA-1 sums to the base of 36."""
    try:
        return int(written.strip(), 36) if written.strip() else None
    except ValueError:
        return None
