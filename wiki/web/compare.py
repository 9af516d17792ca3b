"""Comparing two revisions."""

from __future__ import annotations

from contextlib import suppress

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.permissions import Editor
from wiki.reading.compare import Comparison, compare, resolve_diff
from wiki.reading.page import (
    PageMissing,
    PageView,
    RevisionHidden,
    RevisionMissing,
    find_page,
    read_page,
    read_revision,
)
from wiki.web.addresses.addresses import is_id
from wiki.web.addresses.wanted import no_revision
from wiki.web.frame.visitor import visitor


def compare_form(request: HttpRequest) -> HttpResponse:
    """Where the radio buttons of a history lead, and MediaWiki's `oldid` and `diff`."""
    old, new = request.GET.get("oldid", "").strip(), request.GET.get("diff", "").strip()
    if not old and not new:
        raise BadRequest(_("Nothing to compare: the address names no revision (oldid and diff)."))
    if not old:
        old, new = new, "prev"
    return HttpResponseRedirect(address_of(old, new or "prev", visitor(request)), status=302)


def diff(request: HttpRequest, old: str, new: str) -> HttpResponse:
    viewer = visitor(request)
    if not (is_id(old) and is_id(new)):
        return HttpResponseRedirect(address_of(old, new, viewer))
    try:
        found = compare(int(old), int(new), viewer=viewer)
        view = None if request.GET.get("diffonly") == "1" else rendering(found, viewer)
    except RevisionMissing as error:
        raise no_revision(error) from None
    except RevisionHidden as error:
        raise PermissionDenied(hidden_text(error)) from None
    title = found.new.page_title
    context = {
        "title": title, "page": view.page if view else find_page(title, viewer=viewer), "action": "history",
        "heading": heading(found), "found": found, "view": view,
        "inline": request.GET.get("type") == "inline",
    }  # fmt: skip
    return render(request, "compare/diff.html", context)


def address_of(old: str, new: str, viewer: Editor) -> str:
    """The one address of a comparison that `prev`, `next`, `cur` or two ids describe."""
    if old in ("prev", "next", "cur"):  # Special:Diff puts the word first
        old, new = new, old
    if not is_id(old):
        raise BadRequest(_("“%(id)s” is no number of a revision.") % {"id": old[:30]})
    try:
        ids = resolve_diff(int(old), new, viewer=viewer)
    except RevisionMissing as error:
        raise no_revision(error) from None
    return reverse("diff", args=ids)


def rendering(found: Comparison, viewer: Editor) -> PageView:
    """The newer revision as a page, shown below the comparison."""
    if found.new.is_latest:
        with suppress(PageMissing):  # a deleted page, seen by an administrator
            return read_page(found.new.page_title, viewer=viewer)
    return read_revision(found.new.id, viewer=viewer)


def heading(found: Comparison) -> str:
    words = {"title": found.new.page_title.full, "old": found.old.page_title.full}
    if found.same_page:
        return _("%(title)s: Difference between revisions") % words
    return _("%(old)s and %(title)s: Difference between pages") % words


def hidden_text(error: RevisionHidden) -> str:
    return _("The text of revision %(id)s has been removed from public view.") % {"id": error.line.id}
