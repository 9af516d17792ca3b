"""Accounts, as far as everybody may know of them."""

from __future__ import annotations

from wiki.models import User


def is_registered(name: str) -> bool:
    """Whether there is an account of this name; one query."""
    return User.objects.filter(username=name).exists()
