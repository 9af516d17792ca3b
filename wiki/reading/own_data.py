"""Everything that the wiki keeps of an account, for its owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from wiki.models import Draft, FileVersion, LogEntry, Notice, Report, Revision, User, Watch
from wiki.permissions import Editor
from wiki.reading.sessions import sessions_of
from wiki.reading.visibility import entries_seen
from wiki.text.titles import Title

Record = dict[str, Any]
CHUNK = 2000  # rows that are read at a time


def own_data(user: User) -> dict[str, Iterable[Record]]:
    """What is kept of the account, by the name of its part; each part is read when it is gone through.

    What was hidden from the account is not in it, nor are secrets: the password, keys of second factors.
    """
    return {
        "account": [_account(user)],
        "preferences": [asdict(user.chosen)],
        "sessions": [asdict(one) for one in sessions_of(Editor(user), "")],
        "second-factors": list(
            Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")
        ),
        "accounts-elsewhere": list(SocialAccount.objects.filter(user=user).values("provider", "uid")),
        "watchlist": _watched(user),
        "drafts": _drafts(user),
        "notices": _notices(user),
        "edits": _edits(user),
        "files": _files(user),
        "deeds": _deeds(user),
        "reports": _reports(user),
    }


def _account(user: User) -> Record:
    names = ("username", "email", "confirmed_email", "date_joined", "last_login")
    groups = sorted(user.groups.values_list("name", flat=True))
    return {"number": user.pk, **{name: getattr(user, name) for name in names}, "groups": groups}


def _watched(user: User) -> Iterator[Record]:
    fields = ("kind", "namespace", "title", "part", "expiry", "notify")
    for row in Watch.objects.filter(user=user).order_by("pk").values(*fields).iterator(CHUNK):
        yield _titled(row)


def _drafts(user: User) -> Iterator[Record]:
    fields = ("namespace", "title", "part", "name", "saved", "typed")
    for row in Draft.objects.filter(owner=user).order_by("pk").values(*fields).iterator(CHUNK):
        yield _titled(row)


def _notices(user: User) -> Iterator[Record]:
    mine = Notice.objects.filter(user=user, revision__withheld=False, revision__page__deleted=False)
    for row in mine.order_by("pk").values("kind", "revision_id", "created", "seen").iterator(CHUNK):
        yield dict(row)


def _edits(user: User) -> Iterator[Record]:
    mine = Revision.objects.filter(author=user, withheld=False, suppressed=False, page__deleted=False)
    fields = ("id", "number", "timestamp", "summary", "summary_hidden", "minor", "size", "delta", "tags")
    rows = mine.order_by("pk").values(*fields, "page__namespace", "page__title")
    for row in rows.iterator(CHUNK):
        title = Title(row.pop("page__namespace"), row.pop("page__title")).full
        summary = "" if row.pop("summary_hidden") else row["summary"]
        yield {"page": title, **row, "summary": summary}


def _files(user: User) -> Iterator[Record]:
    mine = FileVersion.objects.filter(author=user, suppressed=False, file__page__deleted=False)
    fields = ("number", "timestamp", "mime", "size", "width", "height", "sha1", "comment", "comment_hidden")
    for row in mine.order_by("pk").values(*fields, "file__page__title").iterator(CHUNK):
        comment = "" if row.pop("comment_hidden") else row["comment"]
        yield {"file": row.pop("file__page__title"), **row, "comment": comment}


def _deeds(user: User) -> Iterator[Record]:
    plain = dict.fromkeys(("suppressed", "action_hidden", "user_hidden", "comment_hidden"), False)
    mine = LogEntry.objects.filter(entries_seen(Editor(user)), user=user, **plain)
    fields = ("type", "action", "namespace", "title", "timestamp", "comment")
    for row in mine.order_by("pk").values(*fields).iterator(CHUNK):
        yield _titled(row)


def _reports(user: User) -> Iterator[Record]:
    """What the account has reported, and what became of it; who decided is not told."""
    fields = ("revision_id", "about_text", "reason", "note", "created", "state", "decided_at", "answer")
    mine = Report.objects.filter(reporter=user).order_by("pk")
    for row in mine.values("namespace", "title", *fields).iterator(CHUNK):
        row["title"] = row["title"] or row["about_text"]
        yield _titled(row)


def _titled(row: Record) -> Record:
    """The row with the full title in place of its two parts."""
    return {"page": Title(row.pop("namespace"), row.pop("title")).full, **row}
