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


PAGE, SUBCATEGORY, FILE = 0, 1, 2
MEMBERS = ((PAGE, "page"), (SUBCATEGORY, "subcategory"), (FILE, "file"))
STANDING = Q(valid_to=None)
MEMBERSHIP = STANDING & Q(member__isnull=False)
TO_SECTION = STANDING & Q(member=None) & ~Q(extra="")
REDIRECT = STANDING & Q(kind="redirect")
LISTED = STANDING & Q(kind="see_also")
# The categories by which a page says that it lists the meanings of a name.
DISAMBIGUATION = ("Disambiguation", "Disambiguation pages", "All disambiguation pages")


def member_kind(namespace: int) -> int:
    """What a page of this namespace is to a category that it is in."""
    return {14: SUBCATEGORY, 6: FILE}.get(namespace, PAGE)


class Link(Derived):
    """A link, category, file or redirect that stands in the page's text, or a template that it puts in."""

    KINDS = tuple((kind, kind) for kind in ("link", "see_also", "category", "file", "redirect", "template"))

    kind = models.CharField(max_length=8, choices=KINDS)
    namespace = models.SmallIntegerField()
    title = models.CharField(max_length=255)
    extra = models.CharField(max_length=255, blank=True)  # fragment, or the sort key of a category
    # Of a category, null else: what kind of page its member is; then the key that the members are ordered by.
    member = models.SmallIntegerField(choices=MEMBERS, null=True)
    sort = models.BinaryField(default=b"")  # bytes, so that every database orders them alike

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=["link", "see_also", "category", "file", "redirect", "template"]),
                name="link_kind",
            ),
        )
        indexes = (
            models.Index(fields=["namespace", "title", "valid_to", "page", "kind"], name="link_to"),
            models.Index(fields=["page", "valid_to", "kind"], name="link_from"),
            models.Index(
                fields=["title", "member", "sort", "page"], name="link_members", condition=MEMBERSHIP
            ),
            models.Index(
                fields=["namespace", "title", "extra", "page"], name="link_to_sections", condition=TO_SECTION
            ),
            models.Index(fields=["page", "namespace", "title"], name="link_redirects", condition=REDIRECT),
            models.Index(fields=["namespace", "title", "page"], name="link_lists", condition=LISTED),
            models.Index(fields=["title", "valid_from"], name="link_joined", condition=Q(kind="category")),
            models.Index(fields=["title", "valid_to"], name="link_left", condition=Q(kind="category")),
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
