"""Checks of infobox fields: somebody saw that a value still holds."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from wiki.models.page import Page


class FieldCheck(models.Model):
    """One check of one value, which counts for as long as the field says the same. It makes no revision."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    field_id = models.BigIntegerField()
    said = models.CharField(max_length=40)  # of the value that was checked: text/fields/facts.py, fingerprint
    moment = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+"
    )
    user_text = models.CharField(max_length=255)

    class Meta:
        indexes = (models.Index(fields=["field_id", "id"], name="check_of_field"),)

    def __str__(self) -> str:
        return f"field {self.field_id}, {self.moment:%Y-%m-%d}, {self.user_text}"
