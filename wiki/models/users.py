"""Accounts, and who stands behind an edit."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wiki.models.preferences import Preferences
from wiki.text.lookalikes import skeleton
from wiki.text.names import InvalidName, check_user_name


def valid_user_name(name: str) -> None:
    """MediaWiki's rule for account names, as a Django validator."""
    try:
        canonical = check_user_name(name)
    except InvalidName as error:
        raise ValidationError(
            _("This user name cannot be used: %(why)s"), params={"why": error.message}
        ) from None
    if canonical != name:
        raise ValidationError(_("Write this user name as “%(name)s”."), params={"name": canonical})


class Accounts(UserManager["User"]):
    """Finds accounts by the canonical form of their name, as people type it."""

    def get_by_natural_key(self, username: str | None) -> User:
        try:
            name = check_user_name(username or "", registering=False)
        except InvalidName:
            name = username or ""
        return super().get_by_natural_key(name)


class SkeletonField(models.CharField):  # type: ignore[type-arg]  # generic in the stubs alone
    """What the account's name looks like (text/lookalikes.py), brought up to date by each save."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        looks = skeleton(getattr(model_instance, "username", ""))
        setattr(model_instance, self.attname, looks)
        return looks


class User(AbstractUser):
    """An account. A superuser has every right and no rate limit."""

    username = models.CharField(
        _("user name"),
        max_length=255,
        unique=True,
        validators=[valid_user_name],
        error_messages={"unique": _("This user name is taken.")},
    )
    skeleton = SkeletonField(max_length=255, blank=True, default="", editable=False, db_index=True)
    preferences = models.JSONField(default=dict, blank=True, editable=False)  # see Preferences
    # When its membership of a group ends, by the group's name: {"sysop": "2026-12-01T00:00:00+00:00"}.
    group_ends = models.JSONField(default=dict, blank=True, editable=False)
    confirmed_email = models.EmailField(blank=True, editable=False)  # the address that was proved
    feed_key = models.CharField(max_length=64, blank=True, editable=False)  # opens the feed of the watchlist

    # Set: nobody's own account but what a visitor edits as, bound to a cookie until then.
    temporary_until = models.DateTimeField(null=True, editable=False)

    unseen_notices = 0  # read with the session (models/sessions.py)

    objects: ClassVar[Accounts] = Accounts()

    def __str__(self) -> str:
        return self.username

    @property
    def chosen(self) -> Preferences:
        """The account's preferences, typed."""
        return Preferences.from_json(self.preferences)

    @property
    def mail_address(self) -> str:
        """Where the account wants notices sent: its address, if it was confirmed; else empty."""
        return self.email if self.email and self.email == self.confirmed_email else ""
