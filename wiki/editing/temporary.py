"""The account that a visitor's first edit makes, in the same transaction as the edit.

Whatever writes under a name calls `as_author` first, in its transaction, and writes as the Editor that comes
back. The door binds the visitor to the account afterwards (web/temporary.py).
"""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.addresses import note_address
from wiki.editing.merging.rows import Edit
from wiki.models import Address, Row, TemporaryCount, User
from wiki.permissions import Editor, Refused, refuse_to_create
from wiki.text.names import YET_UNNAMED, signature, sortable

KEPT = timedelta(days=90)  # that a visitor edits under the same name


class TooManyTemporary(Refused):
    """From this address too many temporary accounts were made of late."""

    code = "acct_creation_throttle_hit"


def as_author(editor: Editor) -> Editor:
    """The Editor under whose name to write. For a visitor who has no name yet (`is_unnamed`) a temporary
    account is made, once for the same Editor; anybody else comes back as he is.

    To be called in the transaction that writes: if it fails, there was no account, and its number is the next
    one's. Raises TooManyTemporary, and Blocked where no account may be created from this address.
    """
    if not editor.is_unnamed:
        return editor
    if not (editor.made and User.objects.filter(pk=editor.made[-1].pk).exists()):
        refuse_to_create(editor)
        editor.made[:] = [_made(editor.ip)]
    return replace(editor, temporary=editor.made[-1])


@transaction.atomic
def _made(ip: str) -> User:
    """A new account with the year's next number. Others wait for theirs until the transaction ends."""
    now = timezone.now()
    count, _new = TemporaryCount.objects.select_for_update().get_or_create(year=now.year)
    refuse_too_many(ip)
    count.last += 1
    count.save(update_fields=["last"])
    account = User.objects.create(
        username=f"~{now.year}-{count.last}", password=make_password(None), temporary_until=now + KEPT
    )
    note_address(account, ip, "temporary")
    return account


def refuse_too_many(ip: str) -> None:
    """Raise TooManyTemporary if this address (of IPv6 its /64) made as many accounts as a day allows."""
    since = timezone.now() - timedelta(days=1)
    first, last = _neighbours(ip)
    made = Address.objects.filter(deed="temporary", ip__range=(first, last), timestamp__gt=since)
    if made.count() >= settings.TEMPORARY_ACCOUNTS_A_DAY:
        message = _(
            "From your network many visitors edited without an account today. Create an account or log in to "
            "edit; your text is kept."
        )
        raise TooManyTemporary(message)


def _neighbours(ip: str) -> tuple[str, str]:
    """The ends of the range that counts as one address."""
    if ipaddress.ip_address(ip).version == 4:
        return sortable(ip), sortable(ip)
    net = ipaddress.ip_network(f"{ip}/64", strict=False)
    return sortable(str(net[0])), sortable(str(net[-1]))


# ---- Signing before the name is known ---------------------------------------------------------------------


def signs_unnamed(edit: Edit, editor: Editor) -> bool:
    """Whether the text is signed by a visitor whose name its save will tell."""
    return editor.is_unnamed and any(_stand_in() in row.text for row in _written(edit))


def signed_as(name: str, edit: Edit) -> Edit:
    """The edit with the visitor's name in the signatures that it adds."""
    written, stand_in, signed = set(_written(edit)), _stand_in(), signature(name)
    mine = tuple(
        row._replace(text=row.text.replace(stand_in, signed)) if row in written else row for row in edit.mine
    )
    return replace(edit, mine=mine)


def _stand_in() -> str:
    return signature(YET_UNNAMED)


def _written(edit: Edit) -> list[Row]:
    """The rows that the edit adds or changes."""
    shown = set(edit.base)
    return [row for row in edit.mine if row not in shown]
