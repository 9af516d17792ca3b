"""How rows are tracked: django-simple-history, numbered by the page's revision."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords


class NumberedVersion(models.Model):
    """What each historical row carries besides the tracked fields: the revision that made it."""

    revision = models.ForeignKey(
        "wiki.Revision", on_delete=models.DO_NOTHING, null=True, db_index=False, related_name="+"
    )

    class Meta:
        abstract = True


class DatedVersion(NumberedVersion):
    """A version that is asked for across pages, so it says from when until when it held."""

    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class VersionManager(HistoryManager):  # type: ignore[misc]  # simple_history ships no types
    """simple_history makes a class for every look at `model.history`; one for each model is enough."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: type, class_name: str | None = None) -> Any:
        return super().from_queryset(queryset_class, class_name)


class Versions(HistoricalRecords):  # type: ignore[misc]  # simple_history ships no types
    """HistoricalRecords that scale: UNIQUE(page, id, rev), 64-bit keys, no index on date, user or page.

    simple_history ignores Meta indexes of `bases`, so the constraint is added in get_meta_options.
    """

    def __init__(
        self,
        *,
        bases: tuple[type[models.Model], ...] = (NumberedVersion,),
        key: tuple[str, ...] = ("page", "id", "rev"),
        indexes: tuple[models.Index, ...] = (),
        **options: Any,
    ) -> None:
        self.key, self.extra_indexes = key, indexes
        super().__init__(
            bases=bases,
            history_id_field=models.BigAutoField(),
            history_change_reason_field=models.TextField(null=True),
            history_manager=VersionManager,
            **options,
        )

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        options: dict[str, Any] = super().get_meta_options(model)
        name = model.__name__.lower()
        if self.key:
            options["constraints"] = (models.UniqueConstraint(fields=self.key, name=f"{name}_version"),)
        options["indexes"] = self.extra_indexes
        return options

    def get_extra_fields(self, model: type[models.Model], fields: Any) -> dict[str, Any]:
        extra: dict[str, Any] = super().get_extra_fields(model, fields)
        extra["history_date"] = models.DateTimeField()
        extra["history_user"] = models.ForeignKey(
            settings.AUTH_USER_MODEL, null=True, related_name="+", on_delete=models.SET_NULL, db_index=False
        )
        # The id column of a version needs no index of its own: UNIQUE(page, id, rev) serves it.
        fields["id"].db_index = False
        return extra
