"""What a revision of a MediaWiki holds besides its text."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from wiki.models.append_only import Fixed, FixedRows
from wiki.models.revision import Revision


class RevisionSlot(Fixed):
    """A further slot of a revision that was brought in: kept as it came, never edited here. Append-only."""

    revision = models.ForeignKey(Revision, db_index=False, on_delete=models.PROTECT, related_name="slots")
    role = models.CharField(max_length=255)
    content_model = models.CharField(max_length=255)
    text = models.TextField(blank=True)

    objects: ClassVar[models.Manager[RevisionSlot]] = FixedRows.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["revision", "role"], name="slot_role"),)

    def __str__(self) -> str:
        return f"{self.role} of revision {self.revision_id}"
