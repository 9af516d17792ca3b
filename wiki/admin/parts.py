"""The parts of pages at the desk: sections, infobox fields and See also links, each with its versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from wiki.admin.filters import ByKind, ByLevel, ByNamespaceOfPage, ByRemoval
from wiki.admin.lists import number, titled
from wiki.admin.moderator import sees_deleted
from wiki.admin.versions import VersionedAdmin
from wiki.models import Fact, InfoboxField, Section, SeeAlsoLink


class PartAdmin(VersionedAdmin):
    list_select_related = ("page",)
    search_fields = ("page",)
    search_help_text = _("A page’s title, or the number of a row")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.select_related("page")
        return rows if sees_deleted(request) else rows.filter(deleted=False, page__deleted=False)

    def dress(self, request: HttpRequest, rows: Sequence[Any]) -> None:
        for part in rows:
            if isinstance(part, Section):
                withheld = part.page.withheld_anchors.split("\n")
                former = (anchor for anchor in part.former_anchors.split("\n") if anchor not in withheld)
                part.former_anchors = "\n".join(former)
            if part.deleted:
                for name in self.content:
                    setattr(part, name, "")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        part = super().get_object(request, object_id, from_field)
        if part is not None:
            self.dress(request, [part])
        return part

    def called(self, row: Any) -> str:
        return f"{row.page} › {self.name_cell(row)}"

    def find(self, request: HttpRequest, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(titled(text, prefix="page") | Q(pk=number(text)))

    @admin.display(description=_("page"))
    def page_cell(self, part: Any) -> SafeString:
        address = reverse("admin:wiki_page_change", args=[part.page_id])
        return format_html('<a href="{}">{}</a>', address, part.page.name.full)

    @admin.display(description=_("what it is"))
    def name_cell(self, part: Any) -> str:
        return f"({part.pk})" if part.deleted else str(part)

    @admin.display(description=_("removed"))
    def removed_cell(self, part: Any) -> str:
        return str(_("removed")) if part.deleted else ""


@admin.register(Section)
class SectionAdmin(PartAdmin):
    content = ("title", "heading", "body", "anchor", "former_anchors")
    list_display = ("name_cell", "page_cell", "level", "rev", "removed_cell")
    list_filter = (ByLevel, ByRemoval, ByNamespaceOfPage)
    fields = (
        "page_cell", "title", "level", "heading", "body", "see_also", "anchor", "former_anchors", "rev",
        "position", "deleted", "moved_to", "origin_id", "origin_rev",
    )  # fmt: skip
    version_fields = ("title", "level", "heading", "body", "see_also", "anchor", "rev", "position", "deleted")

    def view_on_site(self, obj: Section) -> str:
        return reverse("section", args=[obj.pk])


@admin.register(InfoboxField)
class InfoboxFieldAdmin(PartAdmin):
    content = ("key", "value", "source")
    list_display = ("name_cell", "page_cell", "kind", "value_cell", "rev", "removed_cell")
    list_filter = (ByKind, ByRemoval, ByNamespaceOfPage)
    fields = ("page_cell", "kind", "key", "value", "source", "rev", "position", "deleted")
    version_fields = ("kind", "key", "value", "source", "rev", "position", "deleted")
    search_help_text = _("A page’s title, a key such as “Population”, or the number of a field")

    def find(self, request: HttpRequest, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        of_key = Q(pk__in=Fact.objects.filter(key=text, valid_to=None).values("field_id"))
        return rows.filter(titled(text, prefix="page") | of_key | Q(pk=number(text)))

    @admin.display(description=_("value"))
    def value_cell(self, field: InfoboxField) -> str:
        return Truncator(field.value).chars(80)

    def view_on_site(self, obj: InfoboxField) -> str:
        return reverse("field", args=[obj.pk])


@admin.register(SeeAlsoLink)
class SeeAlsoLinkAdmin(PartAdmin):
    content = ("target", "source")
    list_display = ("name_cell", "page_cell", "rev", "removed_cell")
    list_filter = (ByRemoval, ByNamespaceOfPage)
    fields = ("page_cell", "target", "source", "section", "rev", "position", "deleted")
    version_fields = ("target", "source", "rev", "position", "deleted")
