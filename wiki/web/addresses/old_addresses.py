"""MediaWiki's parameters behind a page's address: `oldid`, `diff` and `action` lead to where we have it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.text.titles import Title
from wiki.web.addresses.addresses import is_id

ACTIONS = {"edit": "edit", "history": "history", "raw": "raw", "delete": "delete", "protect": "protect"}


def elsewhere(request: HttpRequest, title: Title) -> HttpResponse | None:
    """Where such parameters lead, if there are any; 400 for an `oldid` that is no number."""
    query = request.GET
    if "diff" in query:
        given = {name: query[name] for name in ("oldid", "diff") if query.get(name)}
        return redirect(f"{reverse('compare')}?{urlencode(given)}")
    if oldid := query.get("oldid", ""):
        if not is_id(oldid):
            raise BadRequest(
                _("oldid has to be a revision's number, not “%(oldid)s”.") % {"oldid": oldid[:40]}
            )
        return redirect("revision", int(oldid))
    action = query.get("action", "")
    if action == "info":
        return redirect("special", f"PageInfo/{title.key}")
    return redirect(ACTIONS[action], title) if action in ACTIONS else None
