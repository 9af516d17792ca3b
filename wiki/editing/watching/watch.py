"""Watching: an editor's own rows. They make no revision and nobody else sees them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.models import Notice, Page, Preferences, Revision, User, Watch
from wiki.models.watch import PERIODS
from wiki.permissions import Editor, Refused
from wiki.reading.watching.watching import Target, watches_of
from wiki.text.titles import Title

MOST = 10_000  # things that one account watches
AT_ONCE = 500


class BadWatch(ValueError):
    """This cannot be watched, or not for so long: `message` says why, `code` is for machines."""

    def __init__(self, message: str, *, code: str = "badwatch") -> None:
        super().__init__(message)
        self.message, self.code = message, code


def account_of(editor: Editor) -> User:
    """The account whose rows these are. Raises Refused where there is none."""
    if editor.user is None:
        raise Refused(_("Watching needs an account. Log in or create one."), code="notloggedin")
    return editor.user


def expiry_of(period: str) -> datetime | None:
    """When a watch of this period (one of PERIODS, or "" for good) runs out. Raises BadWatch."""
    if not period:
        return None
    if period not in PERIODS:
        message = _("“%(period)s” is no period that something can be watched for.")
        raise BadWatch(message % {"period": period[:40]}, code="invalidexpiry")
    return timezone.now() + PERIODS[period]


def watch(target: Target, *, editor: Editor, expiry: datetime | None = None) -> Watch:
    """Watch this, until `expiry` (None: for good); what is watched already gets the new expiry.

    Raises Refused without an account, BadWatch for an expiry in the past or one too many.
    """
    user, now = account_of(editor), timezone.now()
    if expiry is not None and expiry <= now:
        raise BadWatch(_("That time is over: choose one to come."), code="pastexpiry")
    with transaction.atomic():
        known = watches_of(user, target.title).filter(kind=target.kind, part=target.part).first()
        if known is not None:
            known.expiry = expiry
            known.save(update_fields=["expiry"])
            return known
        _room_for(user, 1)
        row = _row(user, target, newest_revision(), expiry)
        Watch.objects.bulk_create(
            [row],
            update_conflicts=True,  # one that has run out begins anew
            unique_fields=["user", "namespace", "title", "kind", "part"],
            update_fields=["expiry", "seen", "seen_talk"],
        )
        _note_watched([target.subject])
        return row


def unwatch(target: Target, *, editor: Editor) -> bool:
    """Watch this no longer; says whether it was watched. Raises Refused."""
    subject = target.subject
    mine = Watch.objects.filter(user=account_of(editor), namespace=subject.namespace, title=subject.name)
    return bool(mine.filter(kind=target.kind, part=target.part).delete()[0])


def unwatch_rows(ids: Collection[int], *, editor: Editor) -> int:
    """Take these rows off the editor's list; those of others stay. Says how many went. Raises Refused."""
    gone, wanted = 0, sorted(ids)
    with transaction.atomic():
        for start in range(0, len(wanted), AT_ONCE):
            mine = Watch.objects.filter(user=account_of(editor), pk__in=wanted[start : start + AT_ONCE])
            gone += mine.delete()[0]
    return gone


def clear_watchlist(*, editor: Editor) -> int:
    """Take everything off the editor's list; says how much. Raises Refused."""
    return Watch.objects.filter(user=account_of(editor)).delete()[0]


def set_pages(titles: Sequence[Title], *, editor: Editor) -> tuple[int, int]:
    """Let exactly these pages be watched; those that are already keep their expiry. Sections, fields and
    categories stay. Returns how many were added and removed. All or nothing.

    Raises Refused, or BadWatch for too many.
    """
    user = account_of(editor)
    wanted = {title.subject for title in titles}
    with transaction.atomic():
        mine = Watch.objects.filter(user=user, kind="page")
        known = {
            Title(namespace, name): pk for pk, namespace, name in mine.values_list("pk", "namespace", "title")
        }
        new = sorted(wanted - known.keys())
        gone = unwatch_rows([pk for title, pk in known.items() if title not in wanted], editor=editor)
        _room_for(user, len(new))
        newest = newest_revision()
        Watch.objects.bulk_create(
            [_row(user, Target("page", title), newest, None) for title in new],
            batch_size=AT_ONCE,
            ignore_conflicts=True,
        )
        _note_watched(new)
    return len(new), gone


def _row(user: User, target: Target, newest: int, expiry: datetime | None) -> Watch:
    subject, chosen = target.subject, user.chosen
    return Watch(
        user=user, kind=target.kind, namespace=subject.namespace, title=subject.name, part=target.part,
        expiry=expiry, seen=newest, seen_talk=newest, notify=_told(chosen, target),
    )  # fmt: skip


