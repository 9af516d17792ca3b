"""A message to many talk pages: what is sent, and to whom; the steps of its log entry say who has it."""

from __future__ import annotations

from django.db import models

from wiki.models.log import LogEntry


class MassMessage(models.Model):
    """One message, as it was sent off. Append-only."""

    entry = models.OneToOneField(LogEntry, on_delete=models.PROTECT, related_name="message")
    key = models.CharField(max_length=64, unique=True)  # of the form: sent twice, it is one message
    subject = models.CharField(max_length=255)
    text = models.TextField()
    recipients = models.JSONField()  # the full titles of the talk pages

    def __str__(self) -> str:
        return f"message {self.pk}: {self.subject}"
