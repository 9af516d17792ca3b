"""Who wrote this: a page, a section or a field with the author of each of its words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from wiki.models import Page, Revision
from wiki.reading.authorship import Authorship, PartWritten, page_authorship
from wiki.reading.lists.lines import MOMENT, line
from wiki.reading.page import PageMissing, RevisionHidden, deletions_of, find_page
from wiki.reading.source import PartMissing
from wiki.web.addresses.addresses import title_in_address
from wiki.web.addresses.wanted import no_revision, wanted_revision
from wiki.web.frame.visitor import visitor
from wiki.web.lists.paging import BadQuery, whole_number
from wiki.web.read import no_page, withheld

AGE_WORDS = (  # one for each step of reading.authorship.AGES, and one for what is older
    gettext_lazy("last week"), gettext_lazy("last month"), gettext_lazy("last half-year"),
    gettext_lazy("last year"), gettext_lazy("last three years"), gettext_lazy("older"),
)  # fmt: skip
FEW = 500  # revisions in the list; the others are reached from their words


@require_safe
def authorship(request: HttpRequest, title: str) -> HttpResponse:
    name = title_in_address(title)
    page = find_page(name, viewer=visitor(request))
    if page is None:
        return no_page(request, PageMissing(name, deletions_of(name, viewer=visitor(request))))
    if name.key != title:
        return HttpResponseRedirect(address(page, request.GET.dict()), status=301)
    section, field = whole_number(request.GET, "section"), whole_number(request.GET, "field")
    revision, by = old_revision(request, page), choice(request, "by", ("author", "age"))
    try:
        found = page_authorship(
            page, viewer=visitor(request), revision=revision, section=section, field=field
        )
    except PartMissing:
        message = _("“%(title)s” has no such section or field there.")
        raise Http404(message % {"title": page.name.full}) from None
    except RevisionHidden as hidden:
        return withheld(request, hidden)
    if choice(request, "format", ("html", "json")) == "json":
        return JsonResponse(as_json(page, revision, found))
    part = found.parts[0] if found.parts and (section or field) else None
    kept = {key: value for key in ("section", "field", "oldid") if (value := request.GET.get(key))}
    context = {
        "title": page.name, "page": page, "action": "authorship", "found": found, "by": by,
        "heading": heading(page, part), "part": part,
        "line": line(shown(page, revision), viewer=visitor(request)),
        "old": revision, "few": FEW, "ages": AGE_WORDS,
        "by_author": address(page, kept), "by_age": address(page, {**kept, "by": "age"}),
        "as_json": address(page, {**kept, "format": "json"}),
        "whole": address(page, {"oldid": kept["oldid"]} if "oldid" in kept else {}),
    }  # fmt: skip
    return render(request, "authorship/page.html", context)


def address(page: Page, query: dict[str, str]) -> str:
    """The address of this view of the page."""
    return reverse("authorship", args=[page.name]) + (f"?{urlencode(query)}" if query else "")


def choice(request: HttpRequest, name: str, allowed: tuple[str, ...]) -> str:
    """One of the words that the query may give under this name, by default the first. Raises BadQuery."""
    value = request.GET.get(name) or allowed[0]
    if value not in allowed:
        words = {"name": name, "allowed": ", ".join(allowed), "value": value[:50]}
        raise BadQuery(_("“%(name)s” in the address must be one of %(allowed)s, not “%(value)s”.") % words)
    return value


def old_revision(request: HttpRequest, page: Page) -> Revision | None:
    """The revision that `oldid` names; None for the newest. Raises Http404 for one of another page."""
    oldid = whole_number(request.GET, "oldid")
    if oldid is None or oldid == page.latest_id:
        return None
    revision = wanted_revision(oldid, viewer=visitor(request))
    if revision.page_id != page.pk:
        raise no_revision(oldid)
    return revision


def shown(page: Page, revision: Revision | None) -> Revision:
    if revision is None and page.latest is not None:
        page.latest.page = page
    chosen = revision or page.latest
    if chosen is None:
        raise Http404(_("There is nothing at this address."))
    return chosen


def heading(page: Page, part: PartWritten | None) -> str:
    words = {"title": page.name.full}
    if part is None:
        return _("%(title)s: Who wrote this") % words
    names = {"section": _("§ %(name)s"), "field": _("Infobox › %(name)s")}
    words["part"] = names[part.kind] % {"name": part.name} if part.name else _("the beginning")
    return _("%(title)s: Who wrote %(part)s") % words


def as_json(page: Page, revision: Revision | None, found: Authorship) -> dict[str, Any]:
    """Everything at once, for programs. A span is the id of a revision and the words that it first wrote."""
    return {
        "title": page.name.full,
        "page_id": page.pk,
        "revision": revision.pk if revision else page.latest_id,
        "characters": found.characters,
        "authors": [
            {
                "name": author.name or None, "hidden": author.hidden, "characters": author.characters,
                "share": round(author.share, 4),
            }
            for author in found.authors
        ],
        "revisions": {
            str(one.id): {
                "number": one.number, "author": found.author_of[one.id],
                "timestamp": f"{one.timestamp:{MOMENT}}", "minor": one.minor, "summary": one.summary,
            }
            for one in found.writings.values()
        },
        "parts": [
            {"kind": part.kind, "id": part.id, "name": part.name, "spans": list(spans_of(part))}
            for part in found.parts
        ],
    }  # fmt: skip


def spans_of(part: PartWritten) -> list[tuple[int, str]]:
    at, spans = 0, []
    for revision, length in part.runs:
        spans.append((revision, part.text[at : at + length]))
        at += length
    return spans
