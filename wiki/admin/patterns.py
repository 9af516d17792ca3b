"""The lists of titles and links at the desk, with a place to try a pattern."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.admin.infobox_templates import InfoboxTemplateAdmin
from wiki.models import Pattern
from wiki.models.pattern import TITLE, reasons_in_force
from wiki.text.patterns import BadPattern, addresses_in, check_pattern, matches

MOST = 200  # lines that are tried


class TryForm(forms.Form):
    """A pattern, or none for all that are in force, and what it shall be tried on."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Pattern.KINDS)
    pattern = forms.CharField(
        label=gettext_lazy("Pattern"),
        required=False,
        max_length=500,
        widget=forms.TextInput({"size": 60}),
        help_text=gettext_lazy("Empty: all that are in force."),
    )
    texts = forms.CharField(
        label=gettext_lazy("Titles or addresses, one a line"),
        required=False,
        widget=forms.Textarea({"rows": 6, "cols": 60}),
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("pattern") and "kind" in said:
            try:
                check_pattern(said["pattern"], whole=said["kind"] == TITLE)
            except BadPattern as error:
                self.add_error("pattern", error.message)
        return said

    @property
    def results(self) -> list[tuple[str, str]]:
        """Each line, with the pattern that it matches or nothing."""
        said = self.cleaned_data
        whole = said["kind"] == TITLE
        patterns = [said["pattern"]] if said["pattern"] else list(reasons_in_force(said["kind"]))
        lines = [line.strip() for line in said["texts"].splitlines() if line.strip()][:MOST]
        told = [(line, line if whole else next(iter(addresses_in(line)), line.casefold())) for line in lines]
        return [
            (line, next((one for one in patterns if matches(one, text, whole=whole)), ""))
            for line, text in told
        ]


@admin.register(Pattern)
class PatternAdmin(InfoboxTemplateAdmin):
    list_display: tuple[str, ...] = ("pattern", "kind", "active", "reason")
    list_filter = ("kind", "active")
    search_fields = ("pattern",)
    fields: tuple[str, ...] = ("kind", "pattern", "reason", "active")
    ordering: tuple[str, ...] = ("kind", "pattern")
    change_list_template = "admin/patterns.html"

    def get_urls(self) -> list[URLPattern]:
        tried = path("try/", self.admin_site.admin_view(self.try_view), name="wiki_pattern_try")
        return [tried, *super().get_urls()]

    def try_view(self, request: HttpRequest) -> HttpResponse:
        form = TryForm(request.GET or None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Try a pattern"), "form": form, "opts": self.opts,
            "results": form.results if form.is_bound and form.is_valid() else None,
        }  # fmt: skip
        return TemplateResponse(request, "admin/try_pattern.html", context)
