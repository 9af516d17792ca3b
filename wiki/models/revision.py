"""Revisions: one saved edit of a page each."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from wiki.models.append_only import Fixed, FixedRows
from wiki.models.page import Page

TAG_MAX = 64  # characters of a tag that lists are narrowed by


class Revision(Fixed):
    """Groups the new versions of the parts that one edit changed. Append-only but for its author, its tags
    and what is hidden: nothing of what the chain covers ever changes.
    """

    CHANGING = frozenset(
        {
            "author",
            "author_text",
            "author_ip",
            "accepter",
            "bot",
            "tags",
            "changes",
            "unpatrolled",
            "withheld",
        }
        | {"text_hidden", "user_hidden", "summary_hidden", "suppressed"}
    )

    page = models.ForeignKey(Page, on_delete=models.PROTECT, db_index=False, related_name="revisions")
    number = models.PositiveIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="revisions"
    )
    author_text = models.CharField(max_length=255)
    author_ip = models.CharField(max_length=32, null=True)  # noqa: DJ001  # null: not an IP; hex, sortable
    # Who let it in, where that was somebody else than the author: an account.
    accepter = models.CharField(max_length=255, blank=True, default="")
    timestamp = models.DateTimeField()  # whole seconds, UTC
    summary = models.CharField(max_length=500, blank=True)
    minor = models.BooleanField(default=False)
    bot = models.BooleanField(default=False)
    tags = models.JSONField(default=list, blank=True)
    content_model = models.CharField(max_length=32, default="markdown")
    sha1 = models.CharField(max_length=40)  # of the page's source text in UTF-8
    size = models.PositiveIntegerField()  # its length in bytes
    delta = models.IntegerField()  # size less the parent's
    changes = models.JSONField(default=list)  # what changed, in words (text/comparing/changes.py)
    chain = models.CharField(max_length=64)

    text_hidden = models.BooleanField(default=False)
    user_hidden = models.BooleanField(default=False)
    summary_hidden = models.BooleanField(default=False)
    suppressed = models.BooleanField(default=False)
    unpatrolled = models.BooleanField(default=False)  # nobody with the right has looked at it yet
    withheld = models.BooleanField(default=False)  # left out when its page was undeleted in part

    objects: ClassVar[models.Manager[Revision]] = FixedRows.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["page", "number"], name="revision_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_positive"),
            models.CheckConstraint(
                condition=Q(number=1, parent=None) | Q(number__gt=1, parent__isnull=False),
                name="revision_parent",
            ),
            models.CheckConstraint(condition=~Q(author_text=""), name="revision_author_named"),
        )
        indexes = (
            models.Index(fields=["page", "timestamp"], name="revision_page_time"),
            models.Index(fields=["author_text", "timestamp", "id"], name="revision_author_time"),
            models.Index(fields=["timestamp", "id"], name="revision_time"),
            models.Index(fields=["timestamp", "id"], name="revision_first", condition=Q(number=1)),
            models.Index(
                fields=["timestamp", "id"], name="revision_unpatrolled", condition=Q(unpatrolled=True)
            ),
            models.Index(
                fields=["timestamp", "id"],
                name="revision_first_unpatrolled",
                condition=Q(unpatrolled=True, number=1),
            ),
            models.Index(
                fields=["author_ip", "timestamp"],
                name="revision_ip_time",
                condition=Q(author_ip__isnull=False),
            ),
            models.Index(
                fields=["accepter", "timestamp"], name="revision_accepter", condition=~Q(accepter="")
            ),
            models.Index(
                fields=["page", "number"],
                name="revision_hidden",
                condition=Q(text_hidden=True) | Q(user_hidden=True) | Q(summary_hidden=True),
            ),
        )

    def __str__(self) -> str:
        return f"revision {self.pk} (number {self.number} of page {self.page_id})"


class RevisionTag(models.Model):
    """A tag of a revision as a row, so that lists are narrowed to it by an index."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, db_index=False, related_name="+")
    tag = models.CharField(max_length=TAG_MAX)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveIntegerField()
    timestamp = models.DateTimeField()
    author_text = models.CharField(max_length=255)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["revision", "tag"], name="revision_tag"),)
        indexes = (
            models.Index(fields=["page", "tag", "number"], name="tag_of_page"),
            models.Index(fields=["tag", "timestamp", "revision"], name="tag_time"),
            models.Index(fields=["author_text", "tag", "timestamp", "revision"], name="tag_of_author"),
        )

    def __str__(self) -> str:
        return f"{self.tag} on revision {self.revision_id}"


def tag_rows(revision: Revision) -> list[RevisionTag]:
    """The rows that a revision's tags make; who writes the revision writes them too."""
    return [
        RevisionTag(
            revision=revision,
            tag=tag[:TAG_MAX],
            page_id=revision.page_id,
            number=revision.number,
            timestamp=revision.timestamp,
            author_text=revision.author_text,
        )
        for tag in dict.fromkeys(revision.tags)
    ]


def chain_hash(
    *, page_id: int, number: int, parent: str, sha1: str, timestamp: datetime, summary: str, minor: bool
) -> str:
    """The link that ties a revision to all before it.

    Covers what may never change: not author, tags or hidden bits, which moderation may.
    """
    summary_sha1 = hashlib.sha1(summary.encode(), usedforsecurity=False).hexdigest()
    time = timestamp.strftime("%Y-%m-%dT%H:%M:%SZ")
    linked = "\n".join([str(page_id), str(number), parent, sha1, time, summary_sha1, str(int(minor))])
    return hashlib.sha256(linked.encode()).hexdigest()
