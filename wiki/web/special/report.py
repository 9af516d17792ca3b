"""Special:Report: telling the moderators what is wrong with a page, a revision, a comment or a user."""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wiki.models import Report
from wiki.moderation.report import NOTE_MAX, BadReport, Subject, report_page
from wiki.permissions import Editor, Refused
from wiki.reading.lists.accounts import find_account
from wiki.reading.lists.lines import RevisionLine, lines
from wiki.reading.page import find_page
from wiki.text.names import is_ip
from wiki.text.talk.threads import author_in
from wiki.web.accounts.traps import TimedForm, stamp
from wiki.web.addresses.addresses import title_in_address
from wiki.web.addresses.wanted import no_revision, wanted_revision
from wiki.web.frame.errors import refused
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.lists.contributions import author_named, name_of
from wiki.web.lists.lists import show
from wiki.web.lists.paging import whole_number


class ReportForm(forms.Form):
    """What is wrong, and what one has to say about it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong"),
        choices=Report.REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what is wrong.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What should be known about it"),
        required=False,
        max_length=NOTE_MAX,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("Only those who look after the wiki read this."),
    )


class VisitorReportForm(TimedForm, ReportForm):
    """The same for who has no account: programs have none either."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.stamp_now = (
            str(self.data.get("stamp", "")) if self.opened is not None else stamp(None, time.time())
        )


@never_cache
def report_view(request: HttpRequest, rest: str) -> HttpResponse:
    viewer = visitor(request)
    subject = wanted_subject(request, rest, viewer)
    if subject is None:
        return show(request, "special/which_page.html", _("Report a page"))
    kind = VisitorReportForm if viewer.is_anonymous else ReportForm
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            report_page(subject, reason=said["reason"], note=said["note"], editor=viewer)
        except BadReport as error:
            form.add_error(error.field or None, error.message)
        except Refused as error:
            return refused(request, error)
        else:
            return leave_notice(HttpResponseRedirect(place_of(subject), status=303), "reported")
    context = {
        "heading": _("Report %(what)s") % {"what": name_of_subject(subject)}, "action": "special",
        "form": form, "subject": subject, "line": line_of(subject, viewer), "back": place_of(subject),
        "comment_by": author_in(subject.anchor.partition("-")[2]),
    }  # fmt: skip
    return render(request, "special/report_form.html", context, status=400 if form.errors else 200)


def wanted_subject(request: HttpRequest, rest: str, viewer: Editor) -> Subject | None:
    """What the address names, as far as the viewer may know of it; None where it names nothing."""
    query = request.GET
    if named := query.get("user", "").strip():
        name = name_of(author_named(named))
        account = find_account(name)
        if account is None and not is_ip(name.partition("/")[0]):
            raise Http404(_("There is no account named “%(name)s” on this wiki.") % {"name": name})
        return Subject(about=account, name=name)
    if "oldid" in query:
        number = whole_number(query, "oldid")
        if not number:
            raise no_revision(query["oldid"])
        revision = wanted_revision(number, viewer=viewer)
        return Subject(revision.page, revision)
    wanted = rest or query.get("page", "").strip()
    if not wanted:
        return None
    title = title_in_address(wanted)
    page = find_page(title, viewer=viewer)
    if page is None:
        raise Http404(_("There is no page “%(title)s”.") % {"title": title.full})
    return Subject(page, anchor=query.get("comment", "").strip().replace("\0", "")[:255])


def name_of_subject(subject: Subject) -> str:
    return subject.page.name.full if subject.page else f"User:{subject.name}"


def place_of(subject: Subject) -> str:
    """Where what is reported stands."""
    if subject.page is None:
        return reverse("special", args=[f"Contributions/{subject.name}"])
    if subject.revision is not None:
        return reverse("history", args=[subject.page.name])
    return reverse("read", args=[subject.page.name])


def line_of(subject: Subject, viewer: Editor) -> RevisionLine | None:
    return lines([subject.revision], viewer=viewer)[0] if subject.revision else None
