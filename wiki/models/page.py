"""A page: any titled thing in any namespace."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wiki.models.versions import DatedVersion, Versions
from wiki.text.titles import Title


class Page(models.Model):
    """The row that an edit locks. Its tracked fields are what moving, deleting and protecting change."""

    namespace = models.SmallIntegerField(default=0)
    title = models.CharField(max_length=255)
    deleted = models.BooleanField(default=False)
    # {"edit": {"level": "sysop", "expiry": "2026-12-01T00:00:00Z" or null}, "move": …}
    protection = models.JSONField(default=dict, blank=True)
    # The revision that last changed one of the fields above.
    rev = models.PositiveIntegerField(default=0)

    # What follows is kept for reading and is not tracked.
    folded_title = models.CharField(max_length=255)
    latest = models.ForeignKey("wiki.Revision", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=0)  # of the latest revision
    version = models.PositiveBigIntegerField(default=0)  # moves whenever the page may look different
    redirect = models.BooleanField(default=False)
    description = models.CharField(max_length=255, blank=True)  # plain: the first sentence of the lead
    picture = models.CharField(max_length=255, blank=True)  # name of the first picture, without prefix

    history = Versions(
        bases=(DatedVersion,),
        key=(),  # deleting and undeleting make a version of the page, but no revision
        indexes=(
            models.Index(fields=["namespace", "title", "valid_from"], name="page_version_title"),
            models.Index(fields=["id", "valid_from"], name="page_version_page"),
        ),
        excluded_fields=["folded_title", "latest", "number", "version", "redirect", "description", "picture"],
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["namespace", "title"], condition=Q(deleted=False), name="page_title"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="page_title_not_empty"),
            models.CheckConstraint(condition=Q(rev__lte=models.F("number")), name="page_rev_known"),
        )
        indexes = (
            models.Index(fields=["namespace", "folded_title"], name="page_folded"),
            models.Index(fields=["namespace", "title", "id"], name="page_by_title"),
        )

    def __str__(self) -> str:
        return self.name.full

    @property
    def name(self) -> Title:
        """The page's title with its namespace."""
        return Title(self.namespace, self.title)


class StoredHtml(models.Model):
    """The page's rendering as of one revision: never needed for truth, made again at will."""

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.CASCADE, related_name="html")
    number = models.PositiveIntegerField()
    content = models.TextField()  # RenderedPage as JSON; empty when it has to be rendered at the first read

    def __str__(self) -> str:
        return f"HTML of page {self.page_id} as of revision {self.number}"
