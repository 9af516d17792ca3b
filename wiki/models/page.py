"""A page: any titled thing in any namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from wiki.models.versions import DatedVersion, Versions
from wiki.text.titles import Title

if TYPE_CHECKING:
    from wiki.models.revision import Revision

LISTED = Q(deleted=False)
ARTICLES = LISTED & Q(redirect=False)


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
    size = models.PositiveIntegerField(default=0)  # of the latest revision's source text, in bytes
    touched = models.DateTimeField(null=True)  # when the latest revision was made

    # Anchors that only hidden revisions had, one a line: they lead nowhere for readers.
    withheld_anchors = models.TextField(blank=True, default="")
    # Whether anybody watches the page or a part of it: never wrong where it says no.
    watched = models.BooleanField(default=False)
    waiting = models.PositiveIntegerField(default=0)  # open suggestions

    history = Versions(
        bases=(DatedVersion,),
        key=(),  # deleting and undeleting make a version of the page, but no revision
        indexes=(
            models.Index(fields=["namespace", "title", "valid_from"], name="page_version_title"),
            models.Index(fields=["id", "valid_from"], name="page_version_page"),
        ),
        excluded_fields=[
            *("folded_title", "latest", "number", "version", "redirect", "description", "picture"),
            *("size", "touched", "withheld_anchors", "watched", "waiting"),
        ],
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
            models.Index(fields=["namespace", "id"], name="page_in_namespace"),
            # What lists of pages go through: each in its own order, without what it leaves out.
            models.Index(
                fields=["namespace", "title"], name="page_redirects", condition=LISTED & Q(redirect=True)
            ),
            models.Index(fields=["namespace", "size", "id"], name="page_by_size", condition=ARTICLES),
            models.Index(fields=["namespace", "touched", "id"], name="page_by_age", condition=ARTICLES),
            models.Index(fields=["namespace", "number", "id"], name="page_by_edits", condition=ARTICLES),
            models.Index(
                fields=["namespace", "title"], name="page_protected", condition=LISTED & ~Q(protection={})
            ),
        )

    def __str__(self) -> str:
        return self.name.full

    @property
    def name(self) -> Title:
        """The page's title with its namespace."""
        return Title(self.namespace, self.title)

    def take(self, revision: Revision) -> None:
        """Let this revision, which has just been made, be the page's latest. Not saved here."""
        self.number, self.latest, self.version = revision.number, revision, self.version + 1
        self.size, self.touched = revision.size, revision.timestamp


class StoredHtml(models.Model):
    """The page's rendering as of one revision: never needed for truth, made again at will."""

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.CASCADE, related_name="html")
    number = models.PositiveIntegerField()
    content = models.TextField()  # RenderedPage as JSON; empty when it has to be rendered at the first read

    def __str__(self) -> str:
        return f"HTML of page {self.page_id} as of revision {self.number}"
