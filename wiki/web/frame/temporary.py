"""The cookie that binds a visitor without an account to the temporary account of his first edit.

Reading sets none: without it, pages stay the same for everybody.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from wiki.editing.temporary import KEPT
from wiki.models import User
from wiki.permissions import Editor
from wiki.web.frame.middleware import Answer
from wiki.web.frame.visitor import TEMPORARY


def temporary_account(get_response: Answer) -> Answer:
    """Middleware: whoever got a temporary account with this request is bound to it; a cookie that names none,
    or that somebody with an account of his own still has, goes.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        known = request.META.get("wiki.visitor")  # nobody asked: nothing was written
        if not isinstance(known, Editor):
            return response
        if known.made and User.objects.filter(pk=known.made[-1].pk).exists():  # else the edit was undone
            return bind(response, known.made[-1])
        if TEMPORARY in request.COOKIES and known.temporary is None:
            response.delete_cookie(TEMPORARY, samesite="Lax")
        return response

    return middleware


def bind(response: HttpResponse, account: User) -> HttpResponse:
    """The response, with the cookie by which the visitor is known as this account."""
    value = signing.dumps(account.pk, salt=TEMPORARY)
    response.set_cookie(
        TEMPORARY, value, max_age=KEPT, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response
