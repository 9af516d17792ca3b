"""Attacks in what readers tell moderators and moderators tell one another: reports, notes, messages."""

from __future__ import annotations

from django.utils import timezone

from tests.web.hostile.attacks import Turn
from wiki.models import LogEntry, MassMessage, Page, Report, UserNote
from wiki.moderation.report import Subject, decide_report, report_page
from wiki.permissions import Editor


def poison_what_is_told(turn: Turn, page: Page, eve: Editor, mal: Editor) -> None:
    """A report that waits and one that was answered, a note struck out, a message sent."""
    assert eve.user is not None
    subjects = (
        Subject(page=page, anchor=turn.one(255)), Subject(page=page), Subject(about=eve.user, name=eve.name),
    )  # fmt: skip
    made = [report_page(one, reason="other", note=turn.many(2000), editor=eve) for one in subjects]
    report_page(Subject(page=page), reason="spam", note=turn.many(2000), editor=Editor(None, "198.51.100.9"))
    decide_report(made[1].pk, Report.STATES[1][0], editor=mal, answer=turn.many())
    # Nothing writes these yet.
    now = timezone.now()
    UserNote.objects.create(about=eve.user, about_text=eve.name, text=turn.many(2000), by=mal.user,
                            by_text=mal.name, made=now, struck=now, struck_by=mal.user,
                            struck_by_text=mal.name, struck_reason=turn.many())  # fmt: skip
    MassMessage.objects.create(
        entry=LogEntry.objects.latest("pk"), key="k", subject=turn.many(255), text=turn.many(2000),
        recipients=[f"User talk:{eve.name}"],
    )  # fmt: skip
