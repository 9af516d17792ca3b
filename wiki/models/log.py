"""The log: one entry for each deed that is not an edit."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from wiki.models.page import Page


class LogEntry(models.Model):
    """Who did what to which page or user, when and why. Append-only but for what is hidden of it."""

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
    user_hidden = models.BooleanField(default=False)
    comment_hidden = models.BooleanField(default=False)
    suppressed = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "log entries"
        indexes = (
            models.Index(fields=["timestamp", "id"], name="log_time"),
            models.Index(fields=["type", "timestamp", "id"], name="log_type_time"),
            models.Index(fields=["namespace", "title", "timestamp"], name="log_title_time"),
            models.Index(fields=["user_text", "timestamp"], name="log_user_time"),
        )

    def __str__(self) -> str:
        return f"{self.type}/{self.action} {self.title}"
