"""The ways an edit form can fail before it is read: no such title, no such part, a token that has expired."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.reading.page import RevisionMissing, find_page
from wiki.reading.source import PartMissing
from wiki.text.titles import InvalidTitle, Title, parse_title
from wiki.web.addresses.find_part import desk_for
from wiki.web.edit.forms import FORMS, TextForm
from wiki.web.edit.screen import Problem, screen, show
from wiki.web.editor.desk import Desk
from wiki.web.frame import errors
from wiki.web.frame.visitor import visitor

NO_TITLE = Title(0, "")
SESSION_ENDED = gettext_lazy(
    "You are no longer logged in: your session has ended. Log in here and publish again, or publish now "
    "under your IP address."
)


def bad_title(request: HttpRequest, typed: str, message: str) -> HttpResponse:
    desk = Desk(NO_TITLE, None, visitor(request), typed_title=typed, bad_title=message)
    if request.method != "POST":
        return screen(request, "edit/bad_title.html", desk, status=400)
    problem = Problem(message, "wpTitle")
    return show(request, desk, TextForm(request.POST), status=400, problems=[problem])


def editable_title(text: str) -> Title:
    """The title of a page that can be edited at all. Raises InvalidTitle."""
    title = parse_title(text)
    if title.namespace < 0:
        why = _("“%(title)s” is no page: its prefix is kept for the pages that the wiki itself makes.")
        raise InvalidTitle("title-invalid-special", why % {"title": title.full})
    return title


def no_such_part(request: HttpRequest, title: Title) -> HttpResponse:
    desk = Desk(title, find_page(title), visitor(request))
    heading = _("Nothing to edit here: %(title)s") % {"title": title.full}
    return screen(
        request, "edit/no_such_part.html", desk, status=404, heading=heading, typed=errors.typed(request)
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's view for a form without a valid token: an edit form comes back with all that was typed."""
    message = _(
        "The form had expired, so it could not be trusted. It is fresh now: look it over and publish again."
    )
    try:
        typed = typed_title(request)
        desk = desk_for(request, editable_title(typed))
    except InvalidTitle as error:
        return bad_title(request, typed, error.message)
    except (PartMissing, RevisionMissing, Resolver404):
        return errors.csrf_failure(request, reason)
    form = FORMS.get(desk.part, TextForm)(request.POST)
    gone = bool(request.POST.get("editor")) and desk.editor.is_anonymous
    problems = [Problem(str(SESSION_ENDED))] if gone else [Problem(message)]
    return show(request, desk, form, status=403, trusted=False, problems=problems, log_in=gone)


def typed_title(request: HttpRequest) -> str:
    """The title that an edit form was posted to. Raises Resolver404 for a form of another kind."""
    match = resolve(request.path_info)
    if match.url_name not in ("edit", "edit_any"):
        raise Resolver404
    return str(request.POST.get("title") or match.kwargs.get("title", ""))
