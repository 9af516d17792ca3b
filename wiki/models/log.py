"""The log: one entry for each deed that is not an edit."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from wiki.models.append_only import Fixed, FixedRows
from wiki.models.page import Page
from wiki.models.revision import Revision


class LogEntry(Fixed):
    """Who did what to which page or user, when and why. Append-only but for what is hidden of it, and for the
    names of accounts that were renamed.
    """

    CHANGING = frozenset(
        {"action_hidden", "user_hidden", "comment_hidden", "suppressed", "user", "user_text", "title"}
    )

    type = models.CharField(max_length=32)
    action = models.CharField(max_length=32)
    page = models.ForeignKey(Page, null=True, on_delete=models.PROTECT, related_name="+")
    namespace = models.SmallIntegerField(default=0)
    title = models.CharField(max_length=255)  # of the page or user at that time
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    user_text = models.CharField(max_length=255)
    timestamp = models.DateTimeField()
    comment = models.CharField(max_length=500, blank=True)
    params = models.JSONField(default=dict)

    # As the bits of what the entry tells of: the version of a file, whose uploader it names.
    action_hidden = models.BooleanField(default=False)  # what was done to what
    user_hidden = models.BooleanField(default=False)
    comment_hidden = models.BooleanField(default=False)
    suppressed = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[LogEntry]] = FixedRows.as_manager()

    class Meta:
        verbose_name_plural = "log entries"
        indexes = (
            models.Index(fields=["timestamp", "id"], name="log_time"),
            models.Index(fields=["type", "timestamp", "id"], name="log_type_time"),
            models.Index(fields=["type", "id"], name="log_of_type"),
            models.Index(fields=["namespace", "title", "timestamp"], name="log_title_time"),
            models.Index(fields=["user_text", "timestamp"], name="log_user_time"),
        )

    def __str__(self) -> str:
        return f"{self.type}/{self.action} {self.title}"


class DeedStep(Fixed):
    """One thing done by a deed on many pages, written in the transaction that did it. Append-only.

    So that a deed that was broken off can be told, gone on with, and taken back.
    """

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="steps")
    # edit, move, delete, file, message; end: nothing was left to do
    kind = models.CharField(max_length=8)
    page = models.ForeignKey(Page, null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(
        Revision, null=True, on_delete=models.PROTECT, related_name="+"
    )  # of an edit
    number = models.PositiveIntegerField(null=True)  # of the file's version that was current before
    old = models.CharField(max_length=300, blank=True)  # of a move, as the author had made it
    new = models.CharField(max_length=300, blank=True)  # of a message, the talk page that it was meant for
    left = models.ForeignKey(LogEntry, null=True, on_delete=models.PROTECT, related_name="+")  # of a deletion
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    objects: ClassVar[models.Manager[DeedStep]] = FixedRows.as_manager()

    class Meta:
        constraints = (
            # However often a message is sent on, nobody has it twice.
            models.UniqueConstraint(
                fields=["entry", "new"], name="deed_message_once", condition=Q(kind="message", undoes=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of log entry {self.entry_id}"
