"""Changes that wait: proposed, or held back until somebody has looked at them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from wiki.models.page import Page
from wiki.models.revision import Revision

OPEN = "open"


class Suggestion(models.Model):
    """An edit that was not saved: what it started from and what it wants, as `save_edit` takes it.

    It is no revision and stands in no history until somebody accepts it.
    """

    STATES = tuple((state, state) for state in (OPEN, "accepted", "partly", "refused", "withdrawn"))
    KINDS = tuple((kind, kind) for kind in ("suggested", "pending"))

    page = models.ForeignKey(Page, on_delete=models.PROTECT, db_index=False, related_name="+")
    # The page whose versions it started from: another one, where the text has since been moved to `page`.
    origin = models.ForeignKey(Page, on_delete=models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveIntegerField()  # of the revision that it started from
    base = models.TextField(blank=True)  # the versions that it started from, as a form names them
    wanted = models.JSONField()  # the rows that are wanted (editing/waiting_rows.py)
    parts = models.JSONField(default=list)  # [kind, id] of the sections and fields that it changes
    changes = models.JSONField(default=list)  # what it changes, in words (text/changes.py)
    place = models.CharField(max_length=255, blank=True)  # the query of the form that it came from
    kind = models.CharField(max_length=9, choices=KINDS, default="suggested")
    version = models.PositiveIntegerField(default=1)  # moves with every amendment

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    author_text = models.CharField(max_length=255)
    summary = models.CharField(max_length=500, blank=True)
    created = models.DateTimeField()
    amended = models.DateTimeField(null=True)

    state = models.CharField(max_length=9, choices=STATES, default=OPEN)
    decided = models.DateTimeField(null=True)
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    decider_text = models.CharField(max_length=255, blank=True)
    answer = models.CharField(max_length=500, blank=True)  # what was said when it was decided
    taken = models.JSONField(default=list)  # which of its changes were accepted, by key
    revision = models.OneToOneField(
        Revision, null=True, on_delete=models.PROTECT, related_name="suggestion"
    )  # what came of it
    hidden = models.BooleanField(default=False)  # withheld from who sees no hidden text

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state=OPEN, decided=None) | (~Q(state=OPEN) & Q(decided__isnull=False)),
                name="suggestion_decided",
            ),
            models.CheckConstraint(condition=~Q(author_text=""), name="suggestion_author_named"),
        )
        indexes = (
            models.Index(fields=["created", "id"], name="suggestion_time"),
            models.Index(fields=["state", "created", "id"], name="suggestion_state_time"),
            models.Index(fields=["page", "created", "id"], name="suggestion_of_page"),
            models.Index(fields=["author_text", "created", "id"], name="suggestion_of_author"),
        )

    def __str__(self) -> str:
        return f"suggestion {self.pk} for page {self.page_id}"


class SuggestionComment(models.Model):
    """What somebody said about a suggestion."""

    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.CASCADE, db_index=False, related_name="comments"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    author_text = models.CharField(max_length=255)
    text = models.TextField()
    created = models.DateTimeField()
    hidden = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["suggestion", "id"], name="comment_of_suggestion"),)

    def __str__(self) -> str:
        return f"comment {self.pk} on suggestion {self.suggestion_id}"
