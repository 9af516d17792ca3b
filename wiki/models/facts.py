"""The values that facts state, one a row, in the form in which they are compared."""

from __future__ import annotations

from django.db import models

from wiki.models.links import Fact
from wiki.models.page import Page


class StatedValue(models.Model):
    """One value of a fact: a field of several values has several; one without any has an empty one.

    It holds as long as its fact does. `folded_key` and `folded` are made by text/fields/facts.py.
    """

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="stated")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, db_index=False, related_name="+")
    folded_key = models.CharField(max_length=255)
    folded = models.CharField(max_length=255)

    class Meta:
        indexes = (
            models.Index(fields=["folded_key", "folded", "page", "fact"], name="stated_value"),
            models.Index(fields=["folded_key", "fact"], name="stated_by_key"),  # lists of facts of a key
        )

    def __str__(self) -> str:
        return f"{self.folded_key}: {self.folded}"
