"""What the lists of the desk are narrowed by, as links beside them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.admin.lists import Sifting, number
from wiki.admin.moderator import moderator, sees_deleted
from wiki.models import Block, ChangeTag, Page, Revision, User
from wiki.models.block import standing
from wiki.models.revision import TAG_MAX
from wiki.permissions import GIVEN
from wiki.reading.lists.narrowing import AGES, PARTS, SIZES, of_account, of_part, tagged
from wiki.reading.waiting import patrols
from wiki.text.titles import NAMESPACES

Offers = list[tuple[str, Any]]
# What revisions are narrowed by, here and in the queue, in words.
ACCOUNTS = dict(zip(AGES, (
    _("without an account"), _("younger than a day"), _("younger than a week"), _("younger than a month"),
    _("older"),
), strict=True))  # fmt: skip
CHANGED = dict(zip(SIZES, (
    _("5,000 bytes or more away"), _("500 bytes or more away"), _("less than 500 bytes"),
    _("500 bytes or more added"), _("5,000 bytes or more added"),
), strict=True))  # fmt: skip
TOUCHED = dict(zip(PARTS, (
    _("a section"), _("the infobox"), _("See also"), _("the page: new, moved, protected"),
), strict=True))  # fmt: skip
TAGS = 20  # on offer: those that most revisions carry


def namespaces() -> Offers:
    return [(str(key), name or _("(Main)")) for key, name in NAMESPACES.items() if key >= 0]


class ByNamespace(admin.SimpleListFilter):
    """Of pages, which an index has by namespace."""

    title = _("namespace")
    parameter_name = "namespace"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Offers:
        return namespaces()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        return queryset.filter(namespace=number(value)) if (value := self.value()) else queryset


class ByNamespaceOfPage(Sifting):
    """Of what stands on pages."""

    title = _("namespace")
    parameter_name = "namespace"

    def offers(self, request: HttpRequest) -> Offers:
        return namespaces()

    def sift(self, request: HttpRequest, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(page__namespace=number(value))


class ByAccount(Sifting):
    title = _("author’s account")
    parameter_name = "age"

    def offers(self, request: HttpRequest) -> Offers:
        return list(ACCOUNTS.items())

    def sift(self, request: HttpRequest, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(of_account(value, moderator(request)))


class BySize(Sifting):
    title = _("size of the change")
    parameter_name = "size"

    def offers(self, request: HttpRequest) -> Offers:
        return list(CHANGED.items())

    def sift(self, request: HttpRequest, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(SIZES[value])


class ByPart(Sifting):
    title = _("what was changed")
    parameter_name = "part"

    def offers(self, request: HttpRequest) -> Offers:
        return list(TOUCHED.items())

    def sift(self, request: HttpRequest, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return of_part(rows, value, moderator(request))


class ByTag(Sifting):
    title = _("tag")
    parameter_name = "tag"

    def offers(self, request: HttpRequest) -> Offers:
        names = ChangeTag.objects.filter(hits__gt=0).order_by("-hits", "name").values_list("name", flat=True)
        chosen = (self.value() or "")[:TAG_MAX]
        return [(name, name) for name in dict.fromkeys([*names[:TAGS], *filter(None, [chosen])])]

    def sift(self, request: HttpRequest, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(tagged(value))


class ByPatrol(Sifting):
    """For those who may patrol: nobody else is told of it."""

    title = _("patrol")
    parameter_name = "patrol"

    def offers(self, request: HttpRequest) -> Offers:
        return [("waits", _("waits"))] if patrols(moderator(request)) else []

    def sift(self, request: HttpRequest, rows: QuerySet[Revision], value: str) -> QuerySet[Revision]:
        return rows.filter(unpatrolled=True)


class ByLevel(Sifting):
    title = _("level")
    parameter_name = "level"

    def offers(self, request: HttpRequest) -> Offers:
        return [("0", _("lead")), *((str(level), "=" * level) for level in range(2, 7))]

    def sift(self, request: HttpRequest, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(level=number(value))


class ByKind(Sifting):
    title = _("kind")
    parameter_name = "kind"

    def offers(self, request: HttpRequest) -> Offers:
        return [("field", _("field")), ("caption", _("caption")), ("end", _("end of the infobox"))]

    def sift(self, request: HttpRequest, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(kind=value)


class ByRemoval(Sifting):
    """For those who see what was removed."""

    title = _("state")
    parameter_name = "state"

    def offers(self, request: HttpRequest) -> Offers:
        return [("there", _("there")), ("removed", _("removed"))] if sees_deleted(request) else []

    def sift(self, request: HttpRequest, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(deleted=value == "removed")


class ByAge(Sifting):
    """Accounts by their own age."""

    title = _("age")
    parameter_name = "age"

    def offers(self, request: HttpRequest) -> Offers:
        return [("1", _("a day at most")), ("7", _("a week at most")), ("30", _("a month at most"))]

    def sift(self, request: HttpRequest, rows: QuerySet[User], value: str) -> QuerySet[User]:
        return rows.filter(date_joined__gt=timezone.now() - timedelta(days=number(value)))


class ByGroup(admin.SimpleListFilter):
    """Found through the memberships, which are few."""

    title = _("group")
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Offers:
        return [(name, name) for name in GIVEN]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        members = User.groups.through.objects.filter(group__name=self.value()).values("user_id")
        return queryset.filter(pk__in=members) if self.value() else queryset


class ByBlock(admin.SimpleListFilter):
    """Found through the blocks."""

    title = _("block")
    parameter_name = "block"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Offers:
        return [("now", _("blocked now"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        blocked = Block.objects.filter(standing(), user__isnull=False).values("user_id")
        return queryset.filter(pk__in=blocked) if self.value() == "now" else queryset
