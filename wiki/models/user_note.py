"""What moderators note of an account or an address, for one another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class UserNote(models.Model):
    """A note about an account, an address or a range. It stays as it was written, and can be struck out."""

    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    about_text = models.CharField(max_length=255)  # the account's name; an address or range as people read it
    text = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    by_text = models.CharField(max_length=255)
    made = models.DateTimeField()

    struck = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    struck_by_text = models.CharField(max_length=255, blank=True)
    struck_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(about_text="") & ~Q(text=""), name="user_note_says_something"
            ),
            models.CheckConstraint(
                condition=Q(struck=None, struck_by_text="", struck_reason="")
                | (Q(struck__isnull=False) & ~Q(struck_by_text="") & ~Q(struck_reason="")),
                name="user_note_struck_with_reason",
            ),
        )
        indexes = (models.Index(fields=["about_text", "id"], name="user_notes_about"),)

    def __str__(self) -> str:
        return f"note {self.pk} about {self.about_text}"
