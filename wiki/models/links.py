"""Derived rows that are asked across pages: what links where, and which facts are stated."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wiki.models.page import Page


class Derived(models.Model):
    """A row that held from one moment to another; open while valid_to is null."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, db_index=False, related_name="+")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Link(Derived):
    """A link, category, file or redirect that stands in the page's text."""

    KINDS = tuple((kind, kind) for kind in ("link", "see_also", "category", "file", "redirect"))

    kind = models.CharField(max_length=8, choices=KINDS)
    namespace = models.SmallIntegerField()
    title = models.CharField(max_length=255)
    extra = models.CharField(max_length=255, blank=True)  # fragment, or the sort key of a category

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=["link", "see_also", "category", "file", "redirect"]), name="link_kind"
            ),
        )
        indexes = (
            models.Index(fields=["namespace", "title", "kind", "valid_to", "page"], name="link_to"),
            models.Index(fields=["page", "valid_to"], name="link_from"),
        )

    def __str__(self) -> str:
        return f"{self.kind} to {self.namespace}:{self.title}"


class Fact(Derived):
    """An infobox field's key and value over time."""

    field_id = models.BigIntegerField()
    key = models.CharField(max_length=255)  # cut there
    value = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=["page", "valid_to"], name="fact_from"),
            models.Index(fields=["key", "valid_to", "page"], name="fact_key"),
        )

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"
