"""Accounts: signing up is logged too."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wiki.editing.log import write_log
from wiki.models import User
from wiki.moderation.rights import make_groups
from wiki.permissions import Editor, Refused
from wiki.text.lookalikes import skeleton
from wiki.text.titles import Title


class NameTaken(Exception):
    """An account of this name exists."""


class NameLikeAnother(NameTaken):
    """An account has a name that could be taken for this one; `other` is it."""

    def __init__(self, name: str, other: str) -> None:
        super().__init__(name)
        self.other = other


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
    """Make an account that can log in, and note it in the log. Raises Refused, NameTaken or NameLikeAnother.

    `name` and `password` have been validated by the form.
    """
    if "createaccount" not in editor.rights:
        raise Refused(_("You may not create an account."))
    check_name_free(name)
    try:
        with transaction.atomic():
            user = User.objects.create_user(name, email=email, password=password)
            log_sign_up(user)
    except IntegrityError:
        raise NameTaken(name) from None
    return user


def check_name_free(name: str, *, but: User | None = None) -> None:
    """Raise NameTaken if an account (other than `but`) has this name, NameLikeAnother if one has a name that
    looks the same; one query.
    """
    others = User.objects.filter(Q(username=name) | Q(skeleton=skeleton(name), skeleton__gt=""))
    if but is not None:
        others = others.exclude(pk=but.pk)
    found = list(others.values_list("username", flat=True)[:2])
    if name in found:
        raise NameTaken(name)
    if found:
        raise NameLikeAnother(name, found[0])
