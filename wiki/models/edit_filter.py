"""Edit filters: what edits must not be, or are looked at for; and each edit that one caught."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from wiki.models.kept import Kept
from wiki.models.revision import TAG_MAX, Revision
from wiki.models.suggestion import Suggestion
from wiki.text.conditions import BadCondition, read_conditions

TAG, WARN, THROTTLE, WAIT, REFUSE = "tag", "warn", "throttle", "wait", "refuse"
WHY = {
    "toolong": _("Line %(line)s: this is longer than a filter may be."),
    "none": _("A filter needs at least one condition; without one it would catch every edit."),
    "unreadable": _("Line %(line)s: “%(given)s” is no condition. Write a name, a comparison and a value."),
    "unknown": _("Line %(line)s: nothing is called “%(given)s”."),
    "novalue": _("Line %(line)s: “%(given)s” lacks what to compare with."),
    "comparison": _("Line %(line)s: “%(given)s” does not go together."),
    "nonumber": _("Line %(line)s: “%(given)s” is no whole number."),
    "yesno": _("Line %(line)s: say “yes” or “no”, not “%(given)s”."),
    "pattern": _("Line %(line)s: %(given)s"),
}


def check_conditions(text: str) -> None:
    """Raise ValidationError, naming the line, for conditions that cannot be read."""
    try:
        read_conditions(text)
    except BadCondition as error:
        words = {"line": error.line, "given": error.given}
        raise ValidationError(WHY[error.code], params=words, code=error.code) from None


class EditFilter(Kept):
    """Conditions, and what happens to an edit that meets them all. Every state of it is kept."""

    KEY, KEPT_SECONDS = "edit-filters", 10

    ACTIONS = (
        (TAG, _("tag the edit")),
        (WARN, _("warn; who saves again is let through")),
        (THROTTLE, _("refuse from the second time within the time below")),
        (WAIT, _("let the edit wait until somebody has accepted it")),
        (REFUSE, _("refuse the edit")),
    )

    name = models.CharField(_("name"), max_length=255, unique=True)
    conditions = models.TextField(
        _("conditions"),
        validators=[check_conditions],
        help_text=_(
            "One a line, all must hold: added contains casino | poker; edits < 10; title begins with A; "
            "field is Population; creates is yes; text does not contain [^; added matches (?:viagra){3}. "
            "Names: namespace, title, creates, summary, minor, user, anonymous, group, edits, age (days), "
            "section, field, size, delta (bytes), added, removed (lines), links (how many new), link, text."
        ),
    )
    action = models.CharField(_("what happens"), max_length=8, choices=ACTIONS, default=TAG)
    message = models.TextField(
        _("message"), blank=True, max_length=1000, help_text=_("Shown to whoever is warned or refused.")
    )
    tag = models.CharField(
        _("tag"), max_length=TAG_MAX, blank=True, help_text=_("Of edits that are let through.")
    )
    minutes = models.PositiveIntegerField(
        _("time in minutes"), default=60, help_text=_("For the second time.")
    )
    enabled = models.BooleanField(_("switched on"), default=False)
    tried = models.TextField(blank=True, editable=False)  # the conditions that were tried last

    history = HistoricalRecords(
        history_id_field=models.BigAutoField(), history_change_reason_field=models.TextField(null=True)
    )

    class Meta:
        verbose_name = _("edit filter")
        verbose_name_plural = _("edit filters")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise ValidationError for a filter that says nothing where it has to."""
        if self.action == TAG and not self.tag:
            raise ValidationError({"tag": _("Which tag shall the edits get?")})
        if self.enabled and self.tried != self.conditions:
            raise ValidationError(
                {"enabled": _("Save it switched off and try it on the last edits first; then switch it on.")}
            )


class FilterHit(models.Model):
    """An edit that a filter caught. Append-only."""

    filter = models.ForeignKey(EditFilter, on_delete=models.CASCADE, related_name="hits", db_index=False)
    action = models.CharField(max_length=8)  # of the filter at that time
    timestamp = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    user_text = models.CharField(max_length=255)
    namespace = models.SmallIntegerField()
    title = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)  # of the text that was to be saved
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="+")
    suggestion = models.ForeignKey(
        Suggestion, null=True, on_delete=models.PROTECT, related_name="+"
    )  # that waits

    class Meta:
        verbose_name = _("filter hit")
        verbose_name_plural = _("filter hits")
        indexes = (
            models.Index(fields=["filter", "id"], name="filter_hits"),
            models.Index(fields=["timestamp", "id"], name="filter_hits_time"),
            models.Index(fields=["user_text", "timestamp"], name="filter_hits_of_user"),
            models.Index(fields=["digest", "timestamp"], name="filter_hits_warned", condition=Q(action=WARN)),
        )

    def __str__(self) -> str:
        return f"{self.user_text} on {self.title}"


def filters_kept() -> list[EditFilter]:
    """The filters that are switched on; one query, then none for a while."""
    return EditFilter.kept(lambda: list(EditFilter.objects.filter(enabled=True)))
