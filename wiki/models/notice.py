"""What an account is told: in the page, and by e-mail if it wishes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from wiki.models.report import Report
from wiki.models.revision import Revision
from wiki.models.suggestion import Suggestion


class Notice(models.Model):
    """One thing that happened, told to one account. Of what it tells, only the revision (or the suggestion,
    or the report) is stored: what of it may be seen is decided when it is read.
    """

    KINDS = tuple(
        (kind, kind)
        for kind in (
            "watched",
            "talk",
            "mention",
            "reverted",
            "thanked",
            "reply",
            "proposed",
            "decided",
            "answered",
            "reported",
        )
    )

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="notices"
    )
    kind = models.CharField(max_length=8, choices=KINDS)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.CASCADE, related_name="+")
    suggestion = models.ForeignKey(Suggestion, null=True, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, null=True, on_delete=models.CASCADE, related_name="+")
    # Who thanked, decided or answered; of all other kinds it is the author of what is told.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    created = models.DateTimeField()
    seen = models.BooleanField(default=False)
    mailed = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(revision__isnull=True, suggestion__isnull=False, report__isnull=True)
                | Q(revision__isnull=False, suggestion__isnull=True, report__isnull=True)
                | Q(revision__isnull=True, suggestion__isnull=True, report__isnull=False),
                name="notice_of_one",
            ),
            models.UniqueConstraint(
                fields=["user", "suggestion"], name="notice_proposed_once", condition=Q(kind="proposed")
            ),
            # However many reasons there are, an edit is told once.
            models.UniqueConstraint(
                fields=["user", "revision"], name="notice_once", condition=~Q(kind="thanked")
            ),
            models.UniqueConstraint(
                fields=["revision", "actor"], name="notice_thanked_once", condition=Q(kind="thanked")
            ),
        )
        indexes = (
            models.Index(fields=["user", "id"], name="notice_of_user"),
            models.Index(fields=["user", "id"], name="notice_unseen", condition=Q(seen=False)),
            models.Index(fields=["user", "id"], name="notice_unmailed", condition=Q(mailed=False)),
        )

    def __str__(self) -> str:
        about = self.revision_id or self.suggestion_id or self.report_id
        return f"{self.kind} for {self.user_id} about {about}"


class Digest(models.Model):
    """The mail to one account that is being sent, and when the last one was.

    `claimed` says that some process is sending the notices up to `upto`; it is forgotten after a while, and
    the same mail is sent again.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="digest"
    )
    claimed = models.DateTimeField(null=True)
    upto = models.PositiveBigIntegerField(default=0)  # id of the last notice in the mail
    sent = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"digest of {self.user_id}"
