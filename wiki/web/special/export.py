"""Special:Export: pages with their histories as MediaWiki's XML, asked for as MediaWiki is."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wiki.dumps.exporter import export_records
from wiki.dumps.requested import (
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_REVISIONS,
    MOST_TITLES,
    TooMuch,
    check_size,
    in_category,
    pages_named,
)
from wiki.dumps.xml_write import write_dump
from wiki.permissions import asks_for_more
from wiki.text.titles import InvalidTitle, parse_title
from wiki.web.frame.errors import refuse
from wiki.web.frame.visitor import visitor

AT_ONCE = 2  # in each web process: whoever reads slowly keeps one of its threads until the end
_places = BoundedSemaphore(AT_ONCE)


class ExportForm(forms.Form):
    """Names as in MediaWiki."""

    catname = forms.CharField(
        label=gettext_lazy("Category"),
        required=False,
        max_length=255,
        widget=forms.TextInput({"spellcheck": "false"}),
    )
    pages = forms.CharField(
        label=gettext_lazy("Pages"),
        required=False,
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy("One title a line."),
    )
    curonly = forms.BooleanField(
        label=gettext_lazy("Only the newest revision of each page"), required=False, initial=True
    )
    wpDownload = forms.BooleanField(  # noqa: N815
        label=gettext_lazy("Save as a file"), required=False, initial=True
    )


class HeldAnswer(StreamingHttpResponse):
    """An answer to which one of the places belongs, until it is closed or nobody has it any more."""

    def __init__(self, written: Iterator[str]) -> None:
        self.leave = weakref.finalize(self, _places.release)  # is done once, whatever comes first
        super().__init__(written, content_type="application/xml; charset=utf-8")

    def close(self) -> None:
        super().close()
        self.leave()


@never_cache
def export_view(request: HttpRequest, rest: str) -> HttpResponse:
    posted = request.method == "POST"
    asked = request.POST if posted else request.GET
    wanted = asked.get("pages") or rest
    # As in MediaWiki: a form says what it leaves out, an address what it wants beyond the newest revision.
    current = "curonly" in asked if posted else "history" not in asked
    chosen = {"curonly": current, "wpDownload": "wpDownload" in asked}
    if len(wanted) > MOST_CHARACTERS:
        return unmet(request, chosen, _("That is more than you can have at once."))
    if posted and "addcat" in request.POST:
        return with_category(request)
    if not wanted.strip():
        return (
            unmet(request, chosen, _("Name at least one page.")) if posted else screen(request, ExportForm())
        )
    lines = wanted.replace("_", " ").splitlines()
    try:
        pages = pages_named(lines)
        check_size(pages, current=current, viewer=visitor(request))
    except TooMuch:
        return unmet(request, {**chosen, "pages": wanted}, _("That is more than you can have at once."))
    if not pages.exists():
        return unmet(request, {**chosen, "pages": wanted}, _("None of these is a page here."))
    written = write_dump(export_records(pages, current=current), language=settings.LANGUAGE_CODE)
    if not _places.acquire(blocking=False):
        return busy(request)
    answer = HeldAnswer(written)
    answer["X-Robots-Tag"] = "noindex"
    name = f"{settings.SITE_NAME.replace('/', '-')}-{timezone.now():%Y%m%d%H%M%S}.xml"
    if disposition := content_disposition_header("wpDownload" in asked, name):
        answer["Content-Disposition"] = disposition
    return cast("HttpResponse", answer)


def unmet(request: HttpRequest, said: dict[str, Any], why: str) -> HttpResponse:
    """The form again, which says why there is nothing to have."""
    form = ExportForm(said)
    form.add_error("pages", why)
    return screen(request, form)


def busy(request: HttpRequest) -> HttpResponse:
    answer = refuse(request, 503, _("Busy"), _("Others are being given their exports just now."))
    answer["Retry-After"] = "60"
    return answer


def with_category(request: HttpRequest) -> HttpResponse:
    """The form again, with the pages of a category among those that it names."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return screen(request, form)
    said = form.cleaned_data
    try:
        found = in_category(parse_title(said["catname"])).order_by("namespace", "title")[:MOST_TITLES]
        added = "\n".join(page.name.full for page in found)
    except InvalidTitle as error:
        form.add_error("catname", error.message)
        return screen(request, form)
    if not added:
        form.add_error("catname", _("No page is in this category."))
        return screen(request, form)
    before = said["pages"].replace("\r\n", "\n").rstrip("\n")
    return screen(request, ExportForm({**said, "catname": "", "pages": f"{before}\n{added}".lstrip("\n")}))


def screen(request: HttpRequest, form: ExportForm) -> HttpResponse:
    context = {
        "heading": _("Export pages"), "action": "special", "form": form,
        "most": None if asks_for_more(visitor(request)) else MOST_REVISIONS,
        "megabytes": MOST_BYTES // 1_000_000,
    }  # fmt: skip
    return render(request, "special/export.html", context, status=400 if form.errors else 200)