def _told(chosen: Preferences, target: Target) -> bool:
    if target.kind == "section" and target.title.is_talk:
        return True  # a topic is watched to be told of replies
    return chosen.notify_pages if target.kind == "page" else chosen.notify_parts


def _room_for(user: User, more: int) -> None:
    """Raise BadWatch if the list would get too long with so many more."""
    count = Watch.objects.filter(user=user).count()
    if more and count + more > MOST:
        message = _("Your watchlist has %(count)s entries; %(max)s are the most. Take some off first.")
        raise BadWatch(message % {"count": f"{count:,}", "max": f"{MOST:,}"}, code="watchlistfull")


def newest_revision() -> int:
    """The newest revision of the wiki: whatever comes later is unseen."""
    return Revision.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _note_watched(subjects: Sequence[Title]) -> None:
    """Mark these pages and their talk pages as watched by somebody, so that saving them tells."""
    for start in range(0, len(subjects), AT_ONCE):
        some = subjects[start : start + AT_ONCE]
        names: dict[int, list[str]] = {}
        for subject in some:
            names.setdefault(subject.namespace, []).append(subject.name)
        for namespace, titles in names.items():
            pages = Page.objects.filter(namespace__in=(namespace, namespace + 1), title__in=titles)
            pages.filter(watched=False).update(watched=True)


# ---- Seen and unseen --------------------------------------------------------------------------------------


def visited(title: Title, revision_id: int, *, editor: Editor) -> None:
    """The editor looked at the page of this title as that revision left it: nothing up to it is unseen, and
    notices about it are read. At most two statements.
    """
    if editor.user:
        column = "seen_talk" if title.is_talk else "seen"
        mine = watches_of(editor.user, title)
        mine.exclude(kind="category").update(**{column: Greatest(F(column), revision_id)})
        if title.namespace == 14:
            mine.filter(kind="category").update(seen=newest_revision())
    if editor.author and editor.author.unseen_notices:
        about = Notice.objects.filter(user=editor.author, seen=False, revision_id__lte=revision_id)
        about.filter(revision__page__namespace=title.namespace, revision__page__title=title.name).exclude(
            kind="thanked"
        ).update(seen=True)


def mark_all_seen(upto: int, *, editor: Editor) -> None:
    """Nothing up to this revision is unseen any more: what came after the list was drawn stays so."""
    mine = Watch.objects.filter(user=account_of(editor))
    upto = min(upto, newest_revision())
    mine.filter(Q(seen__lt=upto) | Q(seen_talk__lt=upto)).update(
        seen=Greatest(F("seen"), upto), seen_talk=Greatest(F("seen_talk"), upto)
    )


def forget_expired() -> int:
    """Remove the watches that have run out, which nothing shows any more; says how many."""
    return Watch.objects.filter(expiry__lte=timezone.now()).delete()[0]


# ---- What is watched goes elsewhere -----------------------------------------------------------------------


def follow_move(old: Title, new: Title) -> None:
    """The page of the title `old` is `new` now: who watched it, or a part of it, watches it there.

    To be called in the transaction that moves it, with the titles of the page itself, not of its talk page.
    """
    old, new = old.subject, new.subject
    if old == new:
        return
    there = Watch.objects.filter(namespace=new.namespace, title=new.name, kind__in=("page", "category"))
    here = Watch.objects.filter(namespace=old.namespace, title=old.name)
    for kind in ("page", "category"):  # whoever watches both keeps one
        here.filter(kind=kind, user__in=there.filter(kind=kind).values("user")).delete()
    moved = here.exclude(kind="category")
    if moved.update(namespace=new.namespace, title=new.name) or there.exists():
        _note_watched([new])


def follow_parts(moved: Mapping[int, int], new: Title, *, kind: str = "section") -> None:
    """Sections (or fields) went to the page `new`, with other ids ({old: new}). Their watchers follow."""
    subject = new.subject
    watched: set[int] = set()
    for start in range(0, len(moved), AT_ONCE):
        some = list(moved)[start : start + AT_ONCE]
        watched |= set(Watch.objects.filter(kind=kind, part__in=some).values_list("part", flat=True))
    for old_id in sorted(watched):
        new_id = moved[old_id]
        rows = Watch.objects.filter(kind=kind, part=old_id)
        already = Watch.objects.filter(kind=kind, part=new_id).values("user")
        rows.filter(user__in=already).delete()
        rows.update(part=new_id, namespace=subject.namespace, title=subject.name)
    _note_watched([subject])
