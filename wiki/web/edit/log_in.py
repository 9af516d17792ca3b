"""Logging in without leaving the form: for who was logged in when it was opened and is not any more."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.web.accounts.account_forms import LogInForm
from wiki.web.edit.forms import FORMS, EditForm, TextForm
from wiki.web.edit.screen import Problem, show
from wiki.web.editor.desk import Desk
from wiki.web.frame.visitor import forget_visitor, visitor

BUTTON = "wpLogin"


def log_in_here(request: HttpRequest, desk: Desk, form: EditForm) -> HttpResponse:
    """Check the name and the password that stand in the edit form; the form comes back with all its text."""
    given = {name: request.POST.get(name, "") for name in ("username", "password")}
    account = LogInForm(request, given)
    if not account.is_valid():
        problems = [Problem(str(error), "wpName") for errors in account.errors.values() for error in errors]
        return show(request, desk, form, status=403, problems=problems, log_in=True)
    login(request, account.get_user())
    request.session.set_expiry(0)
    forget_visitor(request)
    desk = replace(desk, editor=visitor(request))
    data = request.POST.copy()
    data["editor"] = desk.account
    again = FORMS.get(desk.part, TextForm)(data)
    notes = [_("You are logged in again as %(name)s. Your text is as you left it.") % {"name": desk.account}]
    return show(request, desk, again, notes=notes)
