"""Who is in which group: each change of it is a deed that the log tells."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import Group

from wiki.editing.log import write_log
from wiki.models import LogEntry, User
from wiki.permissions import RIGHTS, Editor
from wiki.text.titles import Title

GIVEN = tuple(name for name in RIGHTS if name not in ("*", "user"))  # "autoconfirmed" may be given early


def make_groups() -> None:
    """Make the groups that have rights, where they are missing."""
    Group.objects.bulk_create([Group(name=name) for name in GIVEN], ignore_conflicts=True)


def log_rights(
    user: User, before: Collection[str], after: Collection[str], *, editor: Editor
) -> LogEntry | None:
    """Note in the log that an account's groups changed; None if they did not."""
    old, new = sorted(before), sorted(after)
    if old == new:
        return None
    return write_log("rights", "rights", Title(2, user.username), editor=editor, old=old, new=new)
