"""The forms of accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django import forms
from django.conf import settings
from django.contrib.auth.forms import (
    AuthenticationForm,
    BaseUserCreationForm,
    PasswordResetForm,
    UsernameField,
)
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from wiki.editing.limits import RateLimited, count
from wiki.models import User
from wiki.text.names import InvalidName, check_user_name
from wiki.web.accounts.mail_later import send_later
from wiki.web.accounts.traps import TrapForm
from wiki.web.frame.visitor import visitor


class LogInForm(AuthenticationForm):
    """Username, password, and whether to stay logged in."""

    username = UsernameField(
        label=_("Username"),
        max_length=255,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username", "spellcheck": "false"}),
    )
    keep = forms.BooleanField(label=_("Keep me logged in"), required=False)
    error_messages = {
        "invalid_login": _(
            "The username or the password is wrong. Both must be typed exactly; mind the caps lock key."
        ),
        "inactive": _("This account is blocked."),
    }

    def clean(self) -> dict[str, Any]:
        """The account of this name and password. What fails too often is refused for a while, whether or not
        there is such an account.
        """
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name and password:
            try:
                if self.request is not None:
                    count("signin", visitor(self.request))
            except RateLimited as error:
                raise forms.ValidationError(error.message) from None
            given = {"username": plain_name(name), "password": password}
            self.user_cache = get_adapter(self.request).authenticate(self.request, **given)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data


def plain_name(name: str) -> str:
    """A name as accounts have it, so that no other spelling of it gives further attempts."""
    try:
        return check_user_name(name, registering=False)
    except InvalidName:
        return name


class SignUpForm(TrapForm, BaseUserCreationForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A new account. The name is brought into its normal form, as titles are."""

    username = UsernameField(
        label=_("Username"),
        max_length=255,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username", "spellcheck": "false"}),
        help_text=_("Everybody sees it beside your edits. It begins with a capital letter."),
    )
    email = forms.EmailField(
        label=_("E-mail address (optional)"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only used to send you a new password if you forget yours. Nobody else sees it."),
    )
    adopt = forms.BooleanField(
        label=_("Take over the edits of my temporary account"),
        required=False,
        help_text=_("They stand under your username then, and everybody can see that they were yours."),
    )

    field_order = ("username", "password1", "password2", "email", "answer", "adopt")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if settings.EMAIL_VERIFICATION == "mandatory":
            self.fields["email"].required = True
            self.fields["email"].label = _("E-mail address")

    class Meta:
        model = User
        fields = ("username", "email")

    def clean_username(self) -> str:
        try:
            return check_user_name(self.cleaned_data["username"])
        except InvalidName as error:
            raise forms.ValidationError(error.message) from None


class ResetForm(PasswordResetForm):
    """The e-mail address that a new password is asked for."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )

    def get_users(self, email: str) -> Iterator[User]:
        """The active accounts of this address: those with a password, and those that log in elsewhere."""
        owners = User.objects.filter(email__iexact=email, is_active=True)
        for user in owners.annotate(elsewhere=Exists(SocialAccount.objects.filter(user=OuterRef("pk")))):
            if user.has_usable_password() or (user.elsewhere and user.mail_address):
                yield user

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        subject = " ".join(render_to_string(subject_template_name, context).split())
        text = render_to_string(email_template_name, context)
        send_later(EmailMessage(settings.EMAIL_SUBJECT_PREFIX + subject, text, from_email, [to_email]))
