"""Whose edits those of a dump are: names in it, and accounts here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wiki.models import User


class UnknownAccount(ValueError):
    """What was given names no account; the message says what is wrong."""


def account_of(given: str) -> tuple[str, tuple[int, str]]:
    """`NAME=ACCOUNT`: the name in the dump, and the account that its edits are those of (id and name).

    Raises UnknownAccount.
    """
    name, _sign, account = (part.strip() for part in given.partition("="))
    if not (name and account):
        raise UnknownAccount(_("“%(given)s” is not written NAME=ACCOUNT") % {"given": given.strip()})
    try:
        user = User.objects.get_by_natural_key(account)
    except User.DoesNotExist:
        message = _("there is no account named “%(name)s”") % {"name": account}
        raise UnknownAccount(message) from None
    return name, (user.pk, user.get_username())
