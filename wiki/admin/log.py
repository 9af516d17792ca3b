"""The log at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from wiki.admin.cells import drawn, moment
from wiki.admin.lists import ReadOnlyAdmin
from wiki.admin.moderator import moderator
from wiki.models import LogEntry
from wiki.reading.lists.log import log_types
from wiki.reading.visibility import as_seen, author_seen, deed_seen, entries_seen
from wiki.text.titles import InvalidTitle, parse_title


class ByType(admin.SimpleListFilter):
    title = _("log")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(type_, type_) for type_ in log_types(moderator(request))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        return (
            queryset.filter(type=self.value()) if self.value() in log_types(moderator(request)) else queryset
        )


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    list_display = ("time_cell", "user_text", "deed", "comment")
    list_display_links = ("time_cell",)
    list_filter = (ByType,)
    search_fields = ("title",)
    search_help_text = _("The title of a page, or who did it, in full")
    fields = ("time_cell", "user_text", "type", "action", "deed", "comment", "params")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        return super().get_queryset(request).filter(entries_seen(moderator(request)))

    def find(self, request: HttpRequest, rows: QuerySet[LogEntry], text: str) -> QuerySet[LogEntry]:
        match = Q(user_text=text) & author_seen(moderator(request))
        try:
            title = parse_title(text)
        except InvalidTitle:
            return rows.filter(match)
        return rows.filter(
            match | (deed_seen(moderator(request)) & Q(namespace=title.namespace, title=title.name))
        )

    def dress(self, request: HttpRequest, rows: Sequence[LogEntry]) -> None:
        as_seen(rows, moderator(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        entry = super().get_object(request, object_id, from_field)
        if entry is not None:
            self.dress(request, [entry])
        return entry

    @admin.display(description=_("time"))
    def time_cell(self, entry: LogEntry) -> str:
        return moment(entry.timestamp)

    @admin.display(description=_("deed"))
    def deed(self, entry: LogEntry) -> SafeString:
        return drawn("deed", entry=entry)
