"""Files at the desk: who put them there, their versions, and the deeds for several at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wiki.admin.cells import drawn, moment
from wiki.admin.file_deeds import delete_files, hide_files, undelete_files
from wiki.admin.filters import Offers
from wiki.admin.lists import OLDER, ReadOnlyAdmin, Sifting, number, titled
from wiki.admin.moderator import moderator, sees_deleted
from wiki.admin.versions import SCREEN, place
from wiki.models import File, FileVersion
from wiki.permissions import sees_hidden
from wiki.reading.files.files import version_lines

LARGE = {"1": 1_000_000, "10": 10_000_000}  # bytes


class ByType(Sifting):
    title = _("type")
    parameter_name = "mime"

    def offers(self, request: HttpRequest) -> Offers:
        return [
            (mime, name)
            for mime, name in (
                ("image/jpeg", "JPEG"), ("image/png", "PNG"), ("image/svg+xml", "SVG"),
                ("image/gif", "GIF"), ("image/webp", "WebP"),
            )
        ]  # fmt: skip

    def sift(self, request: HttpRequest, rows: QuerySet[File], value: str) -> QuerySet[File]:
        return rows.filter(current__mime=value)


class ByBytes(Sifting):
    title = _("size")
    parameter_name = "size"

    def offers(self, request: HttpRequest) -> Offers:
        return [("1", _("1 MB or more")), ("10", _("10 MB or more"))]

    def sift(self, request: HttpRequest, rows: QuerySet[File], value: str) -> QuerySet[File]:
        return rows.filter(current__size__gte=LARGE[value])


class ByState(Sifting):
    """Deleted ones for those who see them."""

    title = _("state")
    parameter_name = "state"

    def offers(self, request: HttpRequest) -> Offers:
        return [("there", _("there")), ("deleted", _("deleted"))] if sees_deleted(request) else []

    def sift(self, request: HttpRequest, rows: QuerySet[File], value: str) -> QuerySet[File]:
        return rows.filter(page__deleted=value == "deleted")


@admin.register(File)
class FileAdmin(ReadOnlyAdmin):
    list_display = ("name_cell", "picture_cell", "type_cell", "size_cell", "time_cell", "by_cell", "number")
    list_display_links = ("name_cell",)
    list_filter = (ByState, ByType, ByBytes)
    list_select_related = ("page", "current")
    search_fields = ("page",)
    search_help_text = _("The name of a file or its beginning, or the SHA-1 of its bytes")
    fields = (
        "name_cell", "picture_cell", "type_cell", "size_cell", "pixels_cell", "time_cell", "by_cell",
        "comment_cell", "number", "sha1_cell",
    )  # fmt: skip
    readonly_fields = fields
    actions = (delete_files, undelete_files, hide_files)

    def get_queryset(self, request: HttpRequest) -> QuerySet[File]:
        files = File.objects.select_related("page", "current__author").filter(current__isnull=False)
        return files if sees_deleted(request) else files.filter(page__deleted=False)

    def find(self, request: HttpRequest, rows: QuerySet[File], text: str) -> QuerySet[File]:
        if len(text) == 40 and text.isalnum():
            versions = FileVersion.objects.filter(sha1=text.lower())
            if not sees_hidden(moderator(request), suppressed=False):
                versions = versions.filter(file_hidden=False)
            return rows.filter(pk__in=versions.values("file_id"))
        name = text if text.casefold().startswith("file:") else f"File:{text}"
        return rows.filter(titled(name, beginning=True, prefix="page") | Q(pk=number(text)))

    def dress(self, request: HttpRequest, rows: Sequence[File]) -> None:
        viewer = moderator(request)
        for file in rows:
            if file.current is not None:
                file.current.file = file
                (file.seen,) = version_lines([file.current], file.page.title, viewer=viewer)  # type: ignore[attr-defined]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        file = super().get_object(request, object_id, from_field)
        if file is not None:
            self.dress(request, [file])
        return file

    def called(self, row: File) -> str:
        return row.page.name.full

    def view_on_site(self, obj: File) -> str:
        return reverse("undelete" if obj.page.deleted else "read", args=[obj.page.name])

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The versions, newest first, by number."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        file = self.get_object(request, object_id)
        if file is None:
            raise Http404
        rows, older = FileVersion.objects.filter(file=file), place(request, OLDER)
        if older is not None:
            rows = rows.filter(number__lt=older)
        found = list(rows.select_related("author", "file").order_by("-number")[: SCREEN + 1])
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Versions: %(name)s") % {"name": file.page.name.full},
            "file": file, "opts": self.opts,
            "lines": version_lines(found[:SCREEN], file.page.title, viewer=moderator(request)),
            "older": found[SCREEN - 1].number if len(found) > SCREEN else None,
        }  # fmt: skip
        return TemplateResponse(request, "admin/file_versions.html", context)

    @admin.display(description=_("file"))
    def name_cell(self, file: File) -> str:
        return file.page.name.full + (f" ({gettext('deleted')})" if file.page.deleted else "")

    @admin.display(description=_("picture"))
    def picture_cell(self, file: Any) -> SafeString:
        return drawn("thumb", thumb=file.seen.thumb)

    @admin.display(description=_("type"))
    def type_cell(self, file: Any) -> str:
        return str(file.seen.picture.mime if file.seen.picture else gettext("hidden"))

    @admin.display(description=_("size"))
    def size_cell(self, file: Any) -> str:
        return filesizeformat(file.seen.size)

    @admin.display(description=_("pixels"))
    def pixels_cell(self, file: Any) -> str:
        picture = file.seen.picture
        return f"{picture.width} × {picture.height}" if picture else ""

    @admin.display(description=_("last upload"))
    def time_cell(self, file: Any) -> str:
        return moment(file.seen.timestamp)

    @admin.display(description=_("by"))
    def by_cell(self, file: Any) -> str:
        return str(file.seen.author or gettext("hidden"))

    @admin.display(description=_("comment"))
    def comment_cell(self, file: Any) -> str:
        return str(file.seen.comment)

    @admin.display(description=_("SHA-1"))
    def sha1_cell(self, file: Any) -> str:
        return str(file.seen.picture.sha1 if file.seen.picture else "")
