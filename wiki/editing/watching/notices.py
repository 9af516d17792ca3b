"""Reading one's notices, and thanking for an edit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.limits import count
from wiki.editing.log import write_log
from wiki.editing.watching.watch import account_of
from wiki.models import Notice, Revision
from wiki.permissions import Editor, Refused, refuse_blocked
from wiki.text.names import is_temporary_name
from wiki.text.titles import Title

KEPT = timedelta(days=180)  # a notice that was read


class CannotThank(Refused):
    """There is nobody to thank, or it was done before."""

    code = "invalidrecipient"


def thank(revision: Revision, *, editor: Editor) -> None:
    """Thank the author of a revision: he is told, and the log says that he was thanked, not what for.

    Raises Refused without an account, CannotThank for addresses, temporary accounts, hidden authors, oneself,
    or a second time.
    """
    user = account_of(editor)
    temporary = is_temporary_name(revision.author_text)
    if revision.author_id is None or temporary or revision.user_hidden or revision.withheld:
        raise CannotThank(_("Only edits of accounts can be thanked for."))
    if revision.author_id == user.pk:
        raise CannotThank(_("This edit is your own."), code="invalidrecipient-self")
    try:
        with transaction.atomic():
            refuse_blocked(editor, lock=True)
            count("thank", editor)
            Notice.objects.create(
                user_id=revision.author_id,
                kind="thanked",
                revision=revision,
                actor=user,
                created=timezone.now(),
            )
            write_log("thanks", "thank", Title(2, revision.author_text), editor=editor)
    except IntegrityError:
        raise CannotThank(_("You have thanked for this edit already."), code="alreadythanked") from None


def forget_old() -> int:
    """Remove what was read long ago; thanks stay, so that nobody is thanked twice. Says how many went."""
    read = Notice.objects.filter(seen=True, mailed=True, created__lt=timezone.now() - KEPT)
    return read.exclude(kind="thanked").delete()[0]


def mark_read(editor: Editor, *, ids: Collection[int] | None = None, upto: int | None = None) -> int:
    """Mark notices of the editor's as read: those of these ids, or all up to one. Says how many were not.

    Raises Refused without an account.
    """
    mine = Notice.objects.filter(user=account_of(editor), seen=False)
    if ids is not None:
        mine = mine.filter(pk__in=ids)
    if upto is not None:
        mine = mine.filter(pk__lte=upto)
    return mine.update(seen=True)
