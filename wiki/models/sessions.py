"""Sessions that know whose they are: a session, its account and the account's groups are one query."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from wiki.models.notice import Notice
from wiki.models.prepared import Prepared
from wiki.models.users import User

GROUPS = {"group_key": F("groups"), "group_name": F("groups__name")}
ACCOUNT_GROUPS = {"group_key": F("account__groups"), "group_name": F("account__groups__name")}
MOST_UNSEEN = 100  # notices are counted so far; who has more has "99+"


class Counted(Subquery):
    """How many rows a query gives."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = models.IntegerField()


def unseen_of(account: str) -> Counted:
    """How many notices an account has not read, as a column of the query that reads it; `account` is the
    column that names it.
    """
    mine = Notice.objects.filter(user=OuterRef(account), seen=False)
    living = mine.filter(
        Q(revision__withheld=False, revision__page__deleted=False)
        | Q(suggestion__hidden=False, suggestion__page__deleted=False)
    )
    return Counted(living.values("pk")[:MOST_UNSEEN])


class Session(AbstractBaseSession):
    """A browser's session; `account` is who is logged in with it."""

    account = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")

    objects: ClassVar[BaseSessionManager[Session]] = BaseSessionManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"session of {self.account or 'nobody'}"

    @classmethod
    def get_session_store_class(cls) -> type[DatabaseStore]:
        """Where sessions of this kind are loaded and saved."""
        return SessionStore


def with_groups(account: User, rows: list[Any]) -> User:
    """The account with its groups at hand, as prefetch_related would leave it after one more query."""
    groups = account.groups.all()
    groups._result_cache = [  # noqa: SLF001
        Group(pk=row.group_key, name=row.group_name) for row in rows if row.group_key
    ]
    account._prefetched_objects_cache = {"groups": groups}  # type: ignore[attr-defined]  # noqa: SLF001
    return account


def account_with_groups(account_id: int) -> User | None:
    """The account of this id, its groups read with it."""
    rows: list[Any] = list(User.objects.filter(pk=account_id).annotate(**GROUPS))
    return with_groups(rows[0], rows) if rows else None


def _live(key: str, now: datetime) -> QuerySet[Session]:
    sessions: QuerySet[Session] = Session.objects.select_related("account")
    sessions = sessions.annotate(unseen=unseen_of("account"), **ACCOUNT_GROUPS)
    return sessions.filter(session_key=key, expire_date__gt=now)


_LIVE = Prepared(_live, "a key", datetime(9999, 1, 1, tzinfo=UTC))  # every request asks it


class SessionStore(DatabaseStore):
    """Database sessions that carry their account."""

    account: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = super().create_model_instance(data)
        assert isinstance(session, Session)  # noqa: S101  # what get_model_class says
        session.account_id = int(data["_auth_user_id"]) if "_auth_user_id" in data else None
        return session

    def _get_session_from_db(self) -> Session | None:
        rows: list[Any] = _LIVE(self.session_key or "", timezone.now())
        if not rows:
            self._session_key = None
            return None
        if rows[0].account is not None:
            self.account = with_groups(rows[0].account, rows)
            self.account.unseen_notices = rows[0].unseen
        session: Session = rows[0]
        return session
