"""Revisions at the desk. What is hidden on the site is hidden here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wiki.admin.cells import author_cell, drawn, moment, what_cell
from wiki.admin.deeds import roll_back_revisions
from wiki.admin.filters import ByAccount, ByNamespaceOfPage, ByPart, ByPatrol, BySize, ByTag
from wiki.admin.lists import ReadOnlyAdmin, number, titled
from wiki.admin.moderator import moderator, sees_deleted
from wiki.admin.revision_deeds import hide_texts, patrol_revisions
from wiki.models import Revision
from wiki.permissions import sees_hidden
from wiki.reading.lists.lines import lines
from wiki.reading.lists.queue import shown_change


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("time_cell", "page_cell", "number", "what", "by", "delta")
    list_display_links = ("time_cell",)
    list_filter = (ByPatrol, ByAccount, BySize, ByPart, ByTag, ByNamespaceOfPage)
    list_select_related = ("page",)
    search_fields = ("author_text",)
    search_help_text = _("A page’s title, an author’s name or address, or the number of a revision")
    fields = (
        "page_cell",
        "number",
        "time_cell",
        "by",
        "what",
        "size",
        "delta",
        "hidden_cell",
        "sha1_cell",
        "chain_cell",
        "difference",
    )
    readonly_fields = fields
    actions = (patrol_revisions, roll_back_revisions, hide_texts)

    class Media:
        css: ClassVar = {"all": ("wiki/css/diff.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        revisions = Revision.objects.select_related("page")
        return revisions if sees_deleted(request) else revisions.filter(withheld=False, page__deleted=False)

    def find(self, request: HttpRequest, rows: QuerySet[Revision], text: str) -> QuerySet[Revision]:
        return rows.filter(titled(text, prefix="page") | by_author(request, text) | Q(pk=number(text)))

    def dress(self, request: HttpRequest, rows: Sequence[Revision]) -> None:
        for revision, line in zip(rows, lines(rows, viewer=moderator(request)), strict=True):
            revision.line = line  # type: ignore[attr-defined]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        revision = super().get_object(request, object_id, from_field)
        if revision is not None:
            self.dress(request, [revision])
            revision.parts = shown_change(revision.line, viewer=moderator(request)).parts
        return revision

    def called(self, row: Revision) -> str:
        return gettext("%(page)s, revision %(number)d") % {"page": row.page, "number": row.number}

    def view_on_site(self, obj: Revision) -> str:
        return reverse("revision", args=[obj.pk])

    @admin.display(description=_("time"))
    def time_cell(self, revision: Revision) -> str:
        return moment(revision.timestamp)

    @admin.display(description=_("page"))
    def page_cell(self, revision: Revision) -> SafeString:
        address = reverse("admin:wiki_page_change", args=[revision.page_id])
        return format_html('<a href="{}">{}</a>', address, revision.page.name.full)

    @admin.display(description=_("what changed"))
    def what(self, revision: Revision) -> SafeString:
        return what_cell(revision)

    @admin.display(description=_("difference"))
    def difference(self, revision: Revision) -> SafeString:
        """From the revision before, part by part, as the comparisons of the site show it; nothing where the
        viewer may not see one of the two.
        """
        return drawn("difference", parts=getattr(revision, "parts", ()))

    @admin.display(description=_("author"))
    def by(self, revision: Revision) -> SafeString:
        return author_cell(revision)

    @admin.display(description=_("hidden"))
    def hidden_cell(self, revision: Revision) -> str:
        parts = [
            (revision.text_hidden, _("text")), (revision.user_hidden, _("author")),
            (revision.summary_hidden, _("summary")), (revision.suppressed, _("suppressed")),
        ]  # fmt: skip
        return ", ".join(str(name) for hidden, name in parts if hidden)

    @admin.display(description="sha1")
    def sha1_cell(self, revision: Revision) -> str:
        return "" if revision.line.text_hidden else revision.sha1  # type: ignore[attr-defined]

    @admin.display(description=_("chain"))
    def chain_cell(self, revision: Revision) -> str:
        return "" if revision.line.text_hidden else revision.chain  # type: ignore[attr-defined]


def by_author(request: HttpRequest, name: str) -> Q:
    """Revisions by this author, without those whose author is hidden from who asks."""
    viewer = moderator(request)
    named = Q(author_text=name)
    if not sees_hidden(viewer, suppressed=False):
        return named & Q(user_hidden=False)
    return named if sees_hidden(viewer, suppressed=True) else named & ~Q(user_hidden=True, suppressed=True)
