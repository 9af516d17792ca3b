"""MediaWiki exports brought in with their whole history.

Each page is written in transactions of some hundred revisions. One that was broken off, or is run again, goes
on where the page's history ends: nothing comes twice and nothing is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction

from wiki.dumps.local_titles import local_title
from wiki.dumps.log_items import local_log_title, local_params
from wiki.dumps.records import Contributor, DumpRevision, LogItem, PageEnd, PageHead, Record, Site, Upload
from wiki.dumps.report import Report
from wiki.dumps.spool import Spool
from wiki.dumps.uploads import Uploads, bytes_of, is_stated
from wiki.editing.bulk.file_versions import ImportedVersion, add_version
from wiki.editing.bulk.history import Imported, PageHistory
from wiki.editing.bulk.log import ImportedEntry, add_entries
from wiki.editing.bulk.site_names import keep_site_names
from wiki.editing.errors import BadEdit
from wiki.editing.files.file_bytes import BadFile
from wiki.models import Page, Revision
from wiki.reading.page import find_page
from wiki.text.content import MARKDOWN, WIKITEXT
from wiki.text.names import InvalidName, check_user_name, is_ip
from wiki.text.titles import InvalidTitle, Title, fold

AT_ONCE = 200  # revisions written in one transaction
BYTES_AT_ONCE = 1 << 24
SUMMARY_MAX = 500
KNOWN_MODELS = frozenset(("", MARKDOWN, WIKITEXT))
WITHHELD = "Withheld"  # stands for an author whom the dump does not name


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of an import. `accounts` maps names in the dump to accounts here (id and name)."""

    file: str
    namespaces: Collection[int] = ()
    titles: Collection[str] = ()
    dry_run: bool = False
    uploads: Path | None = None  # the folder of the files; without one they are only counted
    accounts: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    prefix: str = ""  # put before the names of authors: they are not those of accounts here then
    # A page is then one transaction, in which this is told, last, how many revisions of it are new and how
    # many were here; log items, and what the file says of its wiki, are left out.
    noted: Callable[[Title, int, int], None] | None = None


class _Refused(Exception):
    """The page cannot be brought in; the message says why."""


def import_records(
    records: Iterator[Record], wanted: Wanted, report: Report, *, tell: Callable[[Report], None] | None = None
) -> Report:
    """Bring in what `read_dump` gives. `report` is brought up to date as it goes; `tell` is called after each
    page.

    Pages that cannot be brought in are named in the report, and the others are. Raises what `records` raises;
    all pages that ended before that stay.
    """
    site = Site("")
    entries: list[ImportedEntry] = []
    try:
        for record in records:
            if isinstance(record, Site):
                site = record
                if not wanted.dry_run and wanted.noted is None:
                    keep_site_names({one.name: one.number for one in site.spaces.values()})
            elif isinstance(record, PageHead):
                _page(record, records, site, wanted, report)
            elif isinstance(record, LogItem):
                _log_item(record, site, wanted, report, entries)
            if tell is not None and not isinstance(record, Site):
                tell(report)
    finally:
        _write_log(entries, report)
    return report


def _log_item(
    item: LogItem, site: Site, wanted: Wanted, report: Report, entries: list[ImportedEntry]
) -> None:
    """Count the item, and write it with others before it when there are enough."""
    report.log_items += 1
    if wanted.noted is not None:
        return
    try:
        title = None if item.title is None else local_log_title(item.title, item.line, site)
    except InvalidTitle as error:
        report.refused_items += 1
        report.say(f"{wanted.file}:{item.line}: log item {item.id}: refused: {error.message}")
        return
    if wanted.dry_run or not (title is None or _asked_for(title, wanted)):
        return
    name, account, hidden = _who(item.contributor, wanted)
    entries.append(
        ImportedEntry(
            site.base, item.id, item.timestamp, name, item.type, item.action or "", title,
            _shortened(item.comment or ""), local_params(item, site), author_id=account, user_hidden=hidden,
            comment_hidden=item.comment is None,
        )
    )  # fmt: skip
    if len(entries) >= AT_ONCE:
        _write_log(entries, report)


def _write_log(entries: list[ImportedEntry], report: Report) -> None:
    with transaction.atomic():
        report.log_written += add_entries(entries)
    entries.clear()


