"""Edit filters at the desk: written, tried on the newest edits, switched on; and what they caught."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.admin.cells import moment
from wiki.admin.infobox_templates import InfoboxTemplateAdmin
from wiki.admin.lists import ReadOnlyAdmin
from wiki.admin.moderator import moderator
from wiki.models import EditFilter, FilterHit
from wiki.moderation.filters import switch, try_out
from wiki.permissions import edits_filters, sees_filter_hits
from wiki.reading.visibility import sees_author
from wiki.text.titles import Title


@admin.register(EditFilter)
class EditFilterAdmin(InfoboxTemplateAdmin):
    list_display: tuple[str, ...] = ("name", "action", "enabled", "tag")
    list_filter = ("enabled", "action")
    fields: tuple[str, ...] = ("name", "conditions", "action", "message", "tag", "minutes", "enabled")
    ordering: tuple[str, ...] = ("name",)
    change_form_template = "admin/edit_filter.html"

    def allowed(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request) and edits_filters(moderator(request))

    def get_urls(self) -> list[URLPattern]:
        tried = path("<int:pk>/try/", self.admin_site.admin_view(self.try_view), name="wiki_editfilter_try")
        return [tried, *super().get_urls()]

    def try_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A page that asks; what was caught; and the button that switches the filter on or off."""
        if not self.allowed(request):
            raise PermissionDenied
        one, trial = get_object_or_404(EditFilter, pk=pk), None
        if request.method == "POST" and request.POST.get("deed") in ("on", "off"):
            try:
                switch(pk, on=request.POST["deed"] == "on", editor=moderator(request))
            except ValidationError as error:
                messages.error(request, error.messages[0])
            else:
                return HttpResponseRedirect(reverse("admin:wiki_editfilter_changelist"))
        elif request.method == "POST":
            trial = try_out(one, editor=moderator(request))
            one.refresh_from_db()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Try the filter “%s”") % one.name, "filter": one, "trial": trial, "opts": self.opts,
            "may_switch_on": one.tried == one.conditions and not one.enabled,
        }  # fmt: skip
        return TemplateResponse(request, "admin/try_filter.html", context)


@admin.register(FilterHit)
class FilterHitAdmin(ReadOnlyAdmin):
    list_display = ("time_cell", "user_cell", "page_cell", "filter", "action", "revision_cell")
    list_display_links = None
    list_filter = ("action", "filter")
    list_select_related = ("filter", "revision")
    fields = ("time_cell", "user_cell", "page_cell", "filter", "action", "revision_cell")
    readonly_fields = fields

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        hit = super().get_object(request, object_id, from_field)
        if hit is not None:
            self.dress(request, [hit])
        return hit

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and sees_filter_hits(moderator(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def dress(self, request: HttpRequest, rows: Sequence[FilterHit]) -> None:
        """An author who is hidden in the revision is hidden here."""
        viewer = moderator(request)
        for hit in rows:
            if hit.revision is not None and not sees_author(viewer, hit.revision):
                hit.user_text = ""

    @admin.display(description=gettext_lazy("time"))
    def time_cell(self, hit: FilterHit) -> str:
        return moment(hit.timestamp)

    @admin.display(description=gettext_lazy("user"))
    def user_cell(self, hit: FilterHit) -> str:
        return hit.user_text

    @admin.display(description=gettext_lazy("page"))
    def page_cell(self, hit: FilterHit) -> str:
        return Title(hit.namespace, hit.title).full

    @admin.display(description=gettext_lazy("revision"))
    def revision_cell(self, hit: FilterHit) -> SafeString:
        if hit.suggestion_id is not None:
            place = reverse("suggestion", args=[hit.suggestion_id])
            return format_html('<a href="{}">{}</a>', place, _("waits for review"))
        if hit.revision_id is None:
            return SafeString("")
        return format_html(
            '<a href="{}">{}</a>', reverse("revision", args=[hit.revision_id]), hit.revision_id
        )
