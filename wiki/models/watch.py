"""What an account watches: a page with its talk page, a section, a field, the members of a category."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db import models
from django.db.models import Q

WatchKind = Literal["page", "section", "field", "category"]


class Watch(models.Model):
    """One thing that one account watches.

    Namespace and title are always those of the subject page, so a page's row stands for its talk page too,
    and all that somebody watches on a page is found by its title. `part` is the id of the section or field.
    `seen` and `seen_talk` are the newest revisions that the account has looked at: a later one is unseen.
    """

    KINDS = tuple((kind, kind) for kind in ("page", "section", "field", "category"))

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="watches"
    )
    kind = models.CharField(max_length=8, choices=KINDS, default="page")
    namespace = models.SmallIntegerField()
    title = models.CharField(max_length=255)
    part = models.BigIntegerField(default=0)
    expiry = models.DateTimeField(null=True)  # null: until it is taken off
    seen = models.PositiveBigIntegerField(default=0)
    seen_talk = models.PositiveBigIntegerField(default=0)
    notify = models.BooleanField(default=False)  # whether a change is told, or only stands in the list

    class Meta:
        verbose_name_plural = "watches"
        constraints = (
            models.UniqueConstraint(fields=["user", "namespace", "title", "kind", "part"], name="watch_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["page", "category"], part=0)
                | Q(kind__in=["section", "field"], part__gt=0),
                name="watch_part",
            ),
        )
        indexes = (
            models.Index(fields=["namespace", "title", "kind"], name="watch_of_title"),
            models.Index(fields=["kind", "part"], name="watch_of_part", condition=Q(part__gt=0)),
            models.Index(fields=["expiry"], name="watch_expiry", condition=Q(expiry__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.namespace}:{self.title} {self.part or ''}".rstrip()


PERIODS = {
    "1 week": timedelta(days=7),
    "1 month": timedelta(days=30),
    "3 months": timedelta(days=91),
    "6 months": timedelta(days=182),
    "1 year": timedelta(days=365),
}


def lasting(now: datetime) -> Q:
    """The watches that have not run out at this moment."""
    return Q(expiry=None) | Q(expiry__gt=now)
