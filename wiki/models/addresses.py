"""From which network addresses accounts acted, kept apart from content, and who looked at it."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models

from wiki.models.append_only import AppendOnly
from wiki.models.revision import Revision


class Address(models.Model):
    """One deed of an account and the address that it came from. It goes when its time is over, with
    `manage.py forget_addresses`; nothing that readers see is made of it.
    """

    DEEDS = tuple((deed, deed) for deed in ("edit", "login", "temporary"))  # the last: the account was made

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="addresses"
    )
    ip = models.CharField(max_length=32)  # hex, IPv4 mapped into IPv6: a range is a comparison
    deed = models.CharField(max_length=9, choices=DEEDS)
    revision = models.ForeignKey(
        Revision, null=True, on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    timestamp = models.DateTimeField()

    class Meta:
        verbose_name_plural = "addresses"
        indexes = (
            models.Index(fields=["account", "timestamp"], name="address_of_account"),
            models.Index(fields=["ip", "timestamp"], name="address_ip"),
            models.Index(fields=["timestamp"], name="address_time"),
        )

    def __str__(self) -> str:
        return f"{self.deed} of account {self.account_id}"


class Looks(models.QuerySet["AddressLook"]):
    """Rows that nobody changes."""

    def update(self, **_values: Any) -> NoReturn:
        raise AppendOnly("looks at addresses stay as they are")

    def delete(self) -> NoReturn:
        raise AppendOnly("looks at addresses stay")


class AddressLook(models.Model):
    """Who looked up which addresses or accounts, when and why. Append-only."""

    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    viewer_text = models.CharField(max_length=255)
    kind = models.CharField(max_length=16)  # what was looked for: addresses, accounts, edits, reporter
    target = models.CharField(max_length=255)  # the account, the address or the range; #5: of that report
    reason = models.CharField(max_length=500)
    timestamp = models.DateTimeField()

    objects: ClassVar[models.Manager[AddressLook]] = Looks.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["timestamp", "id"], name="look_time"),
            models.Index(fields=["target", "timestamp"], name="look_target"),
        )

    def __str__(self) -> str:
        return f"{self.viewer_text} looked at {self.target}"

    def save(self, *args: Any, **options: Any) -> None:
        """A new row only."""
        if not self._state.adding:
            raise AppendOnly(str(self))
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise AppendOnly(str(self))
