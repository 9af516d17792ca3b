"""Lists of any length: newest first, paged by key, never counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from wiki.models import Page
from wiki.text.titles import InvalidTitle, fold, parse_title

OLDER, NEWER = "older", "newer"
LONGEST = 18  # digits of a number that a database holds for sure
LAST = "\U0010ffff"  # sorts after every text that begins alike

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class KeyedChangeList(ChangeList):
    """`older` and `newer` in the address hold the key one stands at; one row more is read than is shown."""

    older: str | None = None
    newer: str | None = None

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.title = capfirst(str(self.opts.verbose_name_plural))

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        kept = super().get_filters_params(params)
        long = next((text for texts in kept.values() for text in texts if too_long(text)), None)
        if long is not None:
            raise IncorrectLookupParameters(long)
        return {name: value for name, value in kept.items() if name not in (OLDER, NEWER)}

    def get_query_string(
        self, new_params: dict[str, Any] | None = None, remove: Iterable[str] | None = None
    ) -> str:
        """Another filter or search begins at the newest row again."""
        return super().get_query_string(new_params, [*(remove or []), OLDER, NEWER])

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        return ["-pk"]

    def get_results(self, request: HttpRequest) -> None:
        older, newer = key_in(request, OLDER), key_in(request, NEWER)
        rows = self.queryset
        if newer is not None:
            rows = rows.filter(pk__gt=newer).order_by("pk")
        elif older is not None:
            rows = rows.filter(pk__lt=older)
        found = list(rows[: self.list_per_page + 1])
        more, found = len(found) > self.list_per_page, found[: self.list_per_page]
        if newer is not None:
            found.reverse()
        if found and (more or newer is not None):
            self.older = self.get_query_string({OLDER: found[-1].pk})
        if found and (more if newer is not None else older is not None):
            self.newer = self.get_query_string({NEWER: found[0].pk})
        assert isinstance(self.model_admin, KeyedAdmin)  # noqa: S101  # only its get_changelist names this class
        self.model_admin.dress(request, found)
        self.result_list = found
        self.result_count = self.full_result_count = len(found)
        self.show_full_result_count, self.show_admin_actions = False, bool(found)
        self.can_show_all = self.multi_page = False


def too_long(text: str) -> bool:
    """Whether the text is a number that no column holds."""
    return text.isdigit() and len(text) > LONGEST


def key_in(request: HttpRequest, name: str) -> int | None:
    """The key in the address, if any; a bad one leads back to the plain list."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
        raise IncorrectLookupParameters(text)
    return int(text)


class KeyedAdmin(ModelAdmin):
    """Lists as above. What is searched is said by `find`, which asks indexes only."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    empty_value_display = ""
    sortable_by = ()
    list_per_page = 50

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return KeyedChangeList

    def dress(self, request: HttpRequest, rows: Sequence[Any]) -> None:
        """Gives the rows of a screen what their columns show, in a constant number of queries."""

    def find(self, request: HttpRequest, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """The rows that the search box asks for."""
        return rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        text = search_term.strip().replace("\0", "")
        return (self.find(request, queryset, text) if text else queryset), False


class ReadOnlyAdmin(KeyedAdmin):
    """Staff may look; nothing is added, changed or deleted through Django's forms."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


# ---- What the search boxes understand ---------------------------------------------------------------------


def number(text: str) -> int:
    """An id; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else 0


def begins(field: str, text: str) -> Q:
    """That a field begins with a text: as a range, which any index serves, and exactly."""
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + LAST, f"{field}__startswith": text})


def titled(text: str, *, beginning: bool = False, prefix: str = "") -> Q:
    """Pages of this title, or whose title begins so, case and dashes apart; `prefix` is the way to them."""
    try:
        title = parse_title(text)
    except InvalidTitle:
        return Q(pk__in=())
    name = fold(title.name)
    match = begins("folded_title", name) if beginning else Q(folded_title=name)
    pages = Page.objects.filter(match, namespace=title.namespace)
    return Q(**{f"{prefix}__in": pages.values("pk")}) if prefix else match & Q(namespace=title.namespace)
