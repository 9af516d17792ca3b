"""What django-simple-history keeps: the versions of a row, and one of them. To look at, not to bring back."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from wiki.admin.lists import NEWER, OLDER, ReadOnlyAdmin, key_in
from wiki.admin.moderator import moderator
from wiki.models import Page, Revision
from wiki.models.parts import MODELS, Kind
from wiki.reading.history import part_history
from wiki.reading.visibility import sees_text

KINDS: dict[type[Model], Kind] = {model: kind for kind, model in MODELS.items()}
SCREEN = 50


class VersionedAdmin(SimpleHistoryAdmin, ReadOnlyAdmin):  # type: ignore[misc]  # it ships no types
    """simple_history's two views over our versions: the list is paged by key, as the site's histories
    are, and nothing hidden on the site shows here.

    `version_fields` are what one version shows. A row that was removed still holds its last words, which may
    have been hidden since, so of it the fields in `content` stay away.
    """

    object_history_list_template = "admin/versions.html"
    version_fields: tuple[str, ...] = ()
    content: tuple[str, ...] = ()

    def revert_disabled(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        raise PermissionDenied

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        found = (
            self.page_versions(request, row) if isinstance(row, Page) else self.part_versions(request, row)
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Versions: %(name)s") % {"name": row},
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            "object": row,
            "opts": self.opts,
            "app_label": self.opts.app_label,
            "object_history_list_template": self.object_history_list_template,
            "revert_disabled": True,
            "page_obj": {
                "object_list": True
            },  # simple_history's template asks whether there is anything to list
            **found,
            **(extra_context or {}),
        }
        return self.render_history_view(request, self.object_history_template, context)  # type: ignore[no-any-return]

    def part_versions(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """One screen of the versions of a section, field or link: 3 queries at any length."""
        found = part_history(
            row.page, KINDS[type(row)], row.pk, viewer=moderator(request), limit=SCREEN,
            older_than=place(request, OLDER), newer_than=place(request, NEWER),
        )  # fmt: skip
        history = type(row).history.filter(page_id=row.page_id, id=row.pk)
        keys = dict(
            history.filter(rev__in=[line.number for line in found.rows]).values_list("rev", "history_id")
        )
        rows = [(line, self.version_address(row, keys[line.number])) for line in found.rows]
        return {"versions": rows, OLDER: found.older, NEWER: found.newer}

    def page_versions(self, request: HttpRequest, page: Page) -> dict[str, Any]:
        """The versions of a page's own row; there is one for each move, deletion and protection."""
        history, older = Page.history.filter(id=page.pk), place(request, OLDER)
        if older is not None:
            history = history.filter(history_id__lt=older)
        found = list(history.order_by("-history_id")[: SCREEN + 1])
        rows = [(version, self.version_address(page, version.history_id)) for version in found[:SCREEN]]
        return {"page_versions": rows, OLDER: found[SCREEN - 1].history_id if len(found) > SCREEN else None}

    def version_address(self, row: Any, key: int) -> str:
        return reverse(f"admin:wiki_{self.opts.model_name}_simple_history", args=[row.pk, key])

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One version. Posting is refused: simple_history would write the old row over the living one."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None or not version_id.isascii() or not version_id.isdigit() or len(version_id) > 18:
            raise Http404
        version = (
            type(row).history.filter(id=row.pk, history_id=int(version_id)).select_related("revision").first()
        )
        if version is None:
            raise Http404
        revision: Revision = version.revision
        if not sees_text(moderator(request), revision) and not isinstance(row, Page):
            raise PermissionDenied(_("This version is hidden."))
        request.META["wiki.version"] = version  # for get_fields
        words = {"name": row, "number": version.rev}
        context = {
            "title": _("%(name)s, as of revision %(number)s") % words,
            "original": row,
            "opts": self.opts,
        }
        return super().history_form_view(  # type: ignore[no-any-return]
            request, object_id, version_id, {**context, **(extra_context or {})}
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        version = request.META.get("wiki.version")
        if version is None:
            return super().get_fields(request, obj)
        return [name for name in self.version_fields if not (version.deleted and name in self.content)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)


def place(request: HttpRequest, name: str) -> int | None:
    """Where in a list of versions one stands, as the address says it; 400 for what no list gave."""
    try:
        return key_in(request, name)
    except IncorrectLookupParameters as error:
        raise BadRequest(_("“%(text)s” is no place in this list.") % {"text": str(error)[:40]}) from None
