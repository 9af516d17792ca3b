"""What pages of wikitext call the namespaces, beside this wiki's own names for them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from wiki.models.kept import Kept


class SiteName(Kept):
    """A name of a namespace in the wiki that pages came from, as its export says."""

    KEY: ClassVar[str] = "site:names"
    KEPT_SECONDS: ClassVar[int] = 60

    name = models.CharField(max_length=255, unique=True)
    namespace = models.SmallIntegerField()

    def __str__(self) -> str:
        return f"{self.name}: {self.namespace}"
