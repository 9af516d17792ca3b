"""Dealing with one author in one deed: he is blocked first, so that he stops; then what he did is taken back,
the texts of it are hidden, and the pages protected.

Each part is done by the function of its own, which asks for its right. A part that is refused is told, and
the others are done; what is done of a part is what the log tells of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from wiki.editing.saving.reverts import REVERTED, REVERTS
from wiki.models import Block, Page, Revision
from wiki.moderation.block import AlreadyBlocked, Terms, block, block_target
from wiki.moderation.hide import CannotHide, hide_revisions
from wiki.moderation.protect import BadProtection, protect_page
from wiki.moderation.revert_user import MOST, Reverted, edits_of, revert_user
from wiki.permissions import PART, Editor, Refused, level_name, may_hide, may_protect, rule_level
from wiki.reading.visibility import author_seen
from wiki.text.names import IpRange, check_user_name, ip_range, is_ip

REASON_LONGEST = 200  # characters: in summaries the author's name stands beside


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done about an author: `terms` of a block whose `rev` was `seen` (None: no block), whether
    to take back what he did from `since` to before `until`, to hide the texts of that, and the level that the
    pages are protected at ("": they are not).
    """

    since: datetime
    until: datetime
    reason: str = ""
    terms: Terms | None = None
    seen: int | None = None
    revert: bool = True
    hide: bool = False
    level: str = ""
    protected_until: datetime | None = None


@dataclass(slots=True)
class Dealt:
    """What was done (or would be), and what was left, each with the reason in words."""

    block: Block | None = None
    reverted: Reverted = field(default_factory=Reverted)
    hidden: list[tuple[Page, list[Revision]]] = field(default_factory=list)
    protected: list[Page] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing was done."""
        return not (self.block or self.hidden or self.protected) and self.reverted.empty

    def leaves(self, what: str, part: Callable[[], None]) -> None:
        """Do a part; where it is refused, say why."""
        try:
            part()
        except AlreadyBlocked as error:
            self.left.append((what, blocked_by(error)))
        except (Refused, CannotHide, BadProtection) as error:
            self.left.append((what, str(getattr(error, "message", error))))


def author_called(text: str) -> str | IpRange:
    """The account, address or range of this name. Raises InvalidName."""
    name = text.strip().removeprefix("User:")
    return name if is_ip(name) else ip_range(name) or check_user_name(name, registering=False)


def deal_with_author(author: str | IpRange, wish: Wish, *, editor: Editor, preview: bool = False) -> Dealt:
    """Block, take back, hide, protect, as far as it is wished and the editor may; `preview`: only tell.

    Raises CannotBlock for a block that cannot be as it is wished: then nothing was done. A block that another
    moderator has set or changed is left as it is and told, and the rest is done.
    """
    done = Dealt()
    name = author.name if isinstance(author, IpRange) else author
    terms = wish.terms
    if terms is not None and not preview:
        done.leaves(_("The block"), lambda: _block(name, terms, wish.seen, editor, done))
    if wish.revert:
        done.leaves(_("The edits"), lambda: _revert(author, wish, editor, preview, done))
    texts = _texts(author, wish, editor, done.reverted) if wish.hide or wish.level else {}
    if wish.hide:
        done.leaves(_("The texts"), lambda: _hide(texts, wish, editor, preview, done))
    if wish.level:
        ids = sorted({*done.reverted.edits, *texts})
        done.leaves(_("The protection"), lambda: _protect(ids, wish, editor, preview, done))
    return done


def blocked_by(error: AlreadyBlocked) -> str:
    """Who blocked somebody meanwhile, and until when; what the error says where nobody did."""
    present = error.block
    if present is None:
        return error.message
    words = {"name": present.name, "by": present.by_text}
    if present.expiry is None:
        return _("“%(name)s” is blocked already, by %(by)s, without end.") % words
    words["until"] = f"{present.expiry:%Y-%m-%d %H:%M} UTC"
    return _("“%(name)s” is blocked already, by %(by)s until %(until)s.") % words


def _block(name: str, terms: Terms, seen: int | None, editor: Editor, done: Dealt) -> None:
    done.block = block(block_target(name), terms, editor=editor, seen=seen)


def _revert(author: str | IpRange, wish: Wish, editor: Editor, preview: bool, done: Dealt) -> None:
    done.reverted = reverted = revert_user(
        author, wish.since, wish.until, editor=editor, reason=wish.reason[:REASON_LONGEST], preview=preview
    )
    done.left += [(title.full, why) for title, why in reverted.left]
    if len(reverted.edits) + len(reverted.deleted) >= MOST:
        done.left.append(
            (_("The other pages"), _("%(n)d pages at once; ask again for the rest.") % {"n": MOST})
        )


# ---- The texts --------------------------------------------------------------------------------------------


def _texts(
    author: str | IpRange, wish: Wish, editor: Editor, reverted: Reverted
) -> dict[int, list[Revision]]:
    """By page, the author's revisions that are taken back, now or before, and whose text still shows."""
    theirs = edits_of(author, wish.since, wish.until).filter(author_seen(editor), page__deleted=False)
    rows = theirs.filter(text_hidden=False, suppressed=False).select_related("page")
    found: dict[int, list[Revision]] = {}
    for row in rows.order_by("page_id", "number"):
        now = row.number in reverted.edits.get(row.page_id, ())
        before = REVERTED in row.tags and row.pk != row.page.latest_id
        if now or before:
            found.setdefault(row.page_id, []).append(row)
    return found


