"""Whether a block stops a deed: asked in the transaction of each write, and where a form is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wiki.models import Block
from wiki.models.block import blocks_upon
from wiki.permissions.editor import Editor
from wiki.permissions.refused import UserBlocked
from wiki.text.titles import Title

USER_TALK = 3


@dataclass(frozen=True, slots=True)
class Place:
    """What is to be changed: a page (0: one to be created) and, of it, these sections."""

    title: Title
    page_id: int = 0
    sections: frozenset[int] = frozenset()


class Blocked(UserBlocked):
    """A block stops this; `block` is the one."""

    def __init__(self, message: str, block: Block) -> None:
        super().__init__(message)
        self.block = block


def blocks_on(editor: Editor, *, lock: bool = False) -> list[Block]:
    """The blocks that stop the editor; one query. With `lock`, in a transaction, none more can come about
    until it ends.
    """
    if editor.system:
        return []
    author = editor.author
    account, registered = author.pk if author else None, editor.user is not None
    return blocks_upon(account, editor.ip, registered=registered, lock=lock)


def refuse_blocked(editor: Editor, *places: Place, lock: bool = False) -> None:
    """Raise Blocked if the editor may not change one of these places; without any, if he may not act at all.
    One query.
    """
    for block in blocks_on(editor, lock=lock):
        if (block.sitewide and not places) or any(stops(block, editor, place) for place in places):
            raise Blocked(told(block), block)


def refuse_to_create(editor: Editor) -> None:
    """Raise Blocked if no account may be created from where the editor is. One query."""
    for block in blocks_on(editor, lock=True):
        if block.no_creation:
            raise Blocked(_("No account can be created from here. %(why)s") % {"why": told(block)}, block)


def refuse_to_mail(editor: Editor) -> None:
    """Raise Blocked if the editor may send no mail to others. One query."""
    for block in blocks_on(editor, lock=True):
        if block.no_email:
            raise Blocked(_("You may not send mail. %(why)s") % {"why": told(block)}, block)


def refuse_to_report(editor: Editor) -> None:
    """Raise Blocked if nobody wants to hear of the editor: blocked everywhere, the own talk page included.
    One query.
    """
    for block in blocks_on(editor, lock=True):
        if block.sitewide and block.no_talk:
            raise Blocked(_("You cannot report anything. %(why)s") % {"why": told(block)}, block)


def stops(block: Block, editor: Editor, place: Place) -> bool:
    """Whether the block holds for this place."""
    if place.title == Title(USER_TALK, editor.name) and block.sitewide:
        return block.no_talk
    return (
        block.sitewide
        or place.title.namespace in block.part("namespaces")
        or place.page_id in block.part("pages")
        or not place.sections.isdisjoint(block.part("sections"))
    )


def told(block: Block) -> str:
    """Who is blocked, by whom, why, and until when."""
    if block.parent_id:
        said = [_("The address that you come from is blocked: a blocked account used it.")]
    elif block.user_id:
        said = [_("You are blocked.") if block.sitewide else _("You are blocked from editing this.")]
    else:
        said = [_("Your address is blocked (%(address)s).") % {"address": block.address}]
    said.append(_("Blocked by %(name)s.") % {"name": block.by_text})
    if block.reason:
        said.append(_("Reason: %(reason)s.") % {"reason": block.reason.rstrip(".")})
    if block.expiry is None:
        said.append(_("The block has no end."))
    else:
        until = block.expiry.astimezone(UTC)
        words = {"date": date_format(until, "DATE_FORMAT"), "time": date_format(until, "TIME_FORMAT")}
        said.append(_("It ends on %(date)s at %(time)s (UTC).") % words)
    said.append(_("Number of the block: %(id)d.") % {"id": block.pk})
    return " ".join(said)