def _who(who: Contributor, wanted: Wanted) -> tuple[str, int | None, bool]:
    """Name and account here, and whether the name is withheld. A name that could be none here is kept."""
    account = wanted.accounts.get(who.name or "")
    if account is not None:
        return account[1], account[0], False
    name = (who.name or "").strip()[:255]
    if not name:
        return WITHHELD, None, who.name is None
    if is_ip(name):
        return name, None, False
    if wanted.prefix:
        return f"{wanted.prefix}>{name}"[:255], None, False
    try:
        return check_user_name(name, registering=False), None, False
    except InvalidName:
        return name, None, False


def _shortened(summary: str) -> str:
    return summary if len(summary) <= SUMMARY_MAX else summary[: SUMMARY_MAX - 1] + "…"


def _page(head: PageHead, records: Iterator[Record], site: Site, wanted: Wanted, report: Report) -> None:
    """Read the page to its end, then bring it in."""
    with Spool() as spool, Uploads() as uploads:
        stub = 0
        for record in records:
            if isinstance(record, PageEnd):
                break
            if isinstance(record, Upload):
                report.uploads += 1
                if wanted.uploads is not None and not wanted.dry_run:
                    uploads.add(record)
            if isinstance(record, DumpRevision):
                spool.add(record)
                stub += record.main.text is None and not record.main.withheld
        spool.finish()
        where = f"{wanted.file}:{head.line}: page “{head.title}”"
        try:
            found = local_title(head, site)
            if not _asked_for(found.title, wanted):
                return
            if not len(spool):
                raise _Refused("it has no revisions")
            if stub:
                raise _Refused(f"{stub} of its revisions have no text in this file (it is a stub)")
            if found.note:
                report.say(f"{where}: {found.note}")
            _Import(head, found.title, spool, wanted, report, where).run()
            for upload in uploads:
                _upload(upload, found.title, wanted, report)
        except (InvalidTitle, _Refused, BadEdit) as error:
            report.refused += 1
            report.say(f"{where}: refused: {getattr(error, 'message', error)}")


def _upload(upload: Upload, title: Title, wanted: Wanted, report: Report) -> None:
    """Bring in one version of a file, or say why not."""
    where = f"{wanted.file}:{upload.line}: file “{upload.filename}”"
    if wanted.uploads is None:
        return None
    try:
        content = bytes_of(upload, wanted.uploads, settings.UPLOAD_MAX_BYTES)
        if content is None:
            return report.say(f"{where}: its bytes are neither in the export nor in {wanted.uploads}")
        if not is_stated(content, upload):
            return report.say(f"{where}: refused: the bytes have another SHA-1 than the export says")
        name, account, hidden = _who(upload.contributor, wanted)
        version = ImportedVersion(
            upload.timestamp, name, _shortened(upload.comment or ""), content, author_id=account,
            user_hidden=hidden, comment_hidden=upload.comment is None,
        )  # fmt: skip
        report.files += add_version(title, version)
    except (BadFile, OSError) as error:
        report.say(f"{where}: refused: {getattr(error, 'message', error)}")


def _asked_for(title: Title, wanted: Wanted) -> bool:
    if wanted.namespaces and title.namespace not in wanted.namespaces:
        return False
    return not wanted.titles or title.full in wanted.titles


