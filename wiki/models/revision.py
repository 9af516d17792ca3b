"""Revisions: one saved edit of a page each."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from wiki.models.page import Page


class Revision(models.Model):
    """Groups the new versions of the parts that one edit changed. Append-only."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, db_index=False, related_name="revisions")
    number = models.PositiveIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="revisions"
    )
    author_text = models.CharField(max_length=255)
    author_ip = models.CharField(max_length=32, null=True)  # noqa: DJ001  # null: not an IP; hex, sortable
    timestamp = models.DateTimeField()  # whole seconds, UTC
    summary = models.CharField(max_length=500, blank=True)
    minor = models.BooleanField(default=False)
    bot = models.BooleanField(default=False)
    tags = models.JSONField(default=list, blank=True)
    content_model = models.CharField(max_length=32, default="markdown")
    sha1 = models.CharField(max_length=40)  # of the page's source text in UTF-8
    size = models.PositiveIntegerField()  # its length in bytes
    delta = models.IntegerField()  # size less the parent's
    changes = models.JSONField(default=list)  # what changed, in words (text/changes.py)
    chain = models.CharField(max_length=64)

    text_hidden = models.BooleanField(default=False)
    user_hidden = models.BooleanField(default=False)
    summary_hidden = models.BooleanField(default=False)
    suppressed = models.BooleanField(default=False)
    withheld = models.BooleanField(default=False)  # left out when its page was undeleted in part

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
            models.Index(
                fields=["author_ip", "timestamp"],
                name="revision_ip_time",
                condition=Q(author_ip__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"revision {self.pk} (number {self.number} of page {self.page_id})"


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
