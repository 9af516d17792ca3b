"""Who is blocked: the list of it, and what the pages of somebody who is say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from wiki.models import Block, LogEntry, Page, Section
from wiki.models.block import covering, standing
from wiki.permissions import Editor, sees_hidden
from wiki.reading.lists.log import log
from wiki.reading.reports.keyed import Key, Screen, keyed, number
from wiki.text.names import IpRange, is_ip, sortable
from wiki.text.titles import Title

KEYS = (Key("pk", number, down=True),)
USER, USER_TALK = 2, 3
KINDS = ("accounts", "addresses", "ranges", "automatic")


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block in the list. `pages` and `sections` are titles, a section's with its anchor."""

    id: int
    name: str
    is_account: bool
    automatic: bool
    made: datetime
    expiry: datetime | None
    by: str
    reason: str
    reason_hidden: bool
    sitewide: bool
    flags: tuple[str, ...]
    pages: tuple[Title, ...] = ()
    sections: tuple[tuple[Title, str, str], ...] = ()  # page, anchor, heading
    namespaces: tuple[int, ...] = ()


FLAGS = ("no_creation", "no_email", "no_talk", "autoblock", "hard")


def blocked(
    *,
    viewer: Editor,
    target: str | IpRange = "",
    hidden: frozenset[str] = frozenset(),
    only: str = "",
    limit: int = 50,
    after: str = "",
    before: str = "",
) -> Screen[BlockLine]:
    """The blocks that stand, newest first; 2 queries, and one each for pages and sections of partial ones.
    Raises BadCursor.

    Narrowed to an account, an address (with the ranges around it) or a range; without the `hidden` kinds
    (of KINDS, and "temporary": those that end); to the kind `only`.
    """
    found = Block.objects.filter(standing(), _upon(target))
    for kind in hidden:
        found = found.exclude(_kind(kind))
    if only:
        found = found.filter(_kind(only))
    rows = found.select_related("user", "parent__user")
    screen = keyed(rows, KEYS, lambda block: block, limit=limit, after=after, before=before)
    return Screen(tuple(_lines(list(screen.rows), viewer)), screen.before, screen.after)


def _kind(kind: str) -> Q:
    address = Q(user=None, parent=None)
    return {
        "accounts": Q(user__isnull=False),
        "addresses": address & Q(first=F("last")),
        "ranges": address & ~Q(first=F("last")),
        "automatic": Q(parent__isnull=False),
        "temporary": Q(expiry__isnull=False),
    }[kind]


def _upon(target: str | IpRange) -> Q:
    """Blocks that stop this account, address or range; an automatic one only by its number, `#5`."""
    if isinstance(target, IpRange):
        return Q(parent=None, first__lte=target.first, last__gte=target.last) & ~Q(first="")
    if is_ip(target):
        return covering(sortable(target)) & Q(parent=None)
    if target.startswith("#"):
        return Q(pk=int(target[1:]) if target[1:].isdigit() and len(target) < 19 else 0)
    return Q(user__username=target) if target else Q()


def _lines(blocks: list[Block], viewer: Editor) -> list[BlockLine]:
    """One query for reasons that were hidden in the log; for pages and for sections, where there are any."""
    pages = Page.objects.in_bulk({pk for block in blocks for pk in block.part("pages")})
    ids = {pk for block in blocks for pk in block.part("sections")}
    sections = Section.objects.select_related("page").in_bulk(ids)
    named = {block.pk: (block.parent or block).name for block in blocks}  # under what the log tells of it
    hidden = _hidden_reasons(named.values(), viewer)
    lines = []
    for block in blocks:
        kept = (named[block.pk], block.reason) in hidden
        lines.append(
            BlockLine(
                block.pk, block.name, block.user_id is not None, block.parent_id is not None, block.made,
                block.expiry, block.by_text, "" if kept else block.reason, kept, block.sitewide,
                tuple(flag for flag in FLAGS if getattr(block, flag)),
                tuple(pages[pk].name for pk in block.part("pages") if pk in pages),
                tuple(
                    (sections[pk].page.name, sections[pk].anchor, sections[pk].title)
                    for pk in block.part("sections")
                    if pk in sections
                ),
                tuple(block.part("namespaces")),
            )
        )  # fmt: skip
    return lines


def _hidden_reasons(names: Iterable[str], viewer: Editor) -> set[tuple[str, str]]:
    """Names and reasons of blocks whose line of the log was hidden from the viewer; one query."""
    entries = LogEntry.objects.filter(type="block", namespace=USER, title__in=names, comment_hidden=True)
    return {
        (title, comment)
        for title, comment, suppressed in entries.values_list("title", "comment", "suppressed")
        if not sees_hidden(viewer, suppressed=suppressed)
    }


@dataclass(frozen=True, slots=True)
class BlockNotice:
    """That somebody is blocked: the block, and what the log says of it, as the viewer may see it."""

    block: Block
    entry: LogEntry | None


def block_notice(author: str | IpRange, *, viewer: Editor) -> BlockNotice | None:
    """What pages of this account, address or range say of its block; one query, two where there is one."""
    found = Block.objects.filter(standing(), _upon(author), parent=None).select_related("user")
    block = found.order_by("pk").first() if author else None
    if block is None:
        return None
    entries, _older = log(type_="block", title=Title(USER, block.name), limit=1, viewer=viewer)
    return BlockNotice(block, entries[0] if entries else None)


def blocked_owner(title: Title, *, viewer: Editor) -> BlockNotice | None:
    """The same for a user page or its talk; no query for any other page."""
    own = title.namespace in (USER, USER_TALK) and "/" not in title.name
    return block_notice(title.name, viewer=viewer) if own else None
