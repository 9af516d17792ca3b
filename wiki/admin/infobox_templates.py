"""Templates of infoboxes at the desk: the one content that is written here, with every version of it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from wiki.admin.moderator import moderator
from wiki.models import InfoboxTemplate
from wiki.permissions import edits_templates
from wiki.text.fields.field_rules import read_rules


@admin.register(InfoboxTemplate)
class InfoboxTemplateAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # it ships no types
    list_display: tuple[str, ...] = ("name", "category", "keys_cell")
    fields: tuple[str, ...] = ("name", "category", "keys")
    ordering: tuple[str, ...] = ("name",)
    object_history_list_template = "admin/row_versions.html"  # simple_history's has a style of its own

    def allowed(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request) and edits_templates(moderator(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(self.admin_site.has_permission(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.admin_site.has_permission(request))

    def has_view_history_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.allowed(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)

    def has_change_history_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """simple_history brings an old version back for everybody who may look."""
        if request.method not in ("GET", "HEAD") and not self.allowed(request):
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)  # type: ignore[no-any-return]

    @admin.display(description=_("keys"))
    def keys_cell(self, template: InfoboxTemplate) -> str:
        keys = [rule.key for rule in read_rules(template.keys)]
        return ", ".join(keys[:8]) + (" …" if len(keys) > 8 else "")
