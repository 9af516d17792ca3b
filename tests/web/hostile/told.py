"""Attacks in what readers tell moderators and moderators tell one another: reports, notes, messages."""

from __future__ import annotations

from tests.web.hostile.attacks import Turn
from wiki.models import Page, Report
from wiki.moderation.mass_message import begin_message, send_on
from wiki.moderation.report import Subject, decide_report, report_page
from wiki.moderation.user_notes import add_note, strike_note
from wiki.permissions import Editor
from wiki.text.titles import Title


def poison_what_is_told(turn: Turn, page: Page, eve: Editor, mal: Editor) -> None:
    """A report that waits and one that was answered, a note struck out, a message sent."""
    assert eve.user is not None
    subjects = (
        Subject(page=page, anchor=turn.one(255)), Subject(page=page), Subject(about=eve.user, name=eve.name),
    )  # fmt: skip
    made = [report_page(one, reason="other", note=turn.many(2000), editor=eve) for one in subjects]
    report_page(Subject(page=page), reason="spam", note=turn.many(2000), editor=Editor(None, "198.51.100.9"))
    decide_report(made[1].pk, Report.STATES[1][0], editor=mal, answer=turn.many())
    kept, struck = (add_note(eve.user, turn.many(2000), editor=mal) for _n in range(2))
    strike_note(struck.pk, editor=mal, reason=turn.many())
    assert kept.pk != struck.pk
    subject, text = heading(turn.many(200)), f"{turn.one()}\n\n{turn.one()}"
    send_on(
        begin_message(subject, text, [Title(3, eve.name), Title(3, "Alice")], key="k", editor=mal), editor=mal
    )


def heading(text: str) -> str:
    """As a subject of a message may be."""
    return text.translate(dict.fromkeys(map(ord, "[]{}|#=~")))
