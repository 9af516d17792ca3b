"""What the wiki says of itself."""

from __future__ import annotations

from platform import python_version

import django
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.web.lists import show

RELEASE = "0.1.0"


def version(request: HttpRequest, rest: str) -> HttpResponse:
    database = ".".join(str(part) for part in connection.get_database_version())
    parts = [
        ("Stemma", RELEASE),
        ("Python", python_version()),
        ("Django", django.get_version()),
        (connection.display_name, database),
    ]
    return show(request, "special/version.html", _("Version"), parts=parts)


def upload(request: HttpRequest, rest: str) -> HttpResponse:
    file = request.GET.get("wpDestFile", rest).replace("_", " ")[:255]
    return show(request, "special/upload.html", _("Upload file"), file=file)
