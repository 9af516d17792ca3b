"""Who acts or looks, and which rights that gives."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import timezone

from wiki.models import User
from wiki.permissions.groups import IMPLICIT, RIGHTS, groups_now
from wiki.permissions.refused import Refused


@dataclass(frozen=True)
class Editor:
    """Who acts or looks: an account, or an address on the network."""

    user: User | None = None
    ip: str = ""
    system: str = field(default="", kw_only=True)  # name of the wiki's own hand (the seed), with every right

    @property
    def name(self) -> str:
        """What stands as the author of an edit."""
        return self.user.username if self.user else self.system or self.ip

    @property
    def is_anonymous(self) -> bool:
        """Whether no account stands behind it."""
        return self.user is None and not self.system

    @property
    def sortable_ip(self) -> str | None:
        """The address as 32 hex digits (IPv4 mapped into IPv6), so that ranges are a comparison; else
        None.
        """
        if not self.is_anonymous:
            return None
        address = ipaddress.ip_address(self.ip)
        if isinstance(address, ipaddress.IPv4Address):
            address = ipaddress.IPv6Address(f"::ffff:{address}")
        return address.exploded.replace(":", "")

    @cached_property
    def groups(self) -> frozenset[str]:
        """Names of the groups, implicit ones included; read from the database once."""
        if self.user is None:
            return frozenset({"*"})
        names = [group.name for group in self.user.groups.all()]
        return frozenset({*IMPLICIT, *groups_now(self.user.group_ends, names)})

    @cached_property
    def confirmed(self) -> bool:
        """Whether the account is old enough and has edited enough to pass for confirmed (asked once)."""
        age, edits = timedelta(days=settings.AUTOCONFIRM_DAYS), settings.AUTOCONFIRM_EDITS
        if self.user is None or timezone.now() - self.user.date_joined < age:
            return False
        return self.user.revisions.all()[:edits].count() == edits

    def has(self, right: str) -> bool:
        """Whether one of the editor's groups gives the right; "autoconfirmed" is asked for only then."""
        return right in self.rights or (right in RIGHTS["autoconfirmed"] and self.confirmed)

    @cached_property
    def rights(self) -> frozenset[str]:
        """All rights of all groups but "autoconfirmed"; a superuser and the wiki itself have every one."""
        if self.system or (self.user and self.user.is_superuser):
            return frozenset().union(*RIGHTS.values())
        return frozenset().union(*(RIGHTS.get(group, frozenset()) for group in self.groups))


def editor_of(user: Any, ip: str) -> Editor:
    """The Editor behind a request's user (an account or Django's AnonymousUser) and address."""
    if isinstance(user, User) and user.is_authenticated:
        return Editor(user, ip)
    return Editor(None, ip)


def need(editor: Editor, right: str, message: str) -> None:
    """Raise a Refused that says `message` unless the editor has the right."""
    if right not in editor.rights:
        raise Refused(message)
