"""The questions at sign-up, written at the desk by who may edit the wiki's own words."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from wiki.admin.moderator import moderator
from wiki.models import SignUpQuestion
from wiki.permissions import edits_templates


@admin.register(SignUpQuestion)
class SignUpQuestionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    list_display = ("question", "asked")
    fields = ("question", "answers", "asked")
    ordering = ("pk",)

    def allowed(self, request: HttpRequest) -> bool:
        """Whoever sees the answers could give them to programs."""
        return self.admin_site.has_permission(request) and edits_templates(moderator(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.allowed(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.allowed(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)
