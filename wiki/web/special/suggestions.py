"""Special:Suggestions: the edits that wait for somebody to look at them, and those that were decided."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from wiki.models import Suggestion
from wiki.reading.lists.lines import BadCursor
from wiki.reading.page import find_page
from wiki.reading.suggested.suggestions import suggestions
from wiki.web.addresses.addresses import title_in_address
from wiki.web.frame.visitor import visitor
from wiki.web.lists.lists import show
from wiki.web.lists.recent_changes import bad_cursor
from wiki.web.lists.steps import Steps, read_place, read_size, read_text

STATES = dict(Suggestion.STATES)
KINDS = dict(Suggestion.KINDS)


@never_cache
def suggestions_view(request: HttpRequest, rest: str = "") -> HttpResponse:
    query, viewer = request.GET, visitor(request)
    state, kind = query.get("state", "open"), query.get("kind", "")
    if (state != "all" and state not in STATES) or (kind and kind not in KINDS):
        raise BadRequest(_("There are no suggestions like “%(name)s”.") % {"name": f"{state} {kind}"[:40]})
    wanted, author = read_text(query, "page") or rest, read_text(query, "author")
    title = title_in_address(wanted) if wanted else None
    page = find_page(title) if title else None
    limit = read_size(query)
    context = {"state": state, "kind": kind, "author": author, "wanted": wanted, "states": STATES}
    if title is not None and page is None:
        return show(request, "special/suggestions.html", _("Suggested edits"), rows=(), **context)
    try:
        found = suggestions(
            viewer=viewer, state="" if state == "all" else state, kind=kind, author=author, page=page,
            limit=limit, **read_place(request),
        )  # fmt: skip
    except BadCursor as error:
        raise bad_cursor(error) from None
    kept = {"state": "" if state == "open" else state, "kind": kind, "author": author, "page": wanted}
    steps = Steps(request.path, limit, found.before, found.after, kept)
    heading = _("Suggested edits")
    return show(request, "special/suggestions.html", heading, rows=found.rows, steps=steps, **context)
