"""Views of Django and of allauth in the wiki's own frame, and the way back from them."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from wiki.web.frame.context import MAIN_PAGE, site
from wiki.web.frame.notices import leave_notice


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address leads to a page of this wiki and nowhere else."""
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def way_back(request: HttpRequest) -> str:
    """The page one came from, if it is one of ours; else the main page."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    return wanted if is_ours(request, wanted) else reverse("read", args=[MAIN_PAGE])


def back(request: HttpRequest, notice: str) -> HttpResponse:
    return leave_notice(HttpResponseRedirect(way_back(request), status=303), notice)


class InFrame:
    """A view in our frame, where `title` is a page’s and `site` the wiki. A form with mistakes is a 400."""

    request: HttpRequest

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        known = super().get_context_data(**context)  # type: ignore[misc]
        if "js_data" in known:  # what a passkey is asked for, read by passkeys.js
            known["passkey"] = json.dumps(next(iter(known["js_data"].values())))
        return {**known, "title": None, "site": site(), "next": way_back(self.request)}

    def render_to_response(self, context: dict[str, Any], **options: Any) -> Any:
        forms = [context.get("form"), context.get("webauthn_form")]
        options.setdefault("status", 400 if any(form and form.errors for form in forms) else 200)
        return super().render_to_response(context, **options)  # type: ignore[misc]
