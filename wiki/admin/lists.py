"""Lists of any length: newest first, paged by key, never counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Max, Min, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from wiki.admin.moderator import moderator
from wiki.admin.ways import ways
from wiki.models import Page
from wiki.text.titles import InvalidTitle, fold, parse_title

OLDER, NEWER = "older", "newer"
LOOKED_AT = 20_000  # rows that a screen goes through at most where no index serves what it is narrowed by
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
    looked_at: tuple[int, int] | None = None  # the first and the last number, where a filter sifts

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
        oldest = newest = 0
        if any(isinstance(spec, Sifting) and spec.chosen for spec in self.filter_specs):
            # Each by itself: SQLite takes the two from the key's ends only then.
            oldest, newest = (
                self.model._default_manager.aggregate(end=end("pk"))["end"] or 0 for end in (Min, Max)
            )
            low, high = span(newest, older, newer)
            self.looked_at, rows = (low + 1, high), rows.filter(pk__gt=low, pk__lte=high)
        found = list(rows[: self.list_per_page + 1])
        more, found = len(found) > self.list_per_page, found[: self.list_per_page]
        if newer is not None:
            found.reverse()
        further = beyond(found, more, older, newer, self.looked_at, (oldest, newest))
        self.older, self.newer = (
            None if key is None else self.get_query_string({name: key})
            for name, key in zip((OLDER, NEWER), further, strict=True)
        )
        assert isinstance(self.model_admin, KeyedAdmin)  # noqa: S101  # only its get_changelist names this class
        self.model_admin.dress(request, found)
        self.result_list = found
        self.result_count = self.full_result_count = len(found)
        self.show_full_result_count, self.show_admin_actions = False, bool(found)
        self.can_show_all = self.multi_page = False


def span(newest: int, older: int | None, newer: int | None) -> tuple[int, int]:
    """The keys that a sifted screen looks at: above the first number, up to the second."""
    if newer is not None:
        return newer, min(newer + LOOKED_AT, max(newest, newer))
    high = newest if older is None else min(older - 1, newest)
    return max(high - LOOKED_AT, 0), high


def beyond(
    found: Sequence[Any], more: bool, older: int | None, newer: int | None,
    looked_at: tuple[int, int] | None, ends: tuple[int, int],
) -> tuple[int | None, int | None]:  # fmt: skip
    """The keys at which the older and the newer screen begin, if there are such. `more` were found than are
    shown; `older` and `newer` led here; `ends` are the keys of the table's first and last row.
    """
    last, first = (found[-1].pk, found[0].pk) if found else (None, None)
    if newer is not None:
        on = first if more else None
        if looked_at and not more and looked_at[1] < ends[1]:
            on = looked_at[1]
        return last or (newer + 1 if looked_at else None), on
    on = last if more else None
    if looked_at and not more and looked_at[0] > ends[0]:
        on = looked_at[0]
    back = first or (older - 1 if looked_at and older else None)
    return on, back if older is not None else None


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


class Sifting(admin.SimpleListFilter):
    """A filter that no index serves. A screen narrowed by it goes through LOOKED_AT rows at most; what lies
    beyond is one step further.
    """

    def offers(self, request: HttpRequest) -> list[tuple[str, Any]]:
        """The values, each with its name."""
        raise NotImplementedError

    def sift(self, request: HttpRequest, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Those of the rows that one of the offered values asks for."""
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return self.offers(request)

    @property
    def chosen(self) -> str:
        """The value, if it is one of those on offer."""
        value = self.value() or ""
        return value if value in {str(key) for key, _name in self.lookup_choices} else ""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.sift(request, queryset, self.chosen) if self.chosen else queryset


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

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """With the ways from the row: its history, what differs, the deeds that are allowed."""
        row = context.get("original")
        if row is not None:
            context |= {"ways": ways(row, moderator(request)), "subtitle": self.called(row)}
        return super().render_change_form(request, context, *args, **options)

    def called(self, row: Any) -> str:
        """What stands over the page of a row."""
        return str(row)

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
