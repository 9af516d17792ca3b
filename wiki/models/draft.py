"""What is being written and is not published: drafts, and who has a form open."""

from __future__ import annotations

from django.db import models

from wiki.models.page import Page
from wiki.models.users import User


class Draft(models.Model):
    """What an account typed into a form of the editor: no part of the wiki, and for its owner alone."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, db_index=False, related_name="drafts")
    place = models.CharField(max_length=300)  # which part of which page: the key of a Place
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, db_index=False, related_name="+")
    namespace = models.SmallIntegerField()  # these two: the title at the time
    title = models.CharField(max_length=255)
    part = models.CharField(max_length=8)
    part_id = models.PositiveBigIntegerField(default=0)
    name = models.CharField(max_length=255, blank=True)  # of the section or field
    base = models.TextField(blank=True)  # the versions that the form was opened at
    typed = models.JSONField()  # [name, value] of each input, in the form's order
    size = models.PositiveIntegerField()  # of what was typed, in bytes
    tab = models.CharField(max_length=32)  # the form that wrote it last
    saved = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "place"], name="draft_place"),)
        indexes = (
            models.Index(fields=["owner", "saved", "id"], name="draft_by_time"),
            models.Index(fields=["saved"], name="draft_age"),
        )

    def __str__(self) -> str:
        return f"draft of {self.owner} for {self.place}"


class Presence(models.Model):
    """A form of the editor that is open in somebody's browser; it counts while it keeps saying so."""

    tab = models.CharField(max_length=32, unique=True)
    account = models.ForeignKey(User, null=True, on_delete=models.CASCADE, db_index=False, related_name="+")
    page_key = models.CharField(max_length=280)  # the page's part of a Place's key
    part = models.CharField(max_length=32)  # the rest of it
    name = models.CharField(max_length=255, blank=True)
    seen = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["page_key", "seen"], name="presence_on_page"),)

    def __str__(self) -> str:
        return f"{self.account or 'somebody'} at {self.page_key}/{self.part}"