def _hide(texts: dict[int, list[Revision]], wish: Wish, editor: Editor, preview: bool, done: Dealt) -> None:
    may_hide(editor)
    for revisions in texts.values():
        page = revisions[0].page
        if not preview:
            ids = [revision.pk for revision in revisions]
            try:
                hide_revisions(page, ids, editor=editor, text=True, reason=wish.reason)
            except (Refused, CannotHide) as error:
                done.left.append((page.name.full, str(getattr(error, "message", error))))
                continue
        done.hidden.append((page, revisions))
        if others := _holders(page, revisions):
            numbers = ", ".join(map(str, others))
            words = _("Revisions of others that were saved meanwhile may still show the words: %(numbers)s.")
            done.left.append((page.name.full, words % {"numbers": numbers}))


def _holders(page: Page, revisions: list[Revision]) -> list[int]:
    """Numbers of revisions by others, saved on top of these until they were taken back."""
    own = {revision.number for revision in revisions}
    later = Revision.objects.filter(page=page, number__gt=min(own), withheld=False)
    found: list[int] = []
    for row in later.order_by("number").only("number", "tags", "author_text", "text_hidden"):
        if row.number > max(own) and not REVERTS.isdisjoint(row.tags):
            break
        if row.author_text != revisions[0].author_text and not row.text_hidden:
            found.append(row.number)
    return found


# ---- The pages --------------------------------------------------------------------------------------------


def _protect(ids: Iterable[int], wish: Wish, editor: Editor, preview: bool, done: Dealt) -> None:
    may_protect(editor)
    for page in Page.objects.filter(pk__in=ids, deleted=False).order_by("namespace", "title"):
        rules = {
            a: rule for a, rule in page.protection.items() if not a.startswith(PART) and rule_level(rule)
        }
        if "edit" in rules:
            words = {"level": level_name(rule_level(rules["edit"]))}
            done.left.append((page.name.full, _("Protected already: %(level)s.") % words))
            continue
        levels = {action: rule_level(rule) for action, rule in rules.items()} | {"edit": wish.level}
        ends = {
            a: datetime.fromisoformat(rule["expiry"]) if rule["expiry"] else None for a, rule in rules.items()
        }
        ends["edit"] = wish.protected_until
        if not preview:
            try:
                protect_page(page, levels, editor=editor, expiry=ends, reason=wish.reason)
            except (Refused, BadProtection) as error:
                done.left.append((page.name.full, error.message))
                continue
        done.protected.append(page)
