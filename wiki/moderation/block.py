"""Blocking: who may not act, where, and until when. The one way in and out, for the site and the desk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.autoblock import AUTOMATIC, automatic_block
from wiki.editing.log import write_log
from wiki.models import Address, Block, LogEntry, Page, Section, User
from wiki.models.block import hold_saves, standing
from wiki.moderation.reasons import REASON_MAX
from wiki.permissions import Editor, may_block, refuse_blocked
from wiki.text.names import InvalidName, IpRange, check_user_name, ip_range, is_ip, sortable
from wiki.text.titles import NAMESPACES, Title

USER, USER_TALK = 2, 3
MOST_ADDRESSES, MOST_USES = 20, 2000
Target = User | IpRange


class CannotBlock(Exception):
    """Nobody can be blocked so; `field` names the input, `message` says why."""

    def __init__(self, message: str, *, field: str = "", code: str = "badblock") -> None:
        super().__init__(message)
        self.message, self.field, self.code = message, field, code


class AlreadyBlocked(CannotBlock):
    """There is a block, or it is another than the one that was seen: `block`, or None where it was lifted."""

    def __init__(self, message: str, block: Block | None) -> None:
        super().__init__(message, code="alreadyblocked")
        self.block = block


@dataclass(frozen=True, slots=True)
class Terms:
    """What a block forbids, where, until when (None: without end) and why."""

    expiry: datetime | None = None
    reason: str = ""
    sitewide: bool = True
    pages: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    namespaces: tuple[int, ...] = ()
    no_creation: bool = True
    no_email: bool = False
    no_talk: bool = False
    autoblock: bool = True
    hard: bool = False
    duration: str = ""  # as the moderator said it, for the log

    @property
    def parts(self) -> dict[str, list[int]]:
        """Where it holds, as the block's row has it."""
        if self.sitewide:
            return {}
        said = {"pages": self.pages, "sections": self.sections, "namespaces": self.namespaces}
        return {kind: sorted(set(numbers)) for kind, numbers in said.items() if numbers}


def terms_of(block: Block) -> Terms:
    """What a block that stands says."""
    pages, sections, namespaces = (tuple(block.part(kind)) for kind in ("pages", "sections", "namespaces"))
    return Terms(
        block.expiry, block.reason, block.sitewide, pages, sections, namespaces, block.no_creation,
        block.no_email, block.no_talk, block.autoblock, block.hard,
    )  # fmt: skip


def block_target(text: str) -> Target:
    """The account, address or range that `text` names. Raises CannotBlock."""
    name = text.strip().removeprefix("User:")
    try:
        if is_ip(name):
            end = sortable(name)
            return IpRange(name, end, end)
        found = ip_range(name, settings.BLOCK_WIDEST)
        name = "" if found else check_user_name(name, registering=False)
    except InvalidName as error:
        code = "invalidrange" if error.code.startswith("range") else "nosuchuser"
        raise CannotBlock(error.message, field="target", code=code) from None
    user = None if found else User.objects.filter(username=name).first()
    if not (found or user):
        message = _("There is no account named “%(name)s” on this wiki.")
        raise CannotBlock(message % {"name": name}, field="target", code="nosuchuser")
    return found or user  # type: ignore[return-value]  # one of them is there


def name_of(target: Target) -> str:
    """The target as logs and lists name it."""
    return target.username if isinstance(target, User) else target.name


def present_block(target: Target) -> Block | None:
    """The block of exactly this account, address or range that stands now; one query."""
    return Block.objects.filter(_of(target), standing()).select_related("user").first()


def _of(target: Target) -> Q:
    if isinstance(target, User):
        return Q(user=target)
    return Q(user=None, parent=None, first=target.first, last=target.last)


# ---- To block, and to change a block ----------------------------------------------------------------------


