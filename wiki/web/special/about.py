"""What the wiki says of itself."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from platform import python_version

import django
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.reading.info.activity import wiki_edits
from wiki.reading.lists.lines import BadCursor
from wiki.reading.reports.statistics import MOST, statistics, tags
from wiki.web.lists.lists import show
from wiki.web.lists.recent_changes import bad_cursor
from wiki.web.lists.steps import Steps, read_place, read_size

LIBRARIES = [
    "argon2-cffi",
    "brotli",
    "dj-database-url",
    "Django",
    "django-simple-history",
    "granian",
    "Markdown",
    "mkepub",
    "nh3",
    "pebble",
    "pillow",
    "psycopg",
    "pygit2",
    "Pygments",
    "rapidfuzz",
    "redis",
    "weasyprint",
    "whitenoise",
]
# Vendored in wiki/static/wiki/vendor; their versions stand in its package.json.
IN_THE_BROWSER = [("@codemirror/view", "6.43.15", "MIT"), ("turndown", "7.2.5", "MIT")]
RELEASE = "0.1.0"


def version(request: HttpRequest, rest: str) -> HttpResponse:
    database = ".".join(str(part) for part in connection.get_database_version())
    parts = [
        ("Stemma", RELEASE),
        ("Python", python_version()),
        ("Django", django.get_version()),
        (connection.display_name, database),
    ]
    return show(request, "special/version.html", _("Version"), parts=parts, libraries=libraries())


@cache
def libraries() -> list[tuple[str, str, str]]:
    """The libraries that stand behind this wiki: name, version, licence, as they say themselves."""
    found = []
    for name in LIBRARIES:
        try:
            about = metadata(name)
        except PackageNotFoundError:
            continue
        kinds = about.get_all("Classifier") or ()
        licences = ", ".join(kind.rpartition(":: ")[2] for kind in kinds if kind.startswith("License"))
        own = [*(about.get_all("License-Expression") or ()), licences, *(about.get_all("License") or ())]
        said = next(filter(None, own), "")
        found.append((about["Name"], about["Version"], said.partition("\n")[0][:60]))
    return [*found, *IN_THE_BROWSER]


def numbers(request: HttpRequest, rest: str) -> HttpResponse:
    told = statistics()
    groups = [
        (
            _("Pages"),
            [
                ("articles", _("Content pages"), "AllPages", told.articles),
                ("pages", _("Pages (all, with discussions and redirects)"), "", told.pages),
                ("redirects", _("Redirects"), "ListRedirects", told.redirects),
                ("categories", _("Categories in use"), "Categories", told.categories),
                ("files", _("Files"), "", told.files),
            ],
        ),
        (_("Edits"), [("edits", _("Edits since the wiki began"), "RecentChanges", told.edits)]),
        (
            _("Users"),
            [
                ("users", _("Accounts"), "ListUsers", told.users),
                ("users-active", _("Active editors (last 30 days)"), "ActiveUsers", told.active),
            ],
        ),
    ]
    shown = [
        (
            group,
            [
                (id_, label, name and special_path(name), in_words(number))
                for id_, label, name, number in rows
            ],
        )
        for group, rows in groups
    ]
    return show(request, "special/statistics.html", _("Statistics"), groups=shown, activity=wiki_edits())


def in_words(number: int) -> str:
    return _("more than %(n)s") % {"n": f"{MOST:,}"} if number >= MOST else f"{number:,}"


def special_path(name: str) -> str:
    return reverse("special", args=[name])


def tag_list(request: HttpRequest, rest: str) -> HttpResponse:
    limit = read_size(request.GET)
    try:
        screen = tags(limit=limit, **read_place(request))
    except BadCursor as error:
        raise bad_cursor(error) from None
    steps = Steps(request.path, limit, screen.before, screen.after)
    return show(request, "special/tags.html", _("Tags"), screen=screen, steps=steps)
