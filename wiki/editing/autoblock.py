"""Addresses that blocked accounts use are stopped too, for a while; which they are is told to nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from wiki.models import Block
from wiki.permissions import Editor
from wiki.text.names import sortable

AUTOMATIC = timedelta(hours=24)  # for how long, and since when, the addresses of a blocked account count


def spread(block: Block, editor: Editor) -> None:
    """A blocked account tried from here: what autoblocks stops this address too, for a day."""
    if not (block.autoblock and block.sitewide and block.user_id and editor.ip):
        return
    now = timezone.now().replace(microsecond=0)
    automatic = automatic_block(block, sortable(editor.ip), now)
    Block.objects.bulk_create([automatic], ignore_conflicts=True)


def automatic_block(block: Block, address: str, now: datetime) -> Block:
    """What stops an address because of a block of an account that used it; not stored here."""
    ends = min(block.expiry or now + AUTOMATIC, now + AUTOMATIC)
    return Block(
        parent=block, first=address, last=address, by_id=block.by_id, by_text=block.by_text, made=now,
        expiry=ends, reason=block.reason, hard=True, no_creation=block.no_creation,
        no_talk=block.no_talk,
    )  # fmt: skip
