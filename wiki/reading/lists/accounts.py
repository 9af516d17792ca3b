"""Accounts, as far as everybody may know of them."""

from __future__ import annotations

from hmac import compare_digest

from wiki.models import FileVersion, Revision, User
from wiki.text.names import is_temporary_name


def is_registered(name: str) -> bool:
    """Whether there is an account of this name; one query."""
    return User.objects.filter(username=name).exists()


def named(revision: Revision | FileVersion) -> bool:
    """Whether somebody's own account made it: not a temporary one, nor an address."""
    return revision.author_id is not None and not is_temporary_name(revision.author_text)


def account_name(user_id: int) -> str | None:
    """The name of the account with this number; one query."""
    return User.objects.filter(pk=user_id).values_list("username", flat=True).first()


def find_account(name: str) -> User | None:
    """The account of this name; one query."""
    return User.objects.filter(username=name).first()


def keyed_account(user_id: int, key: str) -> User | None:
    """The account of this number, if this is the key of its feed and it is not blocked; one query."""
    user = User.objects.filter(pk=user_id, is_active=True).first() if key and user_id < 2**63 else None
    known = user is not None and bool(user.feed_key) and compare_digest(user.feed_key.encode(), key.encode())
    return user if known else None
