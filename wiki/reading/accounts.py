"""Accounts, as far as everybody may know of them."""

from __future__ import annotations

from wiki.models import User


def is_registered(name: str) -> bool:
    """Whether there is an account of this name; one query."""
    return User.objects.filter(username=name).exists()


def account_name(user_id: int) -> str | None:
    """The name of the account with this number; one query."""
    return User.objects.filter(pk=user_id).values_list("username", flat=True).first()


def find_account(name: str) -> User | None:
    """The account of this name; one query."""
    return User.objects.filter(username=name).first()
