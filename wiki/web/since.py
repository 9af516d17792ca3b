"""What changed since one last read a page, for the script that marks it (static/wiki/js/since.js)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.reading.page import PageMissing, RevisionHidden, RevisionMissing, find_page
from wiki.reading.watching.since import Since, changes_since, revision_read
from wiki.text.titles import InvalidTitle, parse_title
from wiki.web.frame.visitor import visitor
from wiki.web.lists.paging import BadQuery, whole_number


@require_safe
def since(request: HttpRequest, title: str) -> HttpResponse:
    viewer = visitor(request)
    try:
        wanted = whole_number(request.GET, "from")
        page = find_page(parse_title(title))
        if wanted is None:
            return refused(400, "nofrom", _("“from” has to name the revision that was read."))
        if page is None:
            raise PageMissing(parse_title(title))
        read = revision_read(page, wanted, viewer=viewer)
        tag = f'"{page.pk}.{page.version}.{read.pk}.{get_language()}"' if viewer.author is None else None
        known = get_conditional_response(request, etag=tag) if tag else None
        if known is not None:
            return known
        response = JsonResponse(as_json(changes_since(page, read, viewer=viewer)))
    except BadQuery as error:
        return refused(400, "badfrom", str(error))
    except InvalidTitle as error:
        return refused(400, "invalidtitle", error.message)
    except PageMissing:
        return refused(404, "nosuchpage", _("There is no such page."))
    except RevisionMissing:
        return refused(404, "nosuchrevision", _("This page has no such revision."))
    except RevisionHidden:
        return refused(403, "hidden", _("The text of this revision was hidden by an administrator."))
    if tag:
        response["ETag"] = tag
    response["Cache-Control"] = "no-cache" if tag else "private, no-cache"
    return response


def refused(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"error": code, "message": message}, status=status)


def as_json(found: Since) -> dict[str, Any]:
    """The sentence to show, with `{date}` for the day that only the browser knows, and the places to mark."""
    sentence = ngettext(
        "%(number)d section changed since you read this on {date}.",
        "%(number)d sections changed since you read this on {date}.",
        found.places,
    )
    return {
        "from": found.read.pk,
        "latest": found.latest_id,
        "sentence": sentence % {"number": found.places} if found.places else "",
        "diff": reverse("diff", args=[found.read.pk, found.latest_id]),
        "sections": [
            {"id": one.id, "anchor": one.anchor, "whole": one.whole, "words": one.passages}
            for one in found.sections
        ],
        "fields": found.fields,
        "removed": found.removed,
    }
