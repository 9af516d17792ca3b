"""MediaWiki's export XML, schemas 0.3 to 0.11, as a stream of records in bounded memory.

The schemas: mediawiki.org/xml/export-0.3.xsd to export-0.11.xsd. Nothing is resolved or fetched: a document
type, and with it every entity of one's own, is refused.
"""

from __future__ import annotations

import binascii
from collections import deque
from collections.abc import Callable, Iterator
from sys import getsizeof
from typing import Any, BinaryIO
from xml.parsers import expat

from wiki.dumps.leaves import (
    Leaf,
    WrongLeaf,
    comment_of,
    number_of,
    sha1_of,
    slot_of,
    text_of,
    time_of,
    whole_number,
)
from wiki.dumps.opened import UNPACKING_FAULTS
from wiki.dumps.records import (
    Contributor,
    DumpRevision,
    LogItem,
    PageEnd,
    PageHead,
    Record,
    Site,
    Space,
    Upload,
)

SCHEMAS = tuple(f"0.{number}" for number in range(3, 12))
CHUNK = 1 << 16  # bytes read at a time
MAX_MARKUP = 1 << 20  # bytes of one tag or comment
# How much memory one record may take. MediaWiki keeps texts of 2 MB; uploads stand in a dump as base64.
MAX_RECORD = {
    "siteinfo": 1 << 20,
    "revision": 1 << 23,
    "upload": 1 << 26,
    "logitem": 1 << 18,
    "page": 1 << 20,
}
_ELEMENT = 400  # bytes that an element takes beside its text
_LEAVES = frozenset((
    "action", "archivename", "base", "comment", "contents", "filename", "format", "generator", "id", "ip",
    "logtitle", "minor", "model", "namespace", "ns", "params", "parentid", "redirect", "restrictions", "role",
    "sha1", "sha1base36", "sitename", "size", "src", "text", "timestamp", "title", "type", "username",
))  # fmt: skip
_GROUPS = frozenset(("contributor", "content", "namespaces", "discussionthreadinginfo"))


class DumpBroken(ValueError):
    """The file cannot be read on from here; the message begins with `file:line:`."""

    def __init__(self, file: str, line: int, page: str, message: str) -> None:
        where = f" page “{page}”:" if page else ""
        super().__init__(f"{file}:{line}:{where} {message}")
        self.file, self.line, self.page, self.message = file, line, page, message

    def __reduce__(self) -> tuple[type[DumpBroken], tuple[str, int, str, str]]:
        return type(self), (self.file, self.line, self.page, self.message)


