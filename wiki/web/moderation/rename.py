"""Special:RenameUser: another name for an account."""

from __future__ import annotations

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wiki.moderation.reasons import REASON_MAX
from wiki.moderation.rename import CannotRename, rename_account
from wiki.permissions import Refused, may_rename
from wiki.reading.lists.accounts import find_account
from wiki.text.names import InvalidName, check_user_name
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.identity.prove import proved


class RenameForm(forms.Form):
    """The account, its new name and why."""

    old = forms.CharField(label=gettext_lazy("User name"), max_length=255)
    name = forms.CharField(label=gettext_lazy("New user name"), max_length=255)
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=REASON_MAX)
    pages = forms.BooleanField(
        label=gettext_lazy("Move the user page, the talk page and their subpages along"),
        required=False,
        initial=True,
    )

    def clean_old(self) -> str:
        try:
            name = check_user_name(self.cleaned_data["old"], registering=False)
        except InvalidName as error:
            raise forms.ValidationError(error.message) from None
        self.user = find_account(name)
        if self.user is None:
            raise forms.ValidationError(_("There is no account of this name."))
        return name


@never_cache
def rename_view(request: HttpRequest, rest: str) -> HttpResponse:
    viewer = visitor(request)
    if viewer.is_anonymous:
        return redirect_to_login(request.get_full_path())
    may_rename(viewer)
    return rename(request, rest)


@proved
def rename(request: HttpRequest, rest: str) -> HttpResponse:
    form = (
        RenameForm(request.POST)
        if request.method == "POST"
        else RenameForm(initial={"old": rest, "pages": True})
    )
    if form.is_valid() and form.user is not None:
        data = form.cleaned_data
        try:
            done = rename_account(
                form.user,
                data["name"],
                editor=visitor(request),
                reason=data["reason"],
                move_pages=data["pages"],
            )
        except CannotRename as error:
            form.add_error(error.field, error.message)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            place = reverse("special", args=[f"Contributions/{done.user.username}"])
            return leave_notice(HttpResponseRedirect(place, status=303), "renamed")
    context = {"form": form, "heading": _("Rename an account"), "action": "account"}
    return render(request, "accounts/rename.html", context, status=400 if form.errors else 200)
