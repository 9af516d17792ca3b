"""The wiki's lists of titles and of links that it does not take."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from wiki.text.patterns import LONGEST, BadPattern, check_pattern

TITLE, LINK = "title", "link"


class Pattern(models.Model):
    """One entry of a list. Every state of it is kept."""

    KINDS = ((TITLE, _("titles and user names")), (LINK, _("addresses of links")))

    kind = models.CharField(_("kind"), max_length=5, choices=KINDS)
    pattern = models.CharField(
        _("pattern"),
        max_length=LONGEST,
        help_text=_(
            "A regular expression (RE2), case apart. Of titles it has to match all of it (User:Spam.* for "
            "names of accounts); of addresses a part, without https://, as in spam\\.example or \\.example/"
        ),
    )
    reason = models.CharField(
        _("reason"), max_length=255, blank=True, help_text=_("Told to whoever is refused.")
    )
    active = models.BooleanField(_("in force"), default=True)

    history = HistoricalRecords(
        history_id_field=models.BigAutoField(), history_change_reason_field=models.TextField(null=True)
    )

    class Meta:
        verbose_name = _("forbidden title or link")
        verbose_name_plural = _("forbidden titles and links")
        ordering = ("kind", "pattern")
        constraints = (models.UniqueConstraint(fields=["kind", "pattern"], name="pattern_once"),)

    def __str__(self) -> str:
        return self.pattern

    def clean(self) -> None:
        """Raise ValidationError, beside the pattern, for one that cannot be."""
        try:
            check_pattern(self.pattern, whole=self.kind == TITLE)
        except BadPattern as error:
            raise ValidationError({"pattern": error.message}) from None


def reasons_in_force(kind: str) -> dict[str, str]:
    """The patterns of a kind with their reasons; one query."""
    found = Pattern.objects.filter(kind=kind, active=True)
    return dict(found.values_list("pattern", "reason"))
