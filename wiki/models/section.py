"""Sections and the links of See also lists."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wiki.models.page import Page
from wiki.models.versions import Versions


class Part(models.Model):
    """What every versioned row of a page has in common."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, db_index=False, related_name="+")
    rev = models.PositiveIntegerField()  # number of the revision that last changed this row
    position = models.BigIntegerField()
    deleted = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Section(Part):
    """The lead (level 0) or a heading with its text. Its parent follows from level and order."""

    level = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=1000, blank=True)  # read from the heading, cut there
    heading = models.TextField(blank=True)  # exact source of the heading line, separator first
    body = models.TextField(blank=True)
    see_also = models.BooleanField(default=False)  # its list items are SeeAlsoLink rows
    anchor = models.CharField(max_length=1000, blank=True)
    former_anchors = models.TextField(blank=True)  # one a line: anchors hold no white space
    moved_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    origin_id = models.BigIntegerField(null=True, blank=True)
    origin_rev = models.PositiveIntegerField(null=True, blank=True)

    history = Versions(no_db_index=["page", "moved_to"])

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(level__in=[0, 2, 3, 4, 5, 6]), name="section_level"),
            models.CheckConstraint(condition=Q(rev__gte=1), name="section_rev"),
            models.CheckConstraint(condition=Q(level__gt=0) | Q(heading=""), name="section_lead_unheaded"),
        )
        indexes = (models.Index(fields=["page", "position"], name="section_in_order"),)

    def __str__(self) -> str:
        return self.title or "(lead)"


class SeeAlsoLink(Part):
    """One line of a See also list."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, db_index=False, related_name="+")
    source = models.TextField()
    target = models.TextField(blank=True)  # as written

    history = Versions(no_db_index=["page", "section"])

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(rev__gte=1), name="see_also_rev"),)
        indexes = (models.Index(fields=["page", "position"], name="see_also_in_order"),)

    def __str__(self) -> str:
        return self.target or self.source.strip()
