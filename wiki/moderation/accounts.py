"""Accounts: signing up is logged too."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wiki.editing.log import write_log
from wiki.models import User
from wiki.moderation.rights import make_groups
from wiki.permissions import Editor, Refused
from wiki.text.titles import Title


class NameTaken(Exception):
    """An account of this name exists."""


def first_admin(name: str, password: str) -> User | None:
    """Make a superuser with this name and password if the wiki has none; only the password's hash is kept.

    The groups that give rights are made too, where they are missing.
    """
    with transaction.atomic():
        make_groups()
        if User.objects.filter(is_superuser=True).exists():
            return None
        return User.objects.create_superuser(name, password=password)


def log_sign_up(user: User, *, by: Editor | None = None) -> None:
    """Note in the log that an account was created: by its owner, or for him by an administrator."""
    write_log("newusers", "create", Title(2, user.username), editor=by or Editor(user))


def create_account(name: str, password: str, *, email: str = "", editor: Editor) -> User:
    """Make an account that can log in, and note it in the log. Raises Refused or NameTaken.

    `name` and `password` have been validated by the form.
    """
    if "createaccount" not in editor.rights:
        raise Refused(_("You may not create an account."))
    try:
        with transaction.atomic():
            user = User.objects.create_user(name, email=email, password=password)
            log_sign_up(user)
    except IntegrityError:
        raise NameTaken(name) from None
    return user
