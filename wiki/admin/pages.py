"""Pages at the desk: who may see them, what state they are in, and the deeds for several at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from wiki.admin.cells import author_cell, moment, protection_cell, what_cell
from wiki.admin.deeds import delete_pages, protect_pages, roll_back_pages, undelete_pages
from wiki.admin.filters import ByNamespace
from wiki.admin.lists import number, titled
from wiki.admin.moderator import moderator, sees_deleted
from wiki.admin.versions import VersionedAdmin
from wiki.models import LogEntry, Page
from wiki.reading.lists.lines import lines


class ByState(admin.SimpleListFilter):
    """Found through the log, which has few entries beside so many pages."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        states: list[tuple[str, Any]] = [("protected", _("protected"))]
        return [*states, ("deleted", _("deleted"))] if sees_deleted(request) else states

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        if self.value() == "protected":
            return queryset.filter(logged("protect"), deleted=False).exclude(protection={})
        return queryset.filter(logged("delete"), deleted=True) if self.value() == "deleted" else queryset


def logged(type_: str) -> Q:
    return Q(pk__in=LogEntry.objects.filter(type=type_, page__isnull=False).values("page_id"))


@admin.register(Page)
class PageAdmin(VersionedAdmin):
    list_display = ("name_cell", "state_cell", "number", "time_cell", "latest_cell", "author_cell")
    list_display_links = ("name_cell",)
    list_filter = (ByState, ByNamespace)
    list_select_related = ("latest",)
    search_fields = ("title",)
    search_help_text = _("A title or its beginning, or the number of a page")
    fields = (
        "name_cell", "state_cell", "protection_cell", "number", "rev", "time_cell", "latest_cell",
        "author_cell", "redirect", "version",
    )  # fmt: skip
    readonly_fields = fields
    version_fields = ("namespace", "title", "deleted", "protection_cell", "rev")
    actions = (protect_pages, delete_pages, undelete_pages, roll_back_pages)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        pages = Page.objects.select_related("latest")
        return pages if sees_deleted(request) else pages.filter(deleted=False)

    def find(self, request: HttpRequest, rows: QuerySet[Page], text: str) -> QuerySet[Page]:
        return rows.filter(titled(text, beginning=True) | Q(pk=number(text)))

    def dress(self, request: HttpRequest, rows: Sequence[Page]) -> None:
        latest = []
        for page in rows:
            if page.latest is not None:
                page.latest.page = page
                latest.append(page.latest)
        by_page = {line.page_id: line for line in lines(latest, viewer=moderator(request))}
        for page in rows:
            page.line = by_page.get(page.pk)  # type: ignore[attr-defined]

    def view_on_site(self, obj: Page) -> str:
        return reverse("undelete" if obj.deleted else "read", args=[obj.name])

    @admin.display(description=_("page"))
    def name_cell(self, page: Page) -> str:
        return page.name.full

    @admin.display(description=_("state"))
    def state_cell(self, page: Page) -> str:
        states = [
            (page.deleted, _("deleted")),
            (bool(page.protection), _("protected")),
            (page.redirect, _("redirect")),
        ]
        return ", ".join(str(name) for holds, name in states if holds)

    @admin.display(description=_("protection"))
    def protection_cell(self, page: Page) -> str:
        return protection_cell(page)

    @admin.display(description=_("last change"))
    def time_cell(self, page: Page) -> str:
        return moment(page.latest.timestamp) if page.latest else ""

    @admin.display(description=_("what changed"))
    def latest_cell(self, page: Page) -> SafeString:
        return what_cell(page)

    @admin.display(description=_("by"))
    def author_cell(self, page: Page) -> SafeString:
        return author_cell(page)
