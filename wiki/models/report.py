"""What readers report to those who look after the wiki."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wiki.models.page import Page
from wiki.models.revision import Revision

OPEN, DONE, DISMISSED = "open", "done", "dismissed"


class Report(models.Model):
    """That something is wrong with a page, a revision of it, a comment on it, or somebody.

    Whoever has no name is known by the address alone (`ip`), which is kept for a time.
    """

    REASONS = (
        ("vandalism", _("Vandalism")),
        ("personal", _("Personal data, or an attack on a person")),
        ("copyright", _("Violation of copyright")),
        ("spam", _("Advertising")),
        ("error", _("Something that is not true")),
        ("other", _("Something else")),
    )
    STATES = ((OPEN, _("open")), (DONE, _("done")), (DISMISSED, _("dismissed")))

    page = models.ForeignKey(Page, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    revision = models.ForeignKey(
        Revision, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    anchor = models.CharField(max_length=255, blank=True)  # of a comment on the page
    namespace = models.SmallIntegerField(default=0)
    title = models.CharField(max_length=255, blank=True)  # of the page, when it was reported
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    about_text = models.CharField(max_length=255, blank=True)  # the account's name, or an address

    reason = models.CharField(max_length=9, choices=REASONS)
    note = models.TextField(blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    reporter_text = models.CharField(max_length=255, blank=True)  # nothing for who has no name
    ip = models.CharField(max_length=32, blank=True)  # hex, as Address.ip; of who has no name
    # Who reports what: the same thing, reported again while the report is open, is the same report.
    key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  # decided ones have none
    times = models.PositiveIntegerField(default=1)
    created = models.DateTimeField()

    state = models.CharField(max_length=9, choices=STATES, default=OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    decided_by_text = models.CharField(max_length=255, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = (
            models.CheckConstraint(
                condition=Q(page__isnull=False) | (Q(revision=None, anchor="") & ~Q(about_text="")),
                name="report_of_something",
            ),
            models.CheckConstraint(
                condition=Q(state=OPEN, decided_at=None)
                | (~Q(state=OPEN) & Q(decided_at__isnull=False, key=None)),
                name="report_decided",
            ),
        )
        indexes = (
            models.Index(fields=["state", "id"], name="report_state"),
            models.Index(fields=["created", "id"], name="report_time"),
            models.Index(fields=["state", "created", "id"], name="report_state_time"),
            models.Index(fields=["page", "state"], name="report_of_page"),
            models.Index(fields=["about_text", "state"], name="report_about"),
            models.Index(fields=["reporter", "id"], name="report_by"),
            models.Index(fields=["created"], name="report_with_address", condition=~Q(ip="")),
        )

    def __str__(self) -> str:
        return f"report {self.pk}"
