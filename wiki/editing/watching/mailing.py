"""Mail to accounts: who gets some, what is being sent, and the tokens that links in mails carry."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import F, Q

from wiki.editing.watching.watch import account_of
from wiki.models import Digest, Notice, User
from wiki.permissions import Editor

EVERY = {"each": timedelta(0), "daily": timedelta(days=1), "weekly": timedelta(days=7)}
SLACK = timedelta(minutes=30)  # a job that runs once a day does not run at the very second
FORGOTTEN = timedelta(minutes=10)  # a claim that old was left by a process that was killed
CONFIRM_DAYS = 7
UNSUBSCRIBE, CONFIRM = "wiki.unsubscribe", "wiki.confirm-email"


@dataclass(frozen=True, slots=True)
class Batch:
    """One mail: all notices of an account that were not mailed, up to one. `key` is the same when the same
    mail is sent again.
    """

    user: User
    upto: int

    @property
    def key(self) -> str:
        """What tells this mail from all others."""
        return f"{self.user.pk}.{self.upto}"


def waiting() -> list[int]:
    """The accounts that want mail and have notices to be mailed, whether or not it is time yet; one query."""
    unsent = Notice.objects.filter(mailed=False).values("user")
    wanting = User.objects.filter(
        preferences__mail__in=list(EVERY), confirmed_email=F("email"), is_active=True
    )
    return list(wanting.exclude(email="").filter(pk__in=unsent).order_by("pk").values_list("pk", flat=True))


def claim(user_id: int, now: datetime) -> Batch | None:
    """Take the mail to this account upon oneself; None if it is not due, or another process is at it.

    What a process that was killed had begun is taken over after a while, as the same mail.
    """
    with transaction.atomic():
        user = User.objects.filter(pk=user_id).first()
        if user is None or not user.mail_address or user.chosen.mail not in EVERY:
            return None
        Digest.objects.get_or_create(user=user)
        digest = Digest.objects.select_for_update().get(user=user)
        if digest.claimed and digest.claimed > now - FORGOTTEN:
            return None
        upto = digest.upto if digest.claimed else 0
        if not digest.claimed:
            if digest.sent and now - digest.sent < EVERY[user.chosen.mail] - SLACK:
                return None
            newest = Notice.objects.filter(user=user, mailed=False).order_by("-pk")
            upto = newest.values_list("pk", flat=True).first() or 0
        if not upto:
            return None
        Digest.objects.filter(pk=user.pk).update(claimed=now, upto=upto)
        return Batch(user, upto)


def unmailed(batch: Batch) -> Q:
    """The notices that belong into this mail."""
    return Q(user=batch.user, mailed=False, pk__lte=batch.upto)


def sent(batch: Batch, now: datetime) -> None:
    """The mail went out (or there was nothing left to say): its notices are never mailed again."""
    with transaction.atomic():
        Notice.objects.filter(unmailed(batch)).update(mailed=True)
        Digest.objects.filter(pk=batch.user.pk).update(claimed=None, sent=now)


def failed(batch: Batch) -> None:
    """The mail was refused: it is tried again the next time."""
    Digest.objects.filter(pk=batch.user.pk).update(claimed=None)


def skip_unwanted() -> int:
    """Notices of accounts that want no mail are not mailed later, when they begin to; says how many."""
    wanting = User.objects.filter(
        preferences__mail__in=list(EVERY), confirmed_email=F("email"), is_active=True
    )
    unwanted = Notice.objects.filter(mailed=False).exclude(user__in=wanting.exclude(email="").values("pk"))
    return unwanted.update(mailed=True)


# ---- Links in mails ---------------------------------------------------------------------------------------


def unsubscribe_token(user: User) -> str:
    """What ends an account's mail without logging in."""
    return signing.dumps(user.pk, salt=UNSUBSCRIBE)


def unsubscribe(token: str) -> User | None:
    """No more mail to the account of this token; None for a token that is not ours."""
    user = subscriber(token)
    if user is not None:
        user.preferences = {name: value for name, value in user.preferences.items() if name != "mail"}
        User.objects.filter(pk=user.pk).update(preferences=user.preferences)
    return user


def subscriber(token: str) -> User | None:
    """The account of an unsubscribe token."""
    try:
        return User.objects.filter(pk=int(signing.loads(token, salt=UNSUBSCRIBE))).first()
    except (signing.BadSignature, TypeError, ValueError):
        return None


def confirmation_token(user: User) -> str:
    """What proves that the account's present address is read by its owner."""
    return signing.dumps([user.pk, user.email], salt=CONFIRM)


def trust_address(user: User) -> None:
    """Note the account's present address as proved: another place vouches for it."""
    user.confirmed_email = user.email
    User.objects.filter(pk=user.pk).update(confirmed_email=user.email)


def to_confirm(token: str) -> User | None:
    """The account whose present address a token proves; None for a token that is not ours or too old."""
    try:
        pk, address = signing.loads(token, salt=CONFIRM, max_age=timedelta(days=CONFIRM_DAYS))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return User.objects.filter(pk=pk, email=address, is_active=True).first() if address else None


def confirm_email(token: str, *, editor: Editor) -> bool:
    """Note the address of this token as proved, if it still is the editor's; says whether it is.

    Raises Refused without an account.
    """
    user = account_of(editor)
    try:
        pk, address = signing.loads(token, salt=CONFIRM, max_age=timedelta(days=CONFIRM_DAYS))
    except (signing.BadSignature, TypeError, ValueError):
        return False
    if pk != user.pk or address != user.email or not address:
        return False
    user.confirmed_email = address
    User.objects.filter(pk=user.pk).update(confirmed_email=address)
    return True


def new_feed_key(*, editor: Editor) -> str:
    """Another key for the feed of the editor's watchlist; the one before opens it no more. Raises Refused."""
    user = account_of(editor)
    user.feed_key = secrets.token_urlsafe(24)
    User.objects.filter(pk=user.pk).update(feed_key=user.feed_key)
    return user.feed_key