def block(
    target: Target, terms: Terms, *, editor: Editor, seen: int | None = None, oneself: bool = False
) -> Block:
    """Block an account, address or range; or change its block, whose `rev` the moderator saw as `seen`.

    No save that asks for blocks after this returns gets through. `oneself` says that the editor knows that it
    is himself. Raises Refused; CannotBlock for terms that cannot be; AlreadyBlocked where a block stands that
    was not seen, or is another by now.
    """
    may_block(editor)
    terms = _checked(target, terms, editor, oneself)
    with transaction.atomic():
        hold_saves()
        refuse_blocked(editor)
        now = timezone.now()
        Block.objects.filter(expiry__lte=now).delete()
        present = present_block(target)
        _refuse_unseen(present, seen, name_of(target))
        if isinstance(target, User) and terms.sitewide:
            _keep_an_administrator(target)
        if present is not None and terms_of(present) == replace(terms, duration=""):
            return present
        made = _stored(target, terms, present, editor, now)
        _block_addresses(made, now)
        _touch(name_of(target))
        _note("reblock" if present else "block", made, terms, editor)
        return made


def _checked(target: Target, terms: Terms, editor: Editor, oneself: bool) -> Terms:
    if terms.expiry is not None and terms.expiry <= timezone.now():
        raise CannotBlock(_("This time is past."), field="expiry", code="invalidexpiry")
    if len(terms.reason) > REASON_MAX:
        words = {"max": REASON_MAX}
        raise CannotBlock(_("A reason has at most %(max)s characters.") % words, field="reason")
    if not (terms.sitewide or terms.parts):
        message = _("Name a page, a section or a namespace where the block holds, or block everywhere.")
        raise CannotBlock(message, field="pages", code="nothingtoblock")
    _check_parts(terms)
    if name_of(target) == editor.name and not oneself:
        message = _("This is you. If you mean it, say so.")
        raise CannotBlock(message, field="oneself", code="blockingself")
    if isinstance(target, User):
        return replace(terms, hard=False)
    return replace(terms, autoblock=False)


def _check_parts(terms: Terms) -> None:
    if set(terms.namespaces) - {number for number in NAMESPACES if number >= 0}:
        raise CannotBlock(_("There is no such namespace."), field="namespaces", code="badnamespace")
    pages = set(Page.objects.filter(pk__in=terms.pages, deleted=False).values_list("pk", flat=True))
    if gone := set(terms.pages) - pages:
        raise CannotBlock(_("There is no page %(id)d.") % {"id": min(gone)}, field="pages", code="nosuchpage")
    sections = set(Section.objects.filter(pk__in=terms.sections).values_list("pk", flat=True))
    if gone := set(terms.sections) - sections:
        message = _("There is no section %(id)d.")
        raise CannotBlock(message % {"id": min(gone)}, field="sections", code="nosuchsection")


def _refuse_unseen(present: Block | None, seen: int | None, name: str) -> None:
    """Raise AlreadyBlocked unless the block is as the moderator saw it."""
    if (present.rev if present else None) == seen:
        return
    if present is None:
        message = _("Somebody lifted this block meanwhile. Send the form again to block anew.")
    elif seen is None:
        message = _("“%(name)s” is blocked already. Below is how; you can change it.") % {"name": name}
    else:
        words = {"name": present.by_text}
        message = _("%(name)s changed this block meanwhile. Below is how it is now.") % words
    raise AlreadyBlocked(message, present)


def _keep_an_administrator(user: User) -> None:
    """Raise CannotBlock for the last account that could lift blocks."""
    able = Q(is_superuser=True) | Q(groups__name="sysop")
    stopped = Block.objects.filter(standing(), sitewide=True, user__isnull=False).values("user")
    others = User.objects.filter(able, is_active=True).exclude(pk__in=stopped).distinct()
    if others.filter(pk=user.pk).exists() and not others.exclude(pk=user.pk).exists():
        message = _("“%(name)s” is the last administrator who can act; nobody could lift the block.")
        raise CannotBlock(message % {"name": user.username}, field="target", code="lastadministrator")


