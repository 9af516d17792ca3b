"""Accounts: sign up, log in and out, change and reset the password."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth import login, logout, views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from wiki.moderation.accounts import NameTaken, create_account
from wiki.reading.reports.statistics import statistics
from wiki.web.accounts.account_forms import LogInForm, ResetForm, SignUpForm
from wiki.web.frame.context import MAIN_PAGE, site
from wiki.web.frame.languages import keep_language
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor

KEPT_SECONDS = 365 * 24 * 3600  # for who asks to stay logged in
LOG_IN = reverse_lazy("special", args=["UserLogin"])


def way_back(request: HttpRequest) -> str:
    """The page one came from, if it is one of ours; else the main page."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else reverse("read", args=[MAIN_PAGE])


def back(request: HttpRequest, notice: str) -> HttpResponse:
    return leave_notice(HttpResponseRedirect(way_back(request), status=303), notice)


class InFrame:
    """Django’s view in our frame, where `title` is a page’s and `site` the wiki."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return {**super().get_context_data(**context), "title": None, "site": site()}  # type: ignore[misc]


class LogIn(InFrame, views.LoginView):
    template_name = "accounts/log_in.html"
    authentication_form = LogInForm
    extra_context = {"heading": gettext_lazy("Log in"), "action": "account"}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        login(self.request, form.get_user())
        self.request.session.set_expiry(KEPT_SECONDS if form.cleaned_data["keep"] else 0)
        answer, language = back(self.request, "loggedin"), form.get_user().chosen.language
        return keep_language(answer, language) if language else answer

    def render_to_response(self, context: dict[str, Any], **options: Any) -> Any:
        options["status"] = 400 if context["form"].errors else 200
        return super().render_to_response(context, **options)


def log_in(request: HttpRequest, rest: str = "") -> HttpResponse:
    if not visitor(request).is_anonymous:
        return HttpResponseRedirect(way_back(request))
    return cast("HttpResponse", LogIn.as_view()(request))


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
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = create_account(
                data["username"], data["password1"], email=data["email"], editor=visitor(request)
            )
        except NameTaken:
            form.add_error("username", _("This user name is taken."))
        else:
            login(request, user)
            return back(request, "welcome")
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
        return leave_notice(super().form_valid(form), "password")


def change_password(request: HttpRequest, rest: str = "") -> HttpResponse:
    return cast("HttpResponse", ChangePassword.as_view()(request))


class ResetPassword(InFrame, views.PasswordResetView):
    template_name = "accounts/reset_password.html"
    form_class = ResetForm
    email_template_name = "accounts/reset_email.txt"
    subject_template_name = "accounts/reset_subject.txt"
    extra_context = {"heading": gettext_lazy("Reset password"), "action": "account"}

    def form_valid(self, form: Any) -> HttpResponse:
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
        return leave_notice(super().form_valid(form), "password")


choose_new_password = ChooseNewPassword.as_view()
