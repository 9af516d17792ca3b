"""The desk itself: what waits, what happened lately, and the way to everything else."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.admin import deal, queue
from wiki.admin.moderator import moderator
from wiki.admin.queue_lines import queue_lines
from wiki.reading.lists.log import log
from wiki.reading.lists.tally import MOST, last_day
from wiki.reading.recent_changes import recent_changes

CONTENT = (
    *("Page", "Revision", "Section", "InfoboxField", "SeeAlsoLink", "File", "InfoboxTemplate", "LogEntry"),
)
RULES = ("EditFilter", "FilterHit", "Pattern")
PEOPLE = ("Report", "User", "Group", "SignUpQuestion")
LATEST = 12  # lines of each list
SMALL = ("patrol", "rollback")  # deeds of the queue that anybody can take back


class Desk(admin.AdminSite):
    """Django's admin under the wiki's name. Staff come in; wiki.permissions says what they may do."""

    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = gettext_lazy("The desk")
    index_template = "admin/desk.html"

    def get_urls(self) -> list[Any]:
        ours = [
            path("queue/", self.admin_view(self.queue), name="queue"),
            path("deal/", self.admin_view(self.deal), name="deal"),
        ]
        return [*ours, *super().get_urls()]

    def queue(self, request: HttpRequest) -> HttpResponse:
        return queue.queue_view(self, request)

    def deal(self, request: HttpRequest) -> HttpResponse:
        return deal.deal_view(self, request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What is kept, by what it is, not by which program keeps it."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        if "LogEntry" in models:
            models["LogEntry"]["name"] = _("Log")
        return [
            {
                "name": name,
                "app_label": "wiki",
                "app_url": reverse("admin:index"),
                "has_module_perms": True,
                "models": [models[key] for key in keys if key in models],
            }
            for name, keys in ((_("Content"), CONTENT), (_("Rules"), RULES), (_("People"), PEOPLE))
            if models
        ]

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Nothing that is posted to the desk is done before who is at it has proved lately that it is he;
        what was posted is done then. Logging out needs no proof, nor do the small deeds of the queue.
        """
        answer = super().admin_view(view, cacheable)

        def asked(request: HttpRequest, *args: Any, **options: Any) -> Any:
            small = view == self.logout or (view == self.queue and request.POST.get("deed") in SMALL)
            posted = request.method == "POST" and not small and self.has_permission(request)
            return (posted and get_adapter(request).first_proof(request)) or answer(request, *args, **options)

        return update_wrapper(asked, answer)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The wiki's own log-in, which asks for the second factor too."""
        if request.user.is_authenticated:
            raise PermissionDenied(_("The desk is for administrators."))
        ours = reverse("admin:index")
        wanted = request.GET.get("next", "")
        target = wanted if wanted.startswith(ours) else ours
        return redirect_to_login(target)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        viewer = moderator(request)
        entries, _older = log(limit=LATEST, viewer=viewer)
        context = {
            "queues": queue_lines(viewer),
            "tally": last_day(viewer),
            "most": MOST,
            "lines": recent_changes(viewer=viewer, limit=LATEST, days=30).rows,
            "entries": entries,
        }
        return super().index(request, {**context, **(extra_context or {})})
