"""Notes that moderators keep about accounts and addresses, for one another."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.log import write_log
from wiki.models import User, UserNote
from wiki.moderation.block import Target, name_of
from wiki.moderation.reasons import REASON_MAX
from wiki.permissions import Editor, may_note_users, refuse_blocked
from wiki.text.titles import Title

NOTE_MAX = 2000  # characters
USER = 2


class BadNote(Exception):
    """The note cannot be taken as it is, or struck; the message says why, `field` names the input."""

    def __init__(self, message: str, *, field: str = "text") -> None:
        super().__init__(message)
        self.message, self.field = message, field


class NoteMissing(LookupError):
    """There is no such note."""


def add_note(target: Target, text: str, *, editor: Editor) -> UserNote:
    """Note something about an account, an address or a range. The log says that it was done, not what the
    note says. Raises Refused, and BadNote for one that is empty or too long.
    """
    may_note_users(editor)
    text = text.strip().replace("\0", "")
    if not text:
        raise BadNote(_("The note is empty."))
    if len(text) > NOTE_MAX:
        words = {"n": len(text), "max": NOTE_MAX}
        raise BadNote(_("This has %(n)s characters; the limit is %(max)s.") % words)
    with transaction.atomic():
        refuse_blocked(editor, lock=True)
        note = UserNote.objects.create(
            about=target if isinstance(target, User) else None, about_text=name_of(target), text=text,
            by=editor.author, by_text=editor.name, made=timezone.now(),
        )  # fmt: skip
        write_log("usernote", "add", Title(USER, note.about_text), editor=editor, note=note.pk)
    return note


def strike_note(note_id: int, *, editor: Editor, reason: str) -> UserNote:
    """Strike a note out: it stays, and is read as what holds no more. Raises Refused, NoteMissing, and
    BadNote without a reason or where somebody struck it before.
    """
    may_note_users(editor)
    reason = " ".join(reason.replace("\0", "").split())[:REASON_MAX]
    if not reason:
        raise BadNote(_("Say why the note holds no more."), field="reason")
    with transaction.atomic():
        refuse_blocked(editor, lock=True)
        note = UserNote.objects.select_for_update().filter(pk=note_id).first()
        if note is None:
            raise NoteMissing(str(note_id))
        if note.struck is not None:
            message = _("%(name)s has struck this note out already.") % {"name": note.struck_by_text}
            raise BadNote(message, field="reason")
        note.struck, note.struck_reason = timezone.now(), reason
        note.struck_by, note.struck_by_text = editor.author, editor.name
        note.save()
        write_log("usernote", "strike", Title(USER, note.about_text), editor=editor, note=note.pk)
    return note
