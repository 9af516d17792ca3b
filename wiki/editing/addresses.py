"""From where accounts act: noted with the deed, kept for a while, shown only to who may look it up."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.utils import timezone

from wiki.models import Address, Revision, User
from wiki.permissions import Editor
from wiki.text.names import sortable

Deed = Literal["edit", "login", "temporary"]


def note_address(account: User, ip: str, deed: Deed) -> None:
    """Keep that the account acted from this address."""
    Address.objects.create(account=account, ip=sortable(ip), deed=deed, timestamp=timezone.now())


def note_edit(revision: Revision, editor: Editor) -> None:
    """Keep from where a revision was made, if an account made it; of others the revision itself tells."""
    if revision.author_id and editor.ip:
        Address.objects.create(
            account_id=revision.author_id, ip=sortable(editor.ip), deed="edit", revision=revision,
            timestamp=timezone.now(),
        )  # fmt: skip


def forget_addresses() -> int:
    """Remove the addresses that were kept for ADDRESS_DAYS; says how many. Who looked at them stays known."""
    until = timezone.now() - timedelta(days=settings.ADDRESS_DAYS)
    return Address.objects.filter(timestamp__lt=until).delete()[0]
