"""Reports by readers: made by whoever reads, decided by a moderator, once.

A block does not keep anybody from reporting, unless it takes the own talk page away too: whoever is blocked
may be harassed as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from wiki.editing.limits import count
from wiki.editing.log import write_log
from wiki.models import Notice, Page, Report, Revision, User
from wiki.models.report import DISMISSED, DONE, OPEN
from wiki.moderation.reasons import REASON_MAX
from wiki.permissions import Editor, Refused, may_decide_reports, refuse_blocked, refuse_to_report
from wiki.text.names import sortable
from wiki.text.titles import Title

NOTE_MAX = 2000  # characters of one note
NOTES_MAX = 4 * NOTE_MAX  # of all notes that somebody sends about one thing
USER = 2
ACTIONS = {DONE: "done", DISMISSED: "dismiss"}


class BadReport(Exception):
    """What was said cannot be taken as it is; the message says why, `field` names the input."""

    def __init__(self, message: str, *, field: str = "note") -> None:
        super().__init__(message)
        self.message, self.field = message, field


class AlreadyDecided(Refused):
    """Another moderator was quicker; `report` is as he left it."""

    code, status = "alreadydecided", 409

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


class ReportMissing(LookupError):
    """There is no such report."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reported: a page, a revision of it, a comment on it (`anchor`); or an account or address."""

    page: Page | None = None
    revision: Revision | None = None
    anchor: str = ""
    about: User | None = None
    name: str = ""

    @property
    def key(self) -> str:
        """What tells it from all other things."""
        if self.page is None:
            return f"name {self.name}"
        return f"revision {self.revision.pk}" if self.revision else f"page {self.page.pk} {self.anchor}"


def report_page(subject: Subject, *, reason: str, note: str = "", editor: Editor) -> Report:
    """Tell the moderators that something is wrong with a page, a revision, a comment or a user. What somebody
    has reported and reports again while nobody decided it, is added to that report.

    Raises Refused (Blocked, RateLimited), and BadReport (`message`, `field`).
    """
    note = note.strip().replace("\0", "")
    _check(subject, reason, note)
    with transaction.atomic():
        refuse_to_report(editor)
        count("report", editor)
        author, page = editor.author, subject.page
        who = f"account {author.pk}" if author else sortable(editor.ip)
        report, new = Report.objects.select_for_update().get_or_create(
            key=salted_hmac("wiki.report", f"{who} {subject.key}", algorithm="sha256").hexdigest(),
            defaults={
                "page": page, "revision": subject.revision, "anchor": subject.anchor,
                "namespace": page.namespace if page else USER, "title": page.title if page else "",
                "about": subject.about, "about_text": "" if page else subject.name,
                "reason": reason, "note": note, "reporter": author,
                "reporter_text": author.username if author else "", "ip": "" if author else who,
                "created": timezone.now(),
            },
        )  # fmt: skip
        return report if new else _joined(report, reason, note)


def _check(subject: Subject, reason: str, note: str) -> None:
    if subject.page is not None and subject.page.deleted:
        raise BadReport(_("This page was deleted meanwhile."), field="")
    if reason not in dict(Report.REASONS):
        raise BadReport(_("Say what is wrong."), field="reason")
    if reason == "other" and not note:
        raise BadReport(_("Say in a few words what is wrong."))
    if len(note) > NOTE_MAX:
        words = {"n": len(note), "max": NOTE_MAX}
        raise BadReport(_("This has %(n)s characters; the limit is %(max)s.") % words)


def _joined(report: Report, reason: str, note: str) -> Report:
    """The report that stands, with what was said now."""
    if note and note not in report.note:
        report.note = f"{report.note}\n\n{note}".strip()
    if len(report.note) > NOTES_MAX:
        raise BadReport(_("You have said much about this already. It will be looked at."))
    report.reason = reason
    report.times += 1
    report.save(update_fields=["note", "reason", "times"])
    return report


def decide_report(report_id: int, state: str, *, editor: Editor, answer: str = "") -> Report:
    """Close a report as done or dismissed; whoever reported it under an account is told, with the answer.

    Raises Refused, ReportMissing, AlreadyDecided where somebody decided it before, and BadReport for an
    answer that is too long.
    """
    may_decide_reports(editor)
    answer = answer.strip().replace("\0", "")
    if len(answer) > REASON_MAX:
        words = {"n": len(answer), "max": REASON_MAX}
        raise BadReport(_("This has %(n)s characters; the limit is %(max)s.") % words, field="answer")
    with transaction.atomic():
        refuse_blocked(editor, lock=True)
        report = Report.objects.select_for_update().filter(pk=report_id).first()
        if report is None:
            raise ReportMissing(str(report_id))
        if report.state != OPEN:
            told = {"name": report.decided_by_text, "state": report.get_state_display()}
            raise AlreadyDecided(_("%(name)s has decided this report already: %(state)s.") % told, report)
        report.state, report.answer, report.key = state, answer, None
        report.decided_at = timezone.now()
        report.decided_by, report.decided_by_text = editor.author, editor.name
        report.save()
        title = report.page.name if report.page else Title(USER, report.about_text)
        write_log("report", ACTIONS[state], title, editor=editor, page=report.page, report=report.pk)
        _tell_reporter(report, editor)
    return report


def _tell_reporter(report: Report, editor: Editor) -> None:
    """An account of somebody's own is told, unless it decided the report itself."""
    reporter = report.reporter
    if reporter is None or reporter.temporary_until is not None or not reporter.is_active:
        return
    if editor.user is None or editor.user.pk != reporter.pk:
        Notice.objects.create(user=reporter, kind="reported", report=report, created=timezone.now())


def forget_reporters() -> int:
    """Remove the addresses of reporters without a name that were kept for ADDRESS_DAYS; says how many."""
    until = timezone.now() - timedelta(days=settings.ADDRESS_DAYS)
    return Report.objects.filter(created__lt=until).exclude(ip="").update(ip="", key=None)