def _stored(target: Target, terms: Terms, present: Block | None, editor: Editor, now: datetime) -> Block:
    made = present or Block(made=now.replace(microsecond=0))
    if present is not None:
        made.rev += 1
    elif isinstance(target, User):
        made.user = target
    else:
        made.address, made.first, made.last = target
    made.by, made.by_text = editor.user, editor.name
    made.expiry, made.reason, made.sitewide, made.parts = (
        terms.expiry, terms.reason, terms.sitewide, terms.parts,
    )  # fmt: skip
    made.no_creation, made.no_email, made.no_talk = terms.no_creation, terms.no_email, terms.no_talk
    made.autoblock, made.hard = terms.autoblock, terms.hard
    made.save()
    return made


def _block_addresses(made: Block, now: datetime) -> None:
    """Stop the addresses that the account used lately, as the block says; those it stopped before go."""
    made.automatic.all().delete()
    if not (made.autoblock and made.sitewide and made.user_id):
        return
    used = Address.objects.filter(account=made.user_id, timestamp__gt=now - AUTOMATIC).order_by("-timestamp")
    lately = dict.fromkeys(used.values_list("ip", flat=True)[:MOST_USES])
    Block.objects.bulk_create(
        automatic_block(made, ip, made.made) for ip in list(lately)[:MOST_ADDRESSES]
    )  # fmt: skip


# ---- To lift one ------------------------------------------------------------------------------------------


def unblock(block_id: int, *, editor: Editor, reason: str = "") -> LogEntry:
    """Lift a block, with what it stopped automatically. Raises Refused, and CannotBlock if it stands no more.

    A blocked moderator lifts no block but one that he made himself.
    """
    may_block(editor)
    with transaction.atomic():
        hold_saves()
        found = Block.objects.select_related("user").filter(standing(), pk=block_id).first()
        if found is None:
            message = _("This block does not stand any more: it ended, or somebody lifted it.")
            raise CannotBlock(message, code="cantunblock")
        if not (found.user_id and editor.user and found.user_id == found.by_id == editor.user.pk):
            refuse_blocked(editor)
        name = found.name
        found.delete()
        _touch(name)
        return write_log("block", "unblock", Title(USER, name), editor=editor, comment=reason)


def _touch(name: str) -> None:
    """The pages of who is blocked say so, or say it no more."""
    pages = Page.objects.filter(namespace__in=(USER, USER_TALK), title=name, deleted=False)
    pages.update(version=F("version") + 1)


# ---- The log ----------------------------------------------------------------------------------------------

FLAGS = {"no_creation": "nocreate", "no_email": "noemail", "no_talk": "nousertalk"}  # as MediaWiki has them


def flags_of(block: Block) -> list[str]:
    """What the block forbids, in MediaWiki's words."""
    flags = [flag for name, flag in FLAGS.items() if getattr(block, name)]
    if block.user_id and not block.autoblock:
        flags.append("noautoblock")
    if not (block.user_id or block.hard):
        flags.append("anononly")
    return sorted(flags)


def _note(action: str, made: Block, terms: Terms, editor: Editor) -> None:
    end = made.expiry.isoformat() if made.expiry else None
    params: dict[str, Any] = {
        "duration": terms.duration or end or "infinite",
        "flags": flags_of(made),
        "sitewide": made.sitewide,
    }
    if end:
        params["expiry"] = end
    if not made.sitewide:
        params["restrictions"] = _restrictions(made)
    write_log(
        "block", action, Title(USER, made.name), editor=editor, comment=made.reason, **params
    )  # fmt: skip


def _restrictions(made: Block) -> dict[str, list[Any]]:
    """Where a partial block holds, with the titles that the pages had then."""
    pages = Page.objects.filter(pk__in=made.part("pages"))
    said: dict[str, list[Any]] = {
        "pages": [{"page_ns": page.namespace, "page_title": page.name.full} for page in pages],
        "sections": made.part("sections"),
        "namespaces": made.part("namespaces"),
    }
    return {kind: found for kind, found in said.items() if found}
