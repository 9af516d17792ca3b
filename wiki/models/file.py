"""Files: what stands behind a page of the File namespace, version by version."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from wiki.models.page import Page


class File(models.Model):
    """The file of a File: page. It has the page's name and, deleted or not, the page's fate."""

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.PROTECT, related_name="file")
    current = models.OneToOneField(
        "wiki.FileVersion", null=True, on_delete=models.PROTECT, related_name="current_of"
    )
    number = models.PositiveIntegerField(default=0)  # of the current version

    def __str__(self) -> str:
        return f"file of page {self.page_id}"


class FileVersion(models.Model):
    """One upload. Append-only; the bytes lie in the storage under a path that follows from them."""

    file = models.ForeignKey(File, on_delete=models.PROTECT, db_index=False, related_name="versions")
    number = models.PositiveIntegerField()
    sha1 = models.CharField(max_length=40)
    size = models.PositiveIntegerField()  # bytes
    mime = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    path = models.CharField(max_length=255)
    metadata = models.JSONField(default=dict, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    author_text = models.CharField(max_length=255)
    timestamp = models.DateTimeField()  # whole seconds, UTC
    comment = models.CharField(max_length=500, blank=True)

    file_hidden = models.BooleanField(default=False)
    user_hidden = models.BooleanField(default=False)
    comment_hidden = models.BooleanField(default=False)
    suppressed = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["file", "number"], name="file_version_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1, width__gte=1, height__gte=1, size__gte=1),
                name="file_version_positive",
            ),
            models.CheckConstraint(condition=~Q(author_text=""), name="file_version_author_named"),
        )
        indexes = (
            models.Index(fields=["sha1"], name="file_version_sha1"),
            models.Index(fields=["timestamp", "id"], name="file_version_time"),
            models.Index(fields=["size", "id"], name="file_version_size"),
            models.Index(fields=["author_text", "id"], name="file_version_author"),
        )

    def __str__(self) -> str:
        return f"version {self.number} of the file of page {self.file_id}"
