"""Who acts or looks, and which rights that gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import timezone

from wiki.models import User
from wiki.permissions.groups import ALL_RIGHTS, IMPLICIT, RIGHTS, groups_now
from wiki.permissions.refused import Refused
from wiki.text.names import YET_UNNAMED, sortable


@dataclass(frozen=True)
class Editor:
    """Who acts or looks: an account, or a visitor without one, who may have a temporary account.

    `user` is somebody's own account alone; what is written stands under `author`. The address is known of
    everybody, and shown of nobody but of visitors who edit by it.
    """

    user: User | None = None
    ip: str = field(default="", repr=False)
    system: str = field(default="", kw_only=True)  # name of the wiki's own hand (the seed), with every right
    temporary: User | None = field(default=None, kw_only=True)
    # The temporary account that this visitor's first edit has just made (editing/temporary.py).
    made: list[User] = field(default_factory=list, kw_only=True, compare=False, repr=False)

    @property
    def author(self) -> User | None:
        """The row that what is written belongs to: the account or the temporary account; else None."""
        return self.user or self.temporary

    @property
    def name(self) -> str:
        """What stands as the author of an edit; never the address of a visitor who gets a name at his first
        edit.
        """
        if self.author:
            return self.author.username
        return self.system or (YET_UNNAMED if self.is_unnamed else self.ip)

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody's own account stands behind it: an address or a temporary account."""
        return self.user is None and not self.system

    @property
    def is_unnamed(self) -> bool:
        """Whether the first edit will make a temporary account."""
        return self.is_anonymous and self.temporary is None and settings.ANONYMOUS_EDITING == "temporary"

    @property
    def sortable_ip(self) -> str | None:
        """The address of a visitor who edits by it, as 32 hex digits, so that ranges are a comparison; else
        None.
        """
        if self.author or self.system or self.is_unnamed:
            return None
        return sortable(self.ip)

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
            return ALL_RIGHTS
        return frozenset().union(*(RIGHTS.get(group, frozenset()) for group in self.groups))


def editor_of(user: Any, ip: str) -> Editor:
    """The Editor behind a request's user (an account or Django's AnonymousUser) and address."""
    if isinstance(user, User) and user.is_authenticated and user.temporary_until is None:
        return Editor(user, ip)
    return Editor(None, ip)


def need(editor: Editor, right: str, message: str) -> None:
    """Raise a Refused that says `message` unless the editor has the right."""
    if right not in editor.rights:
        raise Refused(message)
