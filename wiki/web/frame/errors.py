"""What went wrong, said in the same frame: what happened, what one can do, and the text one typed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404
from django.utils.translation import gettext as _

from wiki.editing.limits import RateLimited
from wiki.permissions import Editor, Refused
from wiki.web.frame.context import site

SECRET = ("password", "csrf", "token")


def refuse(
    request: HttpRequest, status: int, heading: str, message: str = "", *, advice: str = "", **more: Any
) -> HttpResponse:
    """An answer that says no, with everything that was typed still on it."""
    context = {"heading": heading, "message": message, "advice": advice, "typed": typed(request), **more}
    return render(request, "errors/error.html", context, status=status)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form carried that a person may have written, without what is secret."""
    try:
        fields = request.POST.dict() if request.method == "POST" else {}
    except (BadRequest, SuspiciousOperation):  # what was refused is the form itself
        return []
    return [(name, str(text)) for name, text in fields.items() if is_prose(name, str(text))]


def is_prose(name: str, value: str) -> bool:
    """Whether a field may hold a person's words: not a password, not one of the form's own numbers."""
    return not any(secret in name.casefold() for secret in SECRET) and (" " in value or "\n" in value)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, and 413 for a form beyond the server's limit."""
    if isinstance(exception, RequestDataTooBig):
        return refuse(
            request,
            413,
            _("Too much at once"),
            _("The form was larger than this wiki accepts, so nothing of it was read or saved."),
            advice=_("Go back: your browser still has what you typed. Save a smaller part of it."),
        )
    return refuse(
        request, 400, _("Bad request"), said(exception), advice=_("Check the address or what was typed.")
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the reason why."""
    return refuse(request, 403, _("Not allowed"), said(exception) or _("You may not do this."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with a search for the words of the address."""
    message = "" if isinstance(exception, Resolver404) else said(exception)
    words = request.path.rpartition("/")[2].replace("_", " ")
    return refuse(
        request,
        404,
        _("Not found"),
        message or _("There is nothing at this address."),
        search_for=words,
    )


def refused(request: HttpRequest, refusal: Refused, heading: str = "", **more: Any) -> HttpResponse:
    """403 with the reason; 429 with the time to come again where it was too often."""
    if isinstance(refusal, RateLimited):
        heading = _("Too many requests")
    answer = refuse(request, refusal.status, heading or _("Not allowed"), refusal.message, **more)
    return with_wait(answer, refusal)


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: when to come again."""
    return refused(request, RateLimited(seconds))


def with_wait(response: HttpResponse, refusal: Refused) -> HttpResponse:
    """The answer, which tells a machine too when to come again."""
    if isinstance(refusal, RateLimited):
        response["Retry-After"] = str(refusal.seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, drawn without the database, which may be what failed."""
    context = {
        "site": site(),
        "viewer": Editor(),
        "heading": _("Something broke"),
        "message": _("The wiki made a mistake and could not answer. It was noted; nothing was half-saved."),
        "advice": _("Try again in a moment. What you typed is below, if you were saving something."),
        "typed": typed(request),
    }
    return HttpResponse(render_to_string("errors/error.html", context), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token: an old page, cookies off, or another site's doing."""
    return refuse(
        request,
        403,
        _("This form could not be trusted"),
        _(
            "The page it stood on was too old, or your browser keeps no cookies for this site. "
            "Nothing was changed."
        ),
        advice=_("Open the page again and send the form once more. What you typed is below."),
    )


def said(exception: Exception) -> str:
    """The sentence an exception was raised with, if it was meant for people."""
    return str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
