"""Accounts at the desk. Staff may look; who has the right to give rights changes groups; only superusers make
superusers, and nobody else changes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from wiki.admin.lists import KeyedAdmin, ReadOnlyAdmin, begins
from wiki.admin.moderator import moderator
from wiki.models import User
from wiki.moderation.accounts import log_sign_up
from wiki.moderation.rights import log_rights
from wiki.permissions import RIGHTS
from wiki.text.names import InvalidName, check_user_name

if TYPE_CHECKING:
    Accounts = DjangoUserAdmin[User]
else:
    Accounts = DjangoUserAdmin

NOT_GIVEN_HERE = ("suppress",)  # by superusers alone


def gives_rights(request: HttpRequest) -> bool:
    return "userrights" in moderator(request).rights


def is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_superuser", False))


@admin.register(User)
class UserAdmin(KeyedAdmin, Accounts):
    list_display = ("username", "is_staff", "is_superuser", "is_active", "date_joined")
    list_filter = ()
    search_fields = ("username",)
    search_help_text = _("The beginning of a name, or an e-mail address in full")
    ordering = ("-pk",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request) and gives_rights(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if not (self.admin_site.has_permission(request) and gives_rights(request)):
            return False
        return is_superuser(request) or not getattr(obj, "is_superuser", False)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False  # what an account has written stays under its name; it can be made inactive

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """A name once given stays: every revision is signed with it."""
        fixed = ("last_login", "date_joined", *(("username",) if obj else ()))
        if is_superuser(request):
            return fixed
        # Saving the form would take away a group that it does not offer.
        held = obj is not None and obj.groups.filter(name__in=NOT_GIVEN_HERE).exists()
        return (*fixed, "is_superuser", *(("groups",) if held else ()))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Who could change the address or the password of an account could act as it: superusers alone."""
        if obj is None or is_superuser(request):
            return super().get_fieldsets(request, obj)
        fields = ("username", "is_active", "is_staff", "is_superuser", "groups", "date_joined")
        return ((None, {"fields": fields}),)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        if not is_superuser(request):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "groups" and not is_superuser(request):
            options["queryset"] = Group.objects.exclude(name__in=NOT_GIVEN_HERE)
        if db_field.name == "groups":
            options |= {
                "widget": CheckboxSelectMultiple,
                "help_text": _("What each may do stands under Groups."),
            }
        return super().formfield_for_manytomany(db_field, request, **options)

    def find(self, request: HttpRequest, rows: QuerySet[User], text: str) -> QuerySet[User]:
        if "@" in text:
            return rows.filter(email=text) if is_superuser(request) else rows.none()
        try:
            return rows.filter(begins("username", check_user_name(text, registering=False)))
        except InvalidName:
            return rows.none()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        user = form.instance
        before = list(user.groups.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        if not change:
            log_sign_up(user, by=moderator(request))
        log_rights(user, before, list(user.groups.values_list("name", flat=True)), editor=moderator(request))


# Secrets of second factors and tokens of other places are nobody's to read.
admin.site.unregister([Group, Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken])


@admin.register(Group)
class GroupAdmin(ReadOnlyAdmin):
    """What a group may do stands in wiki/permissions.py."""

    list_display = ("name", "rights")
    fields = ("name", "rights")
    readonly_fields = fields

    @admin.display(description=_("rights"))
    def rights(self, group: Group) -> str:
        return ", ".join(sorted(RIGHTS.get(group.name, ())))
