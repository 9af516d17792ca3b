"""The form field of a time in UTC: here, because the site and the desk both ask for such times."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone


class UtcField(forms.DateTimeField):
    """A time in UTC, in whatever zone the moderator is told times."""

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(UTC):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(UTC):
            return super().to_python(value)
