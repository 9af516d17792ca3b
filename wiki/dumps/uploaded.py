"""A small export that somebody sends by a form: looked through first, then brought in and logged."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.dumps.importer import import_records
from wiki.dumps.opened import Counted, PackedOtherwise, unpacked
from wiki.dumps.records import DumpRevision, Record
from wiki.dumps.report import Report
from wiki.dumps.steps import Wanted
from wiki.dumps.xml_read import DumpBroken, read_dump
from wiki.editing.log import write_log
from wiki.permissions import Editor, may_import, refuse_blocked
from wiki.text.titles import Title

MOST_BYTES = 10_000_000  # of the file once it is unpacked
MOST_REVISIONS = 2000  # some seconds of work


@dataclass(slots=True)
class Brought:
    """What an upload brings, or has brought: each page with the number of its new revisions and of those that
    were here. `broken`: why the file could not be read to its end, or where and (`fault`, in English) why.
    """

    pages: list[tuple[Title, int, int]] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    broken: str = ""
    fault: str = ""

    @property
    def new(self) -> int:
        """How many revisions are new."""
        return sum(new for _title, new, _here in self.pages)


def import_upload(
    content: bytes, name: str, *, editor: Editor, comment: str = "", prefix: str = "",
    accounts: Mapping[str, tuple[int, str]] | None = None, dry_run: bool = False,
) -> Brought:  # fmt: skip
    """Bring in the pages of an export (packed or not), each with an entry in the log if it has new revisions.

    `dry_run`: only tell what it would bring. Of a file that is broken, or has more than MOST_BYTES once it is
    unpacked or MOST_REVISIONS, the pages that ended before that come in. `prefix` and `accounts` say whose
    the edits are (`Wanted`). Log items, and how the old wiki calls its namespaces, are left to the command.
    Raises a Refused without the right, or if blocked.
    """
    may_import(editor)
    refuse_blocked(editor)
    brought = Brought()
    whose: dict[str, Any] = {"assigned": True} if accounts else {}

    def note(title: Title, new: int, here: int) -> None:
        if new and not dry_run:
            refuse_blocked(editor, lock=True)
            write_log("import", "upload", title, editor=editor, comment=comment, count=new, **whose)
        brought.pages.append((title, new, here))

    wanted = Wanted(name, dry_run=dry_run, prefix=prefix, accounts=accounts or {}, noted=note)
    try:
        with unpacked(Counted(io.BytesIO(content), len(content)), name) as (stream, _counted):
            records = read_dump(cast(BinaryIO, _Bounded(stream)), name)
            import_records(_few(records), wanted, brought.report)
    except DumpBroken as error:
        said = {"file": error.file, "line": error.line, "title": error.page}
        where = _("%(file)s:%(line)d: page “%(title)s”") if error.page else "%(file)s:%(line)d"
        brought.broken, brought.fault = where % said, error.message
    except PackedOtherwise:
        brought.broken = _("it is packed with 7z, which is not read here; unpack it first")
    except _TooMuch as error:
        brought.broken = str(error)
    if items := brought.report.log_items:
        left_out = ngettext(
            "%(n)d log item is left out; manage.py import_xml brings it in",
            "%(n)d log items are left out; manage.py import_xml brings them in", items,
        )  # fmt: skip
        brought.report.say(f"{name}: {left_out % {'n': items}}")
    return brought


class _TooMuch(Exception):
    """The file has more than a form takes; the message says of what."""


def _few(records: Iterator[Record]) -> Iterator[Record]:
    revisions = 0
    for record in records:
        revisions += isinstance(record, DumpRevision)
        if revisions > MOST_REVISIONS:
            words = _("it has more than %(n)s revisions; manage.py import_xml reads any number")
            raise _TooMuch(words % {"n": f"{MOST_REVISIONS:,}"})
        yield record


class _Bounded:
    """A stream that ends in a fault where it is too long: what unpacks to gigabytes is not read on."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.left = stream, MOST_BYTES

    def read(self, size: int) -> bytes:
        data = self.stream.read(size)
        self.left -= len(data)
        if self.left < 0:
            words = _("it has more than %(n)s bytes; manage.py import_xml reads any size")
            raise _TooMuch(words % {"n": f"{MOST_BYTES:,}"})
        return data
