"""What readers have reported, for those who decide it.

Who reads it sees no more of what is reported than anywhere else: where the text of a revision is hidden from
him, so is the note, which may quote it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from wiki.models import Page, Report
from wiki.models.report import OPEN
from wiki.permissions import Editor, sees_deleted, sees_hidden, sees_reports
from wiki.reading.lists.lines import RevisionLine, lines
from wiki.reading.reports.keyed import Key, Screen, keyed, number
from wiki.text.names import is_temporary_name
from wiki.text.titles import Title

KEYS = (Key("pk", number, down=True),)
MOST = 100  # nothing is counted further
WITH = ("page", "revision__page", "revision__author")


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report as the viewer may see it. `page` is the page's title now; `gone`: there is no such page any
    more. `note_hidden`: what is reported is hidden from the viewer, and the note with it. `has_address`:
    whoever reported it has no name, and the address is still kept (moderation/addresses.py shows it).
    """

    id: int
    page: Title | None
    gone: bool
    anchor: str
    revision: RevisionLine | None
    about: str
    about_is_account: bool
    reason: str
    note: str
    note_hidden: bool
    reporter: str
    reporter_is_account: bool
    has_address: bool
    times: int
    created: datetime
    state: str
    decided_by: str
    decided_at: datetime | None
    answer: str


def open_reports(
    *, viewer: Editor, page: Page | None = None, limit: int = 50, after: str = "", before: str = ""
) -> Screen[ReportLine]:
    """The reports that nobody has decided, newest first, of one page or of all; none for who may not decide
    them. 2 queries. Raises BadCursor.
    """
    screen = keyed(
        _open(viewer, page).select_related(*WITH), KEYS, lambda report: report,
        limit=limit, after=after, before=before,
    )  # fmt: skip
    return Screen(report_lines(screen.rows, viewer=viewer), screen.before, screen.after)


def count_open_reports(*, viewer: Editor, page: Page | None = None) -> int:
    """How many reports wait, MOST at most; one query, none for who may not decide them."""
    return _open(viewer, page)[:MOST].count() if sees_reports(viewer) else 0


def _open(viewer: Editor, page: Page | None) -> QuerySet[Report]:
    rows = Report.objects.filter(state=OPEN) if sees_reports(viewer) else Report.objects.none()
    return rows if page is None else rows.filter(page=page)


def report_lines(reports: Sequence[Report], *, viewer: Editor) -> tuple[ReportLine, ...]:
    """These reports as the viewer may see them; at most one query. They come with what WITH names."""
    told = _revisions(reports, viewer)
    return tuple(_line(report, told.get(report.pk), viewer) for report in reports)


def _revisions(reports: Iterable[Report], viewer: Editor) -> dict[int, RevisionLine]:
    """The lines of the revisions that are reported, as far as the viewer may know of them."""
    known = [
        (report.pk, report.revision)
        for report in reports
        if report.revision is not None
        and (sees_deleted(viewer) or not (report.revision.withheld or report.revision.page.deleted))
    ]
    rows = lines((revision for _id, revision in known), viewer=viewer)
    return {id_: row for (id_, _revision), row in zip(known, rows, strict=True)}


def _line(report: Report, told: RevisionLine | None, viewer: Editor) -> ReportLine:
    page = report.page
    kept = _keeps_silent(report, told, viewer)
    return ReportLine(
        id=report.pk,
        page=page.name if page else None,
        gone=bool(page and page.deleted),
        anchor=report.anchor,
        revision=told,
        about=report.about_text,
        about_is_account=report.about_id is not None and not is_temporary_name(report.about_text),
        reason=report.reason,
        note="" if kept else report.note,
        note_hidden=kept,
        reporter=report.reporter_text,
        reporter_is_account=report.reporter_id is not None and not is_temporary_name(report.reporter_text),
        has_address=bool(report.ip),
        times=report.times,
        created=report.created,
        state=report.state,
        decided_by=report.decided_by_text,
        decided_at=report.decided_at,
        answer=report.answer,
    )


def _keeps_silent(report: Report, told: RevisionLine | None, viewer: Editor) -> bool:
    """Whether what is reported is hidden from the viewer."""
    if report.revision is not None:
        return told is None or told.text_hidden
    return bool(report.page and report.page.deleted) and not sees_hidden(viewer, suppressed=False)
