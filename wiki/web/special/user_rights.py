"""Special:UserRights: which groups an account is in, and the form that changes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.models import User
from wiki.moderation.reasons import REASON_MAX
from wiki.moderation.rights import BadRights, Memberships, change_groups, memberships
from wiki.permissions import GIVEN, Editor, changeable_groups, may_change_groups
from wiki.reading.lists.accounts import find_account
from wiki.reading.lists.log import log
from wiki.text.titles import Title
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.identity.prove import first_proof
from wiki.web.lists.lists import upper_first
from wiki.web.lists.steps import read_text
from wiki.web.moderation.moderation_forms import read_end

EXCERPT = 10  # lines of the log


@dataclass(frozen=True)
class Choice:
    """A group on the form: whether the account is (to be) in it, and until when."""

    name: str
    box: forms.BoundField
    until: forms.BoundField


class RightsForm(forms.Form):
    """A box and an end for each group that the editor may change, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=REASON_MAX,
        widget=forms.TextInput({"spellcheck": "true"}),
        help_text=gettext_lazy("Everybody can read it in the log."),
    )

    def __init__(self, groups: list[str], now: Memberships, data: Any = None) -> None:
        super().__init__(data)
        self.groups, self.now = groups, now
        for name in groups:
            self.fields[f"in-{name}"] = forms.BooleanField(required=False, initial=name in now)
            self.fields[f"until-{name}"] = forms.CharField(
                required=False, max_length=60, initial=in_words(now.get(name)),
                widget=forms.TextInput({"list": "spans", "autocomplete": "off"}),
            )  # fmt: skip
        self.wanted: Memberships = {}

    def clean(self) -> dict[str, Any]:
        for name in self.groups:
            until = f"until-{name}"
            if not self.cleaned_data.get(f"in-{name}") or until not in self.cleaned_data:
                continue
            said = self.cleaned_data[until]
            if name in self.now and said == in_words(self.now[name]):
                self.wanted[name] = self.now[name]
                continue
            try:
                self.wanted[name] = read_end(said)
            except forms.ValidationError as error:
                self.add_error(until, error)
        return self.cleaned_data

    @property
    def added(self) -> Memberships:
        """What is new, or ends at another time."""
        return {
            name: end for name, end in self.wanted.items() if name not in self.now or self.now[name] != end
        }

    @property
    def removed(self) -> list[str]:
        return [name for name in self.groups if name in self.now and not self.cleaned_data.get(f"in-{name}")]

    @property
    def choices(self) -> list[Choice]:
        return [Choice(name, self[f"in-{name}"], self[f"until-{name}"]) for name in self.groups]


def in_words(end: datetime | None) -> str:
    return f"{end:%Y-%m-%d %H:%M:%S}" if end else "infinite"


def user_rights(request: HttpRequest, rest: str) -> HttpResponse:
    name, viewer = upper_first((rest or read_text(request.GET, "user")).strip()), visitor(request)
    if not name:
        return screen(request, None)
    account = find_account(name)
    if account is None:
        raise Http404(_("There is no account named “%(name)s” on this wiki.") % {"name": name})
    if request.method != "POST":
        return screen(request, account, form_for(account, viewer))
    may_change_groups(viewer)
    return first_proof(request) or changed(request, account, viewer)


def form_for(account: User, viewer: Editor, data: Any = None) -> RightsForm | None:
    """The form, with the groups that the viewer may change; none for who may change none."""
    may = changeable_groups(viewer)
    groups = [name for name in GIVEN if name in may]
    return RightsForm(groups, memberships(account), data) if groups else None


def changed(request: HttpRequest, account: User, viewer: Editor) -> HttpResponse:
    form = form_for(account, viewer, request.POST)
    if form is None or not form.is_valid():
        return screen(request, account, form)
    try:
        entry = change_groups(
            account, editor=viewer, add=form.added, remove=form.removed, reason=form.cleaned_data["reason"]
        )
    except BadRights as error:
        form.add_error(f"in-{error.field}" if f"in-{error.field}" in form.fields else None, error.message)
        return screen(request, account, form)
    return leave_notice(HttpResponseRedirect(request.path, status=303), "rights" if entry else "nochange")


def screen(request: HttpRequest, account: User | None, form: RightsForm | None = None) -> HttpResponse:
    viewer, now = visitor(request), memberships(account) if account else {}
    title = Title(2, account.username) if account else None
    entries, older = log(type_="rights", title=title, limit=EXCERPT, viewer=viewer) if title else ((), None)
    fixed = [(name, end) for name, end in now.items() if form is None or name not in form.groups]
    heading = _("Groups of %(name)s") % {"name": account.username} if account else _("User rights")
    context = {
        "heading": heading, "action": "special", "account": account, "form": form, "fixed": fixed,
        "entries": entries, "older": older, "about": title,
    }  # fmt: skip
    response = render(
        request, "special/user_rights.html", context, status=400 if form and form.errors else 200
    )
    add_never_cache_headers(response)
    return response
