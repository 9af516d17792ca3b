"""What readers have reported, at the desk: read there, and decided by what decides it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.admin.cells import drawn, moment
from wiki.admin.deeds import Deed, ReasonForm, action_of
from wiki.admin.lists import ReadOnlyAdmin, number, titled
from wiki.admin.moderator import moderator
from wiki.models import Report
from wiki.models.report import DISMISSED, DONE, OPEN
from wiki.moderation.addresses import look_up_reporter
from wiki.moderation.reasons import REASON_MAX
from wiki.moderation.report import BadReport, decide_report
from wiki.permissions import Editor, Refused, allows, may_decide_reports, may_see_addresses, sees_reports
from wiki.reading.lists.reported import WITH, ReportLine, report_lines


class AnswerForm(ReasonForm):
    reason = None  # type: ignore[assignment]  # so that Django leaves it out
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=REASON_MAX,
        required=False,
        widget=forms.TextInput({"size": 60}),
        help_text=gettext_lazy("Whoever reported it under an account is told this; it stands in no log."),
    )


def decide(state: str, report: Report, editor: Editor, said: dict[str, Any]) -> str:
    decided = decide_report(report.pk, state, editor=editor, answer=said["answer"])
    words = {"id": decided.pk, "state": decided.get_state_display()}
    return _("Report %(id)s: %(state)s") % words


DEEDS = {
    DONE: Deed(
        "done_reports", gettext_lazy("Close reports as done"), gettext_lazy("Done"), may_decide_reports,
        partial(decide, DONE), AnswerForm, of_pages=False,
    ),
    DISMISSED: Deed(
        "dismiss_reports", gettext_lazy("Dismiss reports"), gettext_lazy("Dismiss"), may_decide_reports,
        partial(decide, DISMISSED), AnswerForm, of_pages=False,
    ),
}  # fmt: skip


class ByState(admin.SimpleListFilter):
    """Those that wait, unless others are asked for."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Report.STATES[1:], ("any", gettext_lazy("open or not"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": gettext_lazy("open")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        return queryset if self.value() == "any" else queryset.filter(state=self.value() or OPEN)


class ByPage(admin.SimpleListFilter):
    """Of one page; the way here is from the page itself."""

    title = gettext_lazy("page")
    parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        asked = request.GET.get("page", "")
        return [(asked, gettext_lazy("this page alone"))] if asked else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        return queryset.filter(page_id=number(value)) if (value := self.value()) else queryset


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ("about_cell", "reason", "note_cell", "who_cell", "time_cell", "state_cell")
    list_display_links = None
    list_filter = (ByState, ByPage)
    list_select_related = WITH
    search_fields = ("title",)
    search_help_text = gettext_lazy("The title of a page or the name of a user that was reported, in full")
    actions = tuple(action_of(deed) for deed in DEEDS.values())

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and sees_reports(moderator(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def find(self, request: HttpRequest, rows: QuerySet[Report], text: str) -> QuerySet[Report]:
        return rows.filter(titled(text, prefix="page") | Q(about_text=text.removeprefix("User:")))

    def dress(self, request: HttpRequest, rows: Sequence[Report]) -> None:
        for report, told in zip(rows, report_lines(rows, viewer=moderator(request)), strict=True):
            report.told = told  # type: ignore[attr-defined]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page of a report is our own: what is reported, and the buttons that decide it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        report = get_object_or_404(Report.objects.select_related(*WITH), pk=number(object_id))
        editor, address = moderator(request), None
        if request.method == "POST" and "look" in request.POST:
            try:
                address = look_up_reporter(report, editor=editor, reason=request.POST.get("why", ""))
            except Refused as error:
                messages.error(request, error.message)
        elif request.method == "POST" and (pressed := DEEDS.keys() & request.POST.keys()):
            return self.decided(request, report, pressed.pop())
        [told] = report_lines([report], viewer=editor)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Report %s") % report.pk, "report": report, "told": told, "opts": self.opts,
            "form": AnswerForm(), "address": address,
            "looks": told.has_address and allows(may_see_addresses, editor, temporary=False),
        }  # fmt: skip
        return TemplateResponse(request, "admin/report.html", context)

    def decided(self, request: HttpRequest, report: Report, state: str) -> HttpResponse:
        """Back to the list, which says what came of it; to the report, where somebody else was quicker."""
        answer = request.POST.get("answer", "")
        try:
            decide_report(report.pk, state, editor=moderator(request), answer=answer)
        except (Refused, BadReport) as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(request.path)
        messages.success(request, _("The report was decided."))
        return HttpResponseRedirect(reverse("admin:wiki_report_changelist"))

    @admin.display(description=gettext_lazy("what is reported"))
    def about_cell(self, report: Any) -> SafeString:
        return drawn("reported", told=report.told, link=reverse("admin:wiki_report_change", args=[report.pk]))

    @admin.display(description=gettext_lazy("note"))
    def note_cell(self, report: Any) -> SafeString:
        return drawn("report_note", told=report.told)

    @admin.display(description=gettext_lazy("by"))
    def who_cell(self, report: Any) -> str:
        return who(report.told)

    @admin.display(description=gettext_lazy("time"))
    def time_cell(self, report: Report) -> str:
        return moment(report.created)

    @admin.display(description=gettext_lazy("state"))
    def state_cell(self, report: Report) -> str:
        by = f" ({report.decided_by_text})" if report.decided_by_text else ""
        return report.get_state_display() + by


def who(told: ReportLine) -> str:
    """Who reported it, and how often."""
    name = told.reporter or str(_("a reader without a name"))
    return f"{name} ×{told.times}" if told.times > 1 else name
