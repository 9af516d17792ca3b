from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group
from django.db.models import F

from wiki.models import User


class Accounts(ModelBackend):
    """Reads a session's account together with its groups, which every page asks for: one query."""

    def get_user(self, user_id: Any) -> User | None:
        rows = list(
            User.objects.filter(pk=user_id).annotate(group_key=F("groups"), group_name=F("groups__name"))
        )
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        user: Any = rows[0]
        found = [Group(pk=row.group_key, name=row.group_name) for row in rows if row.group_key]
        # What prefetch_related leaves behind, which would take a second query.
        groups = user.groups.all()
        groups._result_cache = found  # noqa: SLF001
        user._prefetched_objects_cache = {"groups": groups}  # noqa: SLF001
        return user  # type: ignore[no-any-return]
