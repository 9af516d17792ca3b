"""Accounts at the desk. Staff may look; who has the right to give rights changes groups; only superusers make
superusers, and nobody else changes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from wiki.admin.block_deed import block_accounts
from wiki.admin.filters import ByAge, ByBlock, ByGroup
from wiki.admin.lists import KeyedAdmin, ReadOnlyAdmin, begins
from wiki.admin.moderator import moderator
from wiki.models import User
from wiki.moderation.accounts import log_sign_up
from wiki.moderation.rights import (
    BadRights,
    change_groups,
    hold_groups,
    make_groups,
    memberships,
    note_change,
)
from wiki.permissions import RIGHTS, Refused, changeable_groups, sees_user_notes
from wiki.reading.lists.user_notes import notes_about
from wiki.text.names import InvalidName, check_user_name

if TYPE_CHECKING:
    Accounts = DjangoUserAdmin[User]
else:
    Accounts = DjangoUserAdmin


def gives_rights(request: HttpRequest) -> bool:
    return "userrights" in moderator(request).rights


def is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_superuser", False))


@admin.register(User)
class UserAdmin(KeyedAdmin, Accounts):
    list_display = ("username", "is_staff", "is_superuser", "is_active", "date_joined")
    list_filter = (ByAge, ByGroup, ByBlock)
    search_fields = ("username",)
    search_help_text = _("The beginning of a name, or an e-mail address in full")
    ordering = ("-pk",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    actions = (block_accounts,)
    change_form_template = "admin/account.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Temporary accounts are nobody's: there is nothing to change about them."""
        return super().get_queryset(request).filter(temporary_until=None)

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
        return False  # what an account has written stays under its name; it can be blocked

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """A name once given stays: every revision is signed with it."""
        fixed = ("last_login", "date_joined", *(("username",) if obj else ()))
        return fixed if is_superuser(request) else (*fixed, "is_superuser")

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
        if db_field.name == "groups":
            make_groups()
            options |= {
                "queryset": Group.objects.filter(name__in=changeable_groups(moderator(request))).order_by(
                    "pk"
                ),
                "widget": CheckboxSelectMultiple,
                "help_text": _(
                    "What each may do stands under Groups. Times and reasons: Special:UserRights."
                ),
            }
        return super().formfield_for_manytomany(db_field, request, **options)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        viewer, user = moderator(request), options.get("obj")
        if user is not None and sees_user_notes(viewer):
            context["notes"] = notes_about(user.username, viewer=viewer)
        return super().render_change_form(request, context, *args, **options)

    def changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """What is refused is told above the form as it was; nothing of it is done."""
        try:
            return super().changeform_view(request, *args, **options)
        except (BadRights, Refused) as error:
            self.message_user(request, error.message, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def find(self, request: HttpRequest, rows: QuerySet[User], text: str) -> QuerySet[User]:
        if "@" in text:
            return rows.filter(email=text) if is_superuser(request) else rows.none()
        try:
            return rows.filter(begins("username", check_user_name(text, registering=False)))
        except InvalidName:
            return rows.none()

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        hold_groups()
        before = User.objects.get(pk=obj.pk) if change else User(username=obj.username)
        super().save_model(request, obj, form, change)
        note_change(obj, before, editor=moderator(request))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Groups are changed by what Special:UserRights calls, never by the form itself."""
        user, editor = form.instance, moderator(request)
        asked = form.cleaned_data.pop("groups", None)
        super().save_related(request, form, formsets, change)
        if not change:
            log_sign_up(user, by=editor)
        if asked is not None:
            wanted, now = {group.name for group in asked}, set(memberships(user))
            gone = (now & changeable_groups(editor)) - wanted
            change_groups(user, editor=editor, add=dict.fromkeys(wanted - now), remove=gone)


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
