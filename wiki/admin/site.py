"""The desk itself: what happened lately, and the way to everything else."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from wiki.admin.moderator import moderator
from wiki.reading.log import log
from wiki.reading.recent_changes import recent_changes
from wiki.reading.tally import MOST, last_day

LATEST = 12  # lines of each list


class Desk(admin.AdminSite):
    """Django's admin under the wiki's name. Staff come in; wiki.permissions says what they may do."""

    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_template = "admin/desk.html"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        viewer = moderator(request)
        entries, _older = log(limit=LATEST)
        context = {
            "tally": last_day(),
            "most": MOST,
            "lines": recent_changes(viewer=viewer, limit=LATEST, days=30).rows,
            "entries": entries,
        }
        return super().index(request, {**context, **(extra_context or {})})