def read_dump(stream: BinaryIO, name: str) -> Iterator[Record]:
    """The records of an export, in the order of the file; `name` is the file's in messages.

    First comes the Site (an empty one where the file has no siteinfo), then for each page a PageHead, its
    revisions and uploads, and a PageEnd; or LogItems. Memory is bounded by the largest single text. Raises
    DumpBroken where the file is cut off, no export, or holds what an export cannot hold: markup in a text,
    records where none can stand, one that takes more than MAX_RECORD, one tag longer than MAX_MARKUP.
    """
    reader = _Reader(name)
    while True:
        try:
            chunk = stream.read(CHUNK)
        except UNPACKING_FAULTS as error:
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
        self.record = "page"  # what is in the making
        self.held = 0  # bytes of memory that it takes
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
                begun = self.path or self.schema
                what = "the file ends too soon" if begun else "the file is empty, or cut at its beginning"
            raise self.broken(what, error.lineno) from None
        except WrongLeaf as error:
            raise self.broken(str(error), error.line) from None
        except (LookupError, ValueError) as error:  # what Python's expat raises for encodings
            if self.schema:
                raise
            raise self.broken(f"its encoding is not read ({error})") from None
        if self.unheard > MAX_MARKUP:
            raise self.broken(f"a tag or comment is longer than {MAX_MARKUP >> 20} MB")

    def broken(self, message: str, line: int = 0) -> DumpBroken:
        page = self.page["title"][0][:255] if self.page and "title" in self.page else ""
        return DumpBroken(self.name, line or self.parser.CurrentLineNumber, page, message)

    # ---- Events -------------------------------------------------------------------------------------------

    def _heard(self, *_: str) -> None:
        self.unheard = 0

    def _doctype(self, *_: Any) -> None:
        raise WrongLeaf("a document type is declared; exports have none, and its entities are not read")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.unheard = 0
        path = self.path
        path.append(tag)
        if len(path) == 1:
            self._root(tag, attributes)
        elif len(path) > 8:
            raise WrongLeaf("elements stand deeper in one another than in any export")
        elif path[-2] in _LEAVES:
            raise WrongLeaf(f"<{tag[:80]}> stands in <{path[-2]}>, which holds text alone")
        elif tag in MAX_RECORD:
            self._begin(tag)
        elif tag in _GROUPS:
            self.group = {"": ("", attributes, self.parser.CurrentLineNumber)}
            self.groups.setdefault(tag, []).append(self.group)
        self.text = []
        self._hold(_ELEMENT + sum(map(getsizeof, attributes.values())) if attributes else _ELEMENT)
        self.leaf = attributes, self.parser.CurrentLineNumber

    def _begin(self, tag: str) -> None:
        outer = ["mediawiki", "page"] if tag in ("revision", "upload") else ["mediawiki"]
        if self.path[:-1] != outer:
            raise WrongLeaf(f"<{tag}> stands in <{self.path[-2][:80]}>, not in <{outer[-1]}>")
        self.record, self.held, self.line = tag, 0, self.parser.CurrentLineNumber
        if tag == "page":
            self._tell_site()
            self.page, self.head_told = {}, False
            return
        self.fields, self.groups = {}, {}
        if tag == "logitem":
            self._tell_site()
        elif tag != "siteinfo":
            self._tell_head()

    def _hold(self, size: int) -> None:
        self.held += size
        if self.held > MAX_RECORD[self.record]:
            most = MAX_RECORD[self.record] / (1 << 20)
            raise WrongLeaf(f"<{self.path[-1][:80]}>: a {self.record} takes more than {most:g} MB")

    def _data(self, data: str) -> None:
        self.unheard = 0
        if self.path[-1] in _LEAVES:
            self._hold(getsizeof(data))
            self.text.append(data)

    def _end(self, tag: str) -> None:
        self.unheard = 0
        path = self.path
        path.pop()
        if tag == "page" and len(path) == 1:
            self._tell_head()
            self.page = None
            self.ready.append(PageEnd())
        elif tag in MAX_RECORD:
            self._tell(tag)
            self.record, self.held, self.fields, self.groups = "page", 0, {}, {}
        elif tag in _GROUPS:
            self.group = None
        elif path:
            self._leaf(tag, ("".join(self.text), *self.leaf))
        self.text = []

    def _leaf(self, tag: str, leaf: Leaf) -> None:
        if tag not in _LEAVES:
            return
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
            raise WrongLeaf(f"this is no MediaWiki export: its root is <{tag[:80]}>")
        self.schema = attributes.get("version", "")
        if self.schema not in SCHEMAS:
            known = f"{SCHEMAS[0]} to {SCHEMAS[-1]}"
            raise WrongLeaf(f"the export has schema {self.schema[:40] or 'unknown'}; those read are {known}")

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
            raise WrongLeaf("a page has no title before its revisions", line)
        namespace = number_of(page, "ns", least=-2) if "ns" in page else None
        self.ready.append(
            PageHead(
                number_of(page, "id") if "id" in page else 0, page["title"][0], namespace,
                "redirect" in page, text_of(page, "restrictions"), page["title"][2],
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
        except WrongLeaf as error:
            raise WrongLeaf(f"{tag}: {error}", error.line or self.line) from None

    def _site(self) -> Site:
        spaces = {}
        for key, (name, attributes, line) in (self.groups.get("namespaces") or [{}])[0].items():
            if key:
                number = whole_number(key, "namespace key", -2, line)
                spaces[number] = Space(number, name, attributes.get("case") == "case-sensitive")
        fields = self.fields
        return Site(
            self.schema,
            text_of(fields, "sitename"),
            text_of(fields, "base"),
            text_of(fields, "generator"),
            spaces,
        )

    def revision(self) -> DumpRevision:
        fields = self.fields
        others = tuple(slot_of(one) for one in self.groups.get("content", ()))
        return DumpRevision(
            number_of(fields, "id"), number_of(fields, "parentid", least=0) if "parentid" in fields else 0,
            time_of(fields), self._contributor(), "minor" in fields, comment_of(fields), slot_of(fields),
            others, self.line,
        )  # fmt: skip

    def upload(self) -> Upload:
        fields, content = self.fields, None
        if "contents" in fields:
            written, _, line = fields["contents"]
            try:
                content = binascii.a2b_base64(written)
            except (binascii.Error, ValueError):
                raise WrongLeaf("<contents> is no base64", line) from None
        return Upload(
            time_of(fields), self._contributor(), comment_of(fields), text_of(fields, "filename"),
            text_of(fields, "archivename"), text_of(fields, "src"),
            number_of(fields, "size", least=0) if "size" in fields else None,
            sha1_of(text_of(fields, "sha1base36")), content, self.line,
        )  # fmt: skip

    def log_item(self) -> LogItem:
        fields = self.fields
        action, title = fields.get("action"), fields.get("logtitle")
        return LogItem(
            number_of(fields, "id"), time_of(fields), self._contributor(), comment_of(fields),
            text_of(fields, "type"), action[0] if action else None, title[0] if title else None,
            text_of(fields, "params"), self.line,
        )  # fmt: skip

    def _contributor(self) -> Contributor:
        found = self.groups.get("contributor")
        if not found:
            raise WrongLeaf("there is no <contributor>")
        one = found[-1]
        if "deleted" in one[""][1]:
            return Contributor(None)
        if "ip" in one:
            return Contributor(one["ip"][0], ip=True)
        if "username" not in one:
            raise WrongLeaf("<contributor> names nobody", one[""][2])
        return Contributor(one["username"][0], number_of(one, "id", least=0) if "id" in one else 0)


_MAKERS: dict[str, Callable[[_Reader], Record]] = {
    "revision": _Reader.revision,
    "upload": _Reader.upload,
    "logitem": _Reader.log_item,
}
