"""Text that goes to another page: the forms that ask where to, for a section and for a whole page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.editing.errors import BadEdit
from wiki.editing.transfer.transfer import PLACES, Place, Transferred, merge_pages, move_section
from wiki.models import Page, Section
from wiki.moderation.reasons import REASON_MAX
from wiki.permissions import Refused, may_edit
from wiki.reading.source import PartMissing, open_section
from wiki.text.addresses import quote_fragment
from wiki.text.sections import plain_title
from wiki.text.titles import InvalidTitle, Title, parse_title
from wiki.web.addresses.addresses import is_id
from wiki.web.frame.errors import refused
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.moderation.moderation import posted
from wiki.web.special.page_info import named_page

NAMES = {
    "see_also": gettext_lazy("before the See also list, or at the end"),
    "end": gettext_lazy("at the end"),
    "after": gettext_lazy("after the section named below"),
}


class TargetForm(forms.Form):
    """The page that the text goes to, and why."""

    target = forms.CharField(
        label=gettext_lazy("To the page"),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "true"}),
        error_messages={"required": gettext_lazy("Say to which page.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=REASON_MAX - 200,  # the summary names both pages before it
        widget=forms.TextInput({"spellcheck": "true", "accesskey": "b"}),
    )
    field_order = ("target", "where", "after", "reason")

    def clean_target(self) -> Title:
        try:
            return parse_title(self.cleaned_data["target"])
        except InvalidTitle as error:
            raise forms.ValidationError(error.message) from None


class SectionMoveForm(TargetForm):
    """Where on that page the section shall stand."""

    where = forms.ChoiceField(
        label=gettext_lazy("Where on that page"),
        choices=[(where, NAMES[where]) for where in PLACES],
        required=False,
        help_text=gettext_lazy("If there is no such page, it is made: the section is its beginning."),
    )
    after = forms.CharField(label=gettext_lazy("After the section"), required=False, max_length=1000)

    @property
    def place(self) -> Place:
        where = self.cleaned_data["where"] or PLACES[0]
        return Place(where, self.cleaned_data["after"])


def move_section_view(request: HttpRequest, rest: str) -> HttpResponse:
    section = wanted_section(rest)
    page = section.page
    if section.deleted:
        return redirect(f"{reverse('history', args=[page.name])}?section={section.pk}")
    form = SectionMoveForm(posted(request), initial={"target": request.GET.get("to", "")})
    name = plain_title(section.title)
    try:
        opened = open_section(page, section.pk)
    except PartMissing:
        raise Http404(_("There is no section %(id)s.") % {"id": section.pk}) from None
    return answer(
        request, page, form, "edit/move_section.html",
        lambda: move_section(
            page, section.pk, form.cleaned_data["target"], editor=visitor(request), place=form.place,
            reason=form.cleaned_data["reason"],
        ),
        heading=_("Move “%(name)s” from %(title)s") % {"name": name, "title": page.name.full},
        section=section, subsections=len(opened.ids) - 1, text=opened.text.strip(),
    )  # fmt: skip


def wanted_section(rest: str) -> Section:
    """The section of this number, if it has a heading; else an answer of 404."""
    sections = Section.objects.select_related("page__latest").filter(page__deleted=False, level__gt=0)
    found = sections.filter(pk=int(rest)).first() if is_id(rest) else None
    if found is None:
        raise Http404(_("There is no section %(id)s.") % {"id": rest[:40]})
    return found


def merge_pages_view(request: HttpRequest, rest: str) -> HttpResponse:
    page = named_page(request, rest, "MergePages", _("Merge a page into another"))
    if isinstance(page, HttpResponse):
        return page
    form = TargetForm(posted(request), initial={"target": request.GET.get("to", "")})
    return answer(
        request, page, form, "edit/merge_pages.html",
        lambda: merge_pages(
            page, form.cleaned_data["target"], editor=visitor(request), reason=form.cleaned_data["reason"]
        ),
        heading=_("Merge “%(title)s” into another page") % {"title": page.name.full},
    )  # fmt: skip


def answer(
    request: HttpRequest,
    page: Page,
    form: TargetForm,
    template: str,
    carry_out: Callable[[], Transferred],
    **more: Any,
) -> HttpResponse:
    """The page that asks, or the deed done; what is refused is told beside the field, all that was typed
    kept.
    """
    try:
        may_edit(visitor(request), page, page.name)
        if form.is_valid():
            return done(carry_out())
    except Refused as error:
        if request.method != "POST":
            return refused(request, error)
        form.add_error(None, error.message)
    except BadEdit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    context = {"title": page.name, "page": page, "action": "transfer", "form": form, **more}
    response = render(request, template, context, status=400 if form.errors else 200)
    add_never_cache_headers(response)
    return response


def done(moved: Transferred) -> HttpResponse:
    """To the text where it stands now."""
    first = Section.objects.filter(pk__in=moved.sections.values(), deleted=False).order_by("position").first()
    anchor = f"#{quote_fragment(first.anchor)}" if first and first.anchor else ""
    place = reverse("read", args=[moved.target.name]) + anchor
    return leave_notice(HttpResponseRedirect(place, status=303), "textmoved")
