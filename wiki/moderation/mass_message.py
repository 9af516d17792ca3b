"""One message to many talk pages: each gets a topic by a save of its own, with a step of the log's entry in
the same transaction. So a message that was broken off goes on, and nobody gets it twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.edits import new_section
from wiki.editing.log import write_log
from wiki.editing.save import Saved, prepare_edit
from wiki.editing.undo import prepare_undo
from wiki.models import DeedStep, LogEntry, MassMessage, Page
from wiki.moderation.deed import Deed, to_undo
from wiki.moderation.delete import delete_page
from wiki.moderation.revert_user import REASONS, why_not
from wiki.permissions import Editor, may_send_mass_message, refuse_blocked
from wiki.reading.page import find_page
from wiki.text.normal import InvalidText, normalise, sign
from wiki.text.talk.threads import with_signature
from wiki.text.titles import Title, parse_title

MOST = 500  # talk pages
SUBJECT_MAX, TEXT_MAX = 200, 20_000  # characters
SECONDS = 8.0  # that one call goes on; the rest waits for the next one
KIND = "message"
PLACE = Title(-1, "MassMessage")


class BadMessage(Exception):
    """The message cannot be sent as it is; the message says why, `field` names the input."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.message, self.field = message, field


@dataclass(slots=True)
class Sent:
    """What one call did: to whom, to whom not and why; and how many wait for the next call."""

    done: list[Title] = field(default_factory=list)
    left: list[tuple[Title, str]] = field(default_factory=list)
    waiting: int = 0


def begin_message(
    subject: str, text: str, titles: Sequence[Title], *, key: str, editor: Editor
) -> MassMessage:
    """Note a message that is to be sent; `send_on` sends it. `key` comes with the form: the same one again is
    the same message. Raises Refused, BadMessage.
    """
    may_send_mass_message(editor)
    subject = " ".join(subject.split())
    signed = _signed(text, editor)
    _check(subject, signed, titles)
    try:
        with transaction.atomic():
            refuse_blocked(editor, lock=True)
            entry = write_log(
                "massmessage", "send", PLACE, editor=editor, comment=subject, recipients=len(titles)
            )
            return MassMessage.objects.create(
                entry=entry, key=key, subject=subject, text=signed, recipients=[one.full for one in titles]
            )
    except IntegrityError:
        return MassMessage.objects.select_related("entry").get(key=key)


def _signed(text: str, editor: Editor) -> str:
    """The text as each talk page gets it, with the sender's signature."""
    try:
        text = normalise(text.strip())
    except InvalidText as error:
        raise BadMessage(error.message, field="text") from None
    chosen = editor.user.chosen.signature if editor.user else ""
    text, mark = (
        sign(said, author=editor.name, now=timezone.now(), chosen=chosen) for said in (text, "~~~~")
    )
    return with_signature(text, mark)


def _check(subject: str, text: str, titles: Sequence[Title]) -> None:
    words = {"max": SUBJECT_MAX}
    if not subject:
        raise BadMessage(_("Say what the message is about."), field="subject")
    if len(subject) > SUBJECT_MAX:
        raise BadMessage(_("The subject may have %(max)s characters.") % words, field="subject")
    if not text.strip():
        raise BadMessage(_("The message is empty."), field="text")
    if len(text) > TEXT_MAX:
        raise BadMessage(_("The text may have %(max)s characters.") % {"max": TEXT_MAX}, field="text")
    if not titles:
        raise BadMessage(_("Nobody would get this message."), field="pages")
    if len(titles) > MOST:
        words = {"n": len(titles), "max": MOST}
        raise BadMessage(_("These are %(n)s talk pages; the limit is %(max)s.") % words, field="pages")


def send_on(message: MassMessage, *, editor: Editor, seconds: float = SECONDS) -> Sent:
    """Send the message to those who do not have it, for some seconds; of two who do so at once nobody sends
    it twice. Whoever cannot get it is told, and tried again when it is called again. Raises Refused.
    """
    may_send_mass_message(editor)
    deed = Deed(lambda: message.entry, message.entry)
    sent, wait, until = Sent(), waiting(message), time.monotonic() + seconds
    for place, full in enumerate(wait):
        if sent.done and time.monotonic() > until:
            sent.waiting = len(wait) - place
            return sent
        title = parse_title(full)
        try:
            if _deliver(message, title, deed, editor):
                sent.done.append(title)
        except IntegrityError:
            continue  # somebody else sends it too, and was quicker here
        except REASONS as error:
            sent.left.append((title, why_not(error)))
    return sent


def waiting(message: MassMessage) -> list[str]:
    """The talk pages that do not have the message, in their order; none once it was taken back."""
    if DeedStep.objects.filter(undoes__entry=message.entry_id).exists():
        return []
    steps = DeedStep.objects.filter(entry=message.entry_id, kind=KIND)
    known = set(steps.values_list("new", flat=True))
    return [full for full in message.recipients if full not in known]


def _deliver(message: MassMessage, title: Title, deed: Deed, editor: Editor) -> bool:
    page = find_page(title)
    summary = _("/* %(heading)s */ new section") % {"heading": message.subject}
    edit = new_section(page, message.subject, message.text)
    write = prepare_edit(page or title, edit, editor=editor, summary=summary)
    if isinstance(write, Saved):
        return False
    return bool(deed.step(lambda: _step(title, write)))


def _step(title: Title, write: Callable[[], Saved]) -> list[DeedStep]:
    saved = write()
    return [DeedStep(kind=KIND, page=saved.page, revision=saved.revision, new=title.full)]


def take_message_back(message: MassMessage, *, editor: Editor) -> Sent:
    """Take the message off the talk pages again: what is in nobody else's words by an undo, pages that it
    made and nobody else edited by deleting them. What was changed since is left, and told. Raises Refused.
    """
    may_send_mass_message(editor)
    done = Sent()
    begun = DeedStep.objects.filter(undoes__entry=message.entry_id).select_related("entry").first()

    def begin() -> LogEntry:
        return write_log(
            "massmessage", "back", PLACE, editor=editor, comment=message.subject, entry=message.entry_id
        )

    deed = Deed(begin, begun.entry if begun else None)
    for step in to_undo(message.entry):
        page = Page.objects.select_related("latest").get(pk=step.page_id or 0)
        try:
            if _taken_back(step, page, deed, editor):
                done.done.append(page.name)
            else:
                done.left.append((page.name, _("Changed since.")))
        except IntegrityError:
            continue  # somebody else takes it back too, and was quicker here
        except REASONS as error:
            done.left.append((page.name, why_not(error) or _("Changed since.")))
    return done


def _taken_back(step: DeedStep, page: Page, deed: Deed, editor: Editor) -> bool:
    undone = DeedStep(kind=KIND, page=page, new=step.new, undoes=step)
    revision = step.revision
    if page.deleted or revision is None:
        return False
    if page.number == revision.number == 1:

        def delete() -> list[DeedStep]:
            delete_page(page, editor=editor, reason=_("Message taken back"))
            return [undone]

        return bool(deed.step(delete))
    write = prepare_undo(page, revision, editor=editor)
    if isinstance(write, Saved):
        return False

    def undo() -> list[DeedStep]:
        return [undone] if write().revision is not None else []

    return bool(deed.step(undo))
