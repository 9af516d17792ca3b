"""Templates of infoboxes: which keys articles of a kind have, and what is asked of their values."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from wiki.models.kept import Kept
from wiki.text.fields.field_rules import FieldRule, InvalidRules, read_rules
from wiki.text.titles import InvalidTitle, parse_title

CATEGORY = 14


def check_rules(text: str) -> None:
    """Raise ValidationError, naming the line, for keys that cannot be read."""
    try:
        read_rules(text)
    except InvalidRules as error:
        raise ValidationError(error.message) from None


class InfoboxTemplate(Kept):
    """A set of keys, versioned as a whole, for the articles of a category, or without one for all."""

    KEY, KEPT_SECONDS = "infobox:templates", 60

    name = models.CharField(_("name"), max_length=255, unique=True)
    category = models.CharField(
        _("category"),
        max_length=255,
        blank=True,
        help_text=_("The articles in this category have the template; without a category, all have it."),
    )
    keys = models.TextField(
        _("keys"),
        validators=[check_rules],
        help_text=_(
            "One key a line, in their order: Key | type | source | days | help. Types: text, date, link, "
            "picture, list, quantity. Source: none, warn, require. Days: when a value should be looked at "
            "again. What is left out is text, none, never."
        ),
    )

    history = HistoricalRecords(
        history_id_field=models.BigAutoField(), history_change_reason_field=models.TextField(null=True)
    )

    class Meta:
        verbose_name = _("infobox template")
        verbose_name_plural = _("infobox templates")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The category under the name that pages join it by."""
        if self.category:
            try:
                self.category = parse_title(self.category, namespace=CATEGORY).name
            except InvalidTitle as error:
                raise ValidationError({"category": error.message}) from None


def templates_kept() -> list[tuple[str, tuple[FieldRule, ...]]]:
    """Category ("" for all articles) and keys of every template; one query, then none for a while."""
    rows = InfoboxTemplate.kept(lambda: list(InfoboxTemplate.objects.values_list("category", "keys")))
    return [(category, read_rules(keys)) for category, keys in rows]
