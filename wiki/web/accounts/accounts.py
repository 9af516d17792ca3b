"""Accounts: sign up, log out, change and reset the password. Logging in: identity/log_in.py."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.flows.signup import complete_signup
from allauth.core import ratelimit
from django.contrib.auth import logout, views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from wiki.editing.errors import BadEdit
from wiki.editing.limits import count
from wiki.editing.sessions import end_other_sessions, end_sessions
from wiki.moderation.accounts import NameLikeAnother, NameTaken, create_account
from wiki.reading.reports.statistics import statistics
from wiki.web.accounts.account_forms import ResetForm, SignUpForm
from wiki.web.frame.context import site
from wiki.web.frame.errors import too_many
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.identity.elsewhere import SignUpFromElsewhere
from wiki.web.identity.frame import InFrame, back, way_back

LOG_IN = reverse_lazy("special", args=["UserLogin"])


@never_cache
def log_out(request: HttpRequest, rest: str = "") -> HttpResponse:
    if request.method != "POST":
        context = {"heading": _("Log out"), "action": "account", "next": way_back(request)}
        return render(request, "accounts/log_out.html", context)
    answer = back(request, "loggedout")
    logout(request)
    return answer


@never_cache
@sensitive_post_parameters("password1", "password2")
def create(request: HttpRequest, rest: str = "") -> HttpResponse:
    if rest == "elsewhere":
        return cast("HttpResponse", SignUpFromElsewhere.as_view()(request))
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = create_account(
                data["username"], data["password1"], email=data["email"], editor=visitor(request),
                adopting=data["adopt"],
            )  # fmt: skip
        except NameLikeAnother as error:
            looks = _("This name looks like that of the account “%(name)s”. Choose one that does not.")
            form.add_error("username", looks % {"name": error.other})
        except BadEdit as error:
            form.add_error("username", error.message)
        except NameTaken:
            form.add_error("username", _("This user name is taken."))
        else:
            answer = complete_signup(request, user=user, redirect_url=way_back(request))
            return cast("HttpResponse", answer)
    context = {
        "form": form,
        "heading": _("Create account"),
        "action": "account",
        "next": way_back(request),
        "numbers": statistics(),
    }
    return render(request, "accounts/create.html", context, status=400 if form.errors else 200)


class ChangePassword(InFrame, views.PasswordChangeView):
    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("main_page")
    extra_context = {"heading": gettext_lazy("Change password"), "action": "account"}

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        end_other_sessions(visitor(self.request), here=str(self.request.session.session_key))
        return leave_notice(answer, "password")


def change_password(request: HttpRequest, rest: str = "") -> HttpResponse:
    return cast("HttpResponse", ChangePassword.as_view()(request))


class ResetPassword(InFrame, views.PasswordResetView):
    template_name = "accounts/reset_password.html"
    form_class = ResetForm
    email_template_name = "accounts/reset_email.txt"
    subject_template_name = "accounts/reset_subject.txt"
    extra_context = {"heading": gettext_lazy("Reset password"), "action": "account"}

    def form_valid(self, form: Any) -> HttpResponse:
        count("password", visitor(self.request))
        asked = form.cleaned_data["email"].casefold()
        if not ratelimit.consume(self.request, action="reset_password", key=asked):
            return too_many(self.request, 3600)
        self.extra_email_context = {"site": site()}
        super().form_valid(form)
        context = {"heading": _("Reset password"), "action": "account", "sent": True}
        return render(self.request, self.template_name, context)

    def get_success_url(self) -> str:
        return str(LOG_IN)


def reset_password(request: HttpRequest, rest: str = "") -> HttpResponse:
    return cast("HttpResponse", ResetPassword.as_view()(request))


class ChooseNewPassword(InFrame, views.PasswordResetConfirmView):
    template_name = "accounts/new_password.html"
    success_url = LOG_IN
    extra_context = {"heading": gettext_lazy("Choose a new password"), "action": "account"}

    def form_valid(self, form: Any) -> HttpResponse:
        end_sessions(form.user)
        return leave_notice(super().form_valid(form), "password")


choose_new_password = ChooseNewPassword.as_view()
