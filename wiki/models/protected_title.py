"""Titles that no page has, and that not everybody may give to one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class ProtectedTitle(models.Model):
    """Who may create a page of this title, until when, and why it is so."""

    namespace = models.SmallIntegerField()
    title = models.CharField(max_length=255)
    level = models.CharField(max_length=16)
    expiry = models.DateTimeField(null=True)  # null: until it is taken off
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    user_text = models.CharField(max_length=255)
    reason = models.CharField(max_length=500, blank=True)
    timestamp = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["namespace", "title"], name="protected_title_once"),
            models.CheckConstraint(condition=~Q(level=""), name="protected_title_level"),
        )

    def __str__(self) -> str:
        return f"{self.namespace}:{self.title} ({self.level})"