class _Import:
    """One page on its way in."""

    def __init__(
        self, head: PageHead, title: Title, spool: Spool, wanted: Wanted, report: Report, where: str
    ) -> None:
        self.head, self.title, self.spool = head, title, spool
        self.wanted, self.report, self.where = wanted, report, where
        self.shows = _shows(spool.times)
        self.plain: set[str] = set()  # content models of which the report tells already

    def run(self) -> None:
        """Bring the page in, or what of it is not here yet. Raises _Refused."""
        there = self._there()
        if self.wanted.dry_run:
            for one in self.spool.revisions(there):
                self._imported(one)
            self._note(there)
        elif self.wanted.noted is None:
            for written in self._write(there):
                self.report.revisions += written
        else:
            with transaction.atomic():
                written = sum(self._write(there))
                self._note(there)
            self.report.revisions += written
        self.report.known += there
        self.report.pages += 1
        self.report.redirects += self.head.redirect

    def _note(self, there: int) -> None:
        if self.wanted.noted is not None:
            self.wanted.noted(self.title, len(self.spool) - there, there)

    def _there(self) -> int:
        """How many of the revisions are here already. Raises _Refused for another history."""
        page = find_page(self.title)
        if page is None:
            return 0
        known = Revision.objects.filter(page=page).order_by("number")
        stored = known.values_list("timestamp", "sha1", "summary", "author_text", "minor", "text_hidden")
        same = 0
        ours = self.spool.revisions()
        for row, one in zip(stored.iterator(), ours, strict=False):
            wanted = self._imported(one, counted=False)
            sha1 = row[1] if wanted.text is None else _sha1(wanted.text)
            said = (wanted.timestamp, sha1, wanted.summary, wanted.author_text, wanted.minor)
            if row[:5] != said:
                raise _Refused(f"“{self.title.full}” has another history here: revision {same + 1} differs")
            same += 1
        if page.number > same:
            raise _Refused(f"“{self.title.full}” has {page.number} revisions here, {same} in the file")
        return same

    def _write(self, there: int) -> Iterator[int]:
        """Write what is not here yet; how many revisions each transaction wrote."""
        left = self.spool.revisions(there)
        place, began = there, self.spool.began
        while batch := list(_batch(left)):
            with transaction.atomic():
                history = PageHistory(self._locked(), began, len(batch))
                if history.page.number != place:
                    raise _Refused("somebody has edited it meanwhile")
                for one in batch:
                    history.add(self._imported(one), shows=bool(self.shows[place]))
                    place += 1
                history.flush()
            yield len(batch)

    def _locked(self) -> Page:
        pages = Page.objects.select_for_update().filter(deleted=False)
        found = pages.filter(namespace=self.title.namespace, title=self.title.name).first()
        if found is not None:
            return found
        page = Page(namespace=self.title.namespace, title=self.title.name, folded_title=fold(self.title.name))
        page.save_without_historical_record()  # type: ignore[attr-defined]
        return page

    def _imported(self, one: DumpRevision, *, counted: bool = True) -> Imported:
        main, comment = one.main, one.comment or ""
        name, account, hidden = _who(one.contributor, self.wanted)
        if counted:
            if len(comment) > SUMMARY_MAX:
                self._say(one, f"its summary has {len(comment)} characters; {SUMMARY_MAX} are kept")
            self._count(one)
        return Imported(
            one.timestamp, name, _shortened(comment), one.minor, main.text, main.model or WIKITEXT,
            author_id=account, user_hidden=hidden, summary_hidden=one.comment is None,
            slots=_slots(one),
        )  # fmt: skip

    def _count(self, one: DumpRevision) -> None:
        report, main = self.report, one.main
        report.ips += one.contributor.ip
        report.minor += one.minor
        report.hidden += (one.contributor.name is None) + (one.comment is None) + main.withheld
        if one.others:
            roles = ", ".join(f"{slot.role} ({slot.model})" for slot in one.others)
            self._say(one, f"its further slots are kept, and shown as plain text: {roles}")
        if main.model not in KNOWN_MODELS and main.model not in self.plain:
            self.plain.add(main.model)
            self._say(one, f"its content model “{main.model}” is kept, and shown as plain text")
        if main.text is None:
            return
        report.bytes += main.size or len(main.text)
        if main.sha1 is not None and int(_sha1(main.text), 16) != main.sha1:
            report.sha1_wrong += 1
            self._say(
                one, "its text has another SHA-1 than the file says; it is kept as it stands in the file"
            )

    def _say(self, one: DumpRevision, what: str) -> None:
        self.report.say(f"{self.wanted.file}:{one.line}: page “{self.head.title}”, revision {one.id}: {what}")


def _slots(one: DumpRevision) -> tuple[tuple[str, str, str], ...]:
    """Role, content model and text of each further slot that has a text; the last one of each role."""
    found = {slot.role[:255]: (slot.model[:255], slot.text) for slot in one.others if slot.text}
    return tuple((role, *said) for role, said in found.items())


def _shows(times: Sequence[int]) -> bytearray:
    """Which revisions were ever the page: those that no later one has the same time as, or an earlier one."""
    result = bytearray(len(times))
    soonest: int | None = None
    for place in range(len(times) - 1, -1, -1):
        if soonest is None or times[place] < soonest:
            result[place], soonest = 1, times[place]
    return result


def _batch(revisions: Iterator[DumpRevision]) -> Iterator[DumpRevision]:
    """The next revisions, as many as one transaction takes."""
    size = 0
    for one in islice(revisions, AT_ONCE):
        yield one
        size += sum(len(slot.text or "") for slot in (one.main, *one.others))
        if size > BYTES_AT_ONCE:
            return


def _sha1(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
