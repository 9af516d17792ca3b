"""What an import makes of a dump before anything is written: each page read to its end, checked and planned.

It comes as steps (`steps.py`), which `importer.py` does one after the other. Nothing here writes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _

from wiki.dumps.local_titles import local_title
from wiki.dumps.log_items import local_log_title, local_params
from wiki.dumps.records import Contributor, DumpRevision, LogItem, PageEnd, PageHead, Record, Site, Upload
from wiki.dumps.report import Report
from wiki.dumps.spool import Spool
from wiki.dumps.steps import (
    FAULTS,
    Batch,
    FileVersion,
    LogEntries,
    PageBegun,
    PageEnded,
    Settled,
    SiteNames,
    Step,
    Told,
    Wanted,
)
from wiki.dumps.uploads import Uploads, bytes_of, is_stated
from wiki.editing.bulk.file_versions import ImportedVersion
from wiki.editing.bulk.log import ImportedEntry
from wiki.editing.bulk.plans import Imported, PagePlans, Planned, Source, source_of
from wiki.editing.bulk.site_names import forget_site_names
from wiki.editing.errors import BadEdit
from wiki.models import Page, Revision
from wiki.reading.page import find_page
from wiki.text.content import MARKDOWN, WIKITEXT
from wiki.text.names import InvalidName, check_user_name, is_ip
from wiki.text.titles import InvalidTitle, Title

logger = logging.getLogger(__name__)

AT_ONCE = 200  # revisions written in one transaction
BYTES_AT_ONCE = 1 << 24
IN_ONE_STEP = 25  # revisions
BYTES_IN_ONE_STEP = 1 << 20
TITLES_IN_FLIGHT = 1000
SUMMARY_MAX = 500
KNOWN_MODELS = frozenset(("", MARKDOWN, WIKITEXT))
WITHHELD = "Withheld"  # stands for an author whom the dump does not name


def fault(error: Exception) -> str:
    """What is said of a page that cannot be brought in because of FAULTS."""
    return _("a fault of this program (%(what)s)") % {"what": f"{type(error).__name__}: {error}"}


class _Refused(Exception):
    """The page cannot be brought in; the message says why."""


def prepared(
    records: Iterator[Record], wanted: Wanted, *, read: Callable[[], int] = lambda: 0
) -> Iterator[Step]:
    """The steps of bringing in what `read_dump` gives. `read` tells how many bytes of the file it has read.

    Raises what `records` raises, after the steps of all that ended before that.
    """
    return _Preparing(wanted, read).steps(records)


class _Preparing:
    def __init__(self, wanted: Wanted, read: Callable[[], int]) -> None:
        self.wanted, self.read, self.told = wanted, read, 0
        self.site = Site("")
        self.report = Report()  # of what was not told yet
        self.entries: list[ImportedEntry] = []
        self.titles: set[Title] = set()  # of pages that may not be written yet

    def steps(self, records: Iterator[Record]) -> Iterator[Step]:
        try:
            for record in records:
                if isinstance(record, Site):
                    yield from self._site(record)
                elif isinstance(record, PageHead):
                    yield from self._page(record, records)
                elif isinstance(record, LogItem):
                    yield from self._log_item(record)
        except Exception:
            yield from self._rest()
            raise
        yield from self._rest()

    def _rest(self) -> Iterator[Step]:
        if self.entries:
            yield LogEntries(self.entries)
        yield Told(self._told())

    def _told(self) -> Report:
        told, self.report = self.report, Report()
        told.read = self.read() - self.told
        self.told += told.read
        return told

    def _site(self, site: Site) -> Iterator[Step]:
        self.site = site
        if not self.wanted.dry_run and self.wanted.noted is None:
            yield SiteNames({one.name: one.number for one in site.spaces.values()})
            forget_site_names()
            self.titles.clear()

    def _log_item(self, item: LogItem) -> Iterator[Step]:
        """Take the item up; with others before it when there are enough."""
        self.report.log_items += 1
        if self.wanted.noted is not None:
            return
        try:
            title = None if item.title is None else local_log_title(item.title, item.line, self.site)
        except InvalidTitle as error:
            self.report.refused_items += 1
            self.report.say(
                _("%(file)s:%(line)d: log item %(n)d: refused: %(why)s")
                % {"file": self.wanted.file, "line": item.line, "n": item.id, "why": error.message}
            )
            return
        if title is not None and not self._asked_for(title):
            return
        name, account, hidden = _who(item.contributor, self.wanted)
        self.entries.append(
            ImportedEntry(
                self.site.base, item.id, item.timestamp, name, item.type, item.action or "", title,
                _shortened(item.comment or ""), local_params(item, self.site), author_id=account,
                user_hidden=hidden, comment_hidden=item.comment is None,
            )
        )  # fmt: skip
        if len(self.entries) >= AT_ONCE:
            yield LogEntries(self.entries)
            yield Told(self._told())
            self.entries = []

    def _page(self, head: PageHead, records: Iterator[Record]) -> Iterator[Step]:
        """Read the page to its end, then plan it."""
        with Spool() as spool, Uploads() as uploads:
            stub = self._read(records, spool, uploads)
            said = {"file": self.wanted.file, "line": head.line, "title": head.title}
            where = _("%(file)s:%(line)d: page “%(title)s”") % said
            try:
                found = local_title(head, self.site)
                if not self._asked_for(found.title):
                    return
                if found.title.namespace < 0:
                    raise _Refused(_("“%(title)s” can be no page") % {"title": found.title.full})
                if not len(spool):
                    raise _Refused(_("it has no revisions"))
                if stub:
                    raise _Refused(
                        _("%(n)d of its revisions have no text in this file (it is a stub)") % {"n": stub}
                    )
                if found.note:
                    self.report.say(f"{where}: {found.note}")
                yield from self._settled(found.title)
                page = _Page(head, found.title, spool, self.wanted, self.report)
                there = page.there()
            except (InvalidTitle, _Refused) as error:
                self.report.refused += 1
                why = getattr(error, "message", error)
                self.report.say(_("%(place)s: refused: %(why)s") % {"place": where, "why": why})
                yield Told(self._told())
                return
            yield PageBegun(where, found.title, spool.began, there, len(spool) - there, head.redirect)
            refused = ""
            try:
                yield from page.batches(there)
                yield from self._files(uploads, found.title)
            except BadEdit as error:
                refused = error.message
            except FAULTS as error:
                logger.exception("%s cannot be read", where)
                refused = fault(error)
            yield PageEnded(self._told(), refused)

    def _asked_for(self, title: Title) -> bool:
        met = self.wanted.only & {title.full, title.namespace}
        self.report.met |= met
        return bool(met) or not self.wanted.only

    def _settled(self, title: Title) -> Iterator[Step]:
        """A page that comes twice is looked for only when what came of it before is here."""
        if title in self.titles or len(self.titles) >= TITLES_IN_FLIGHT:
            yield Settled()
            self.titles.clear()
        self.titles.add(title)

    def _read(self, records: Iterator[Record], spool: Spool, uploads: Uploads) -> int:
        """Read to the end of the page; how many of its revisions have no text."""
        stub = 0
        for record in records:
            if isinstance(record, PageEnd):
                break
            if isinstance(record, Upload):
                self.report.uploads += 1
                if self.wanted.uploads and not self.wanted.dry_run:
                    uploads.add(record)
            if isinstance(record, DumpRevision):
                spool.add(record)
                stub += record.main.text is None and not record.main.withheld
        spool.finish()
        return stub

    def _files(self, uploads: Uploads, title: Title) -> Iterator[Step]:
        for upload in uploads:
            where = f"{self.wanted.file}:{upload.line}: file “{upload.filename}”"
            try:
                version = self._version(upload)
            except (_Refused, OSError) as error:
                self.report.say(f"{where}: {error}")
            else:
                yield FileVersion(where, title, version)

    def _version(self, upload: Upload) -> ImportedVersion:
        """One version of a file. Raises _Refused, OSError."""
        content = bytes_of(upload, self.wanted.folder, settings.UPLOAD_MAX_BYTES)
        if content is None:
            folder = f" nor in {self.wanted.folder}" if self.wanted.folder else ""
            raise _Refused(f"its bytes are {'neither' if folder else 'not'} in the export{folder}")
        if not is_stated(content, upload):
            raise _Refused("refused: the bytes have another SHA-1 than the export says")
        name, account, hidden = _who(upload.contributor, self.wanted)
        return ImportedVersion(
            upload.timestamp, name, _shortened(upload.comment or ""), content, author_id=account,
            user_hidden=hidden, comment_hidden=upload.comment is None,
        )  # fmt: skip


class _Page:
    """One page on its way in."""

    def __init__(self, head: PageHead, title: Title, spool: Spool, wanted: Wanted, report: Report) -> None:
        self.head, self.title, self.spool = head, title, spool
        self.wanted, self.report = wanted, report
        self.page: Page | None = find_page(title)
        self.plain: set[str] = set()  # content models of which the report tells already

    def there(self) -> int:
        """How many of the revisions are here already. Raises _Refused for another history."""
        page = self.page
        if page is None:
            return 0
        known = Revision.objects.filter(page=page).order_by("number")
        stored = known.values_list("timestamp", "sha1", "summary", "author_text", "minor", "text_hidden")
        same = 0
        ours = self.spool.revisions()
        for row, one in zip(stored.iterator(), ours, strict=False):
            wanted = self._imported(one, counted=False)
            sha1 = wanted.source.sha1 if wanted.source else row[1]
            said = (wanted.timestamp, sha1, wanted.summary, wanted.author_text, wanted.minor)
            if row[:5] != said:
                raise _Refused(
                    _("“%(title)s” has another history here: revision %(n)d differs")
                    % {"title": self.title.full, "n": same + 1}
                )
            same += 1
        if page.number > same:
            raise _Refused(
                _("“%(title)s” has %(here)d revisions here, %(there)d in the file")
                % {"title": self.title.full, "here": page.number, "there": same}
            )
        return same

    def batches(self, there: int) -> Iterator[Batch]:
        """What is not here yet, planned. Raises TextTooLarge."""
        shows = _shows(self.spool.times)
        revisions = enumerate(self.spool.revisions(there), there)
        if self.wanted.dry_run:
            for _place, one in revisions:
                self._imported(one)
            return
        plans = PagePlans(self.title, self.page)
        planned: list[Planned] = []
        size, many, total = 0, 0, 0  # of the step, and of the transaction
        for place, one in revisions:
            planned.append(plans.add(self._imported(one), shows=bool(shows[place])))
            held = sum(len(slot.text or "") for slot in (one.main, *one.others))
            size, many, total = size + held, many + 1, total + held
            ends = many >= AT_ONCE or total > BYTES_AT_ONCE
            if ends or len(planned) >= IN_ONE_STEP or size > BYTES_IN_ONE_STEP:
                yield Batch(planned, ends)
                planned, size = [], 0
                many, total = (0, 0) if ends else (many, total)
        if many:
            yield Batch(planned, True)

    def _imported(self, one: DumpRevision, *, counted: bool = True) -> Imported:
        main, comment = one.main, one.comment or ""
        source = None if main.text is None else source_of(main.text, main.model or WIKITEXT)
        name, account, hidden = _who(one.contributor, self.wanted)
        if counted:
            if len(comment) > SUMMARY_MAX:
                said = {"n": len(comment), "most": SUMMARY_MAX}
                self._say(one, _("its summary has %(n)d characters; %(most)d are kept") % said)
            self._count(one, source)
        return Imported(
            one.timestamp, name, _shortened(comment), one.minor, main.text, main.model or WIKITEXT,
            author_id=account, user_hidden=hidden, summary_hidden=one.comment is None,
            slots=_slots(one), source=source,
        )  # fmt: skip

    def _count(self, one: DumpRevision, source: Source | None) -> None:
        report, main = self.report, one.main
        report.ips += one.contributor.ip
        report.minor += one.minor
        report.hidden += (one.contributor.name is None) + (one.comment is None) + main.withheld
        if one.others:
            roles = ", ".join(f"{slot.role} ({slot.model})" for slot in one.others)
            self._say(
                one, _("its further slots are kept, and shown as plain text: %(names)s") % {"names": roles}
            )
        if main.model not in KNOWN_MODELS and main.model not in self.plain:
            self.plain.add(main.model)
            words = _("its content model “%(model)s” is kept, and shown as plain text")
            self._say(one, words % {"model": main.model})
        if main.text is None or source is None:
            return
        report.bytes += main.size or len(main.text)
        if main.sha1 is not None and int(source.sha1, 16) != main.sha1:
            report.sha1_wrong += 1
            self._say(
                one, _("its text has another SHA-1 than the file says; it is kept as it stands in the file")
            )

    def _say(self, one: DumpRevision, what: str) -> None:
        said = {
            "file": self.wanted.file,
            "line": one.line,
            "title": self.head.title,
            "n": one.id,
            "what": what,
        }
        self.report.say(_("%(file)s:%(line)d: page “%(title)s”, revision %(n)d: %(what)s") % said)


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


def _who(who: Contributor, wanted: Wanted) -> tuple[str, int | None, bool]:
    """Name and account here, and whether the name is withheld. A name that could be none here is kept."""
    account = wanted.accounts.get(who.name or "")
    if account is not None:
        return account[1], account[0], False
    name = (who.name or "").strip()[:255]
    return (_name_here(name, wanted.prefix), None, False) if name else (WITHHELD, None, who.name is None)


@lru_cache(maxsize=1024)  # most revisions of a page are of few people
def _name_here(name: str, prefix: str) -> str:
    if is_ip(name):
        return name
    if prefix:
        return f"{prefix}>{name}"[:255]
    try:
        return check_user_name(name, registering=False)
    except InvalidName:
        return name


def _shortened(summary: str) -> str:
    return summary if len(summary) <= SUMMARY_MAX else summary[: SUMMARY_MAX - 1] + "…"
