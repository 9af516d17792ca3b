"""Infobox fields: key and value, each with its own history."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wiki.models.section import Part
from wiki.models.versions import Versions


class InfoboxField(Part):
    """A row of the infobox. The caption line and the closing fence are rows too (kind)."""

    KINDS = (("caption", "caption"), ("field", "field"), ("end", "end"))

    kind = models.CharField(max_length=8, choices=KINDS, default="field")
    key = models.TextField(blank=True)
    value = models.TextField(blank=True)  # of the caption row: the caption
    source = models.TextField()  # exact source, separator first

    history = Versions(no_db_index=["page"])

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(rev__gte=1), name="field_rev"),
            models.CheckConstraint(condition=Q(kind__in=["caption", "field", "end"]), name="field_kind"),
            models.CheckConstraint(condition=~Q(kind="field") | ~Q(key=""), name="field_key_not_empty"),
        )
        indexes = (models.Index(fields=["page", "position"], name="field_in_order"),)

    def __str__(self) -> str:
        return self.key or self.kind
