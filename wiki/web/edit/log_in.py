"""Logging in without leaving the form: for who was logged in when it was opened and is not any more."""

from __future__ import annotations

from dataclasses import replace

from allauth.account.internal.stagekit import get_pending_stage
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.web.accounts.account_forms import LogInForm
from wiki.web.edit.forms import FORMS, EditForm, TextForm
from wiki.web.edit.screen import Problem, show
from wiki.web.editor.desk import Desk
from wiki.web.frame.visitor import forget_visitor, visitor
from wiki.web.identity.log_in import password_given

BUTTON, CODE = "wpLogin", "wpCode"


def log_in_here(request: HttpRequest, desk: Desk, form: EditForm) -> HttpResponse:
    """Check the name and the password, or the code, that stand in the edit form; the form comes back with all
    its text.
    """
    problems = give_code(request) if CODE in request.POST else give_password(request)
    if not request.user.is_authenticated:
        second = isinstance(get_pending_stage(request), AuthenticateStage)
        asked = [] if problems or second else [Problem(_("Log in on the log-in page; your text stays here."))]
        return show(
            request, desk, form, status=403, problems=problems or asked, log_in=True, second_factor=second
        )
    request.session.set_expiry(0)
    forget_visitor(request)
    desk = replace(desk, editor=visitor(request))
    data = request.POST.copy()
    data["editor"] = desk.account
    again = FORMS.get(desk.part, TextForm)(data)
    notes = [_("You are logged in again as %(name)s. Your text is as you left it.") % {"name": desk.account}]
    return show(request, desk, again, notes=notes)


def give_password(request: HttpRequest) -> list[Problem]:
    """Log in, or begin to where a second factor is asked for; what is wrong."""
    given = {name: request.POST.get(name, "") for name in ("username", "password")}
    account = LogInForm(request, given)
    if not account.is_valid():
        return problems_of(account, "wpName")
    password_given(request, account.get_user())
    return []


def give_code(request: HttpRequest) -> list[Problem]:
    """The second factor, after the password was right; what is wrong."""
    stage = get_pending_stage(request)
    if not isinstance(stage, AuthenticateStage):
        return [Problem(_("That took too long: begin with name and password again."), "wpName")]
    code = AuthenticateForm(user=stage.login.user, data={"code": request.POST[CODE]})
    if not code.is_valid():
        return problems_of(code, CODE)
    post_authentication(request, code.authenticator)
    stage.exit()
    return []


def problems_of(form: LogInForm | AuthenticateForm, anchor: str) -> list[Problem]:
    return [Problem(str(error), anchor) for errors in form.errors.values() for error in errors]
