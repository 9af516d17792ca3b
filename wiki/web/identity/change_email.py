"""Special:ChangeEmail: another address for the account, asked of its owner anew."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wiki.editing.watching.preferences import change_email
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.identity.prove import proved
from wiki.web.watching.preferences import send_confirmation


class EmailForm(forms.Form):
    """An address; none takes the present one off, where the wiki does not ask for one."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy(
            "For a new password, and for notifications once you have confirmed it. Nobody else sees it."
        ),
    )

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if not email and settings.EMAIL_VERIFICATION == "mandatory":
            raise forms.ValidationError(_("Accounts of this wiki need an e-mail address."))
        return email


@never_cache
@proved
def change_email_view(request: HttpRequest, rest: str) -> HttpResponse:
    user = visitor(request).user
    assert user is not None  # noqa: S101  # what `proved` says
    form = EmailForm(request.POST or None, initial={"email": user.email})
    if request.method == "POST" and form.is_valid():
        return leave_notice(
            HttpResponseRedirect(reverse("special", args=["Preferences"]), status=303),
            changed(request, form.cleaned_data["email"]),
        )
    context = {"form": form, "heading": _("Change e-mail address"), "action": "account"}
    return render(request, "accounts/change_email.html", context, status=400 if form.errors else 200)


def changed(request: HttpRequest, email: str) -> str:
    """Keep the address and send the link that proves it; the code of what there is to say."""
    editor = visitor(request)
    if not change_email(email, editor=editor):
        return "nothingchanged"
    if not email or editor.user is None:
        return "address"
    return "confirmation" if send_confirmation(editor.user) else "mailfailed"
