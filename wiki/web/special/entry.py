"""What the list of special pages says of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

View = Callable[[HttpRequest, str], HttpResponse]
Words = str | Promise

# MediaWiki's groups, in its order.
MAINTENANCE = _("Maintenance reports")
LISTS = _("Lists of pages")
ACCOUNT = _("Login / create account")
USERS = _("Users and rights")
CHANGES = _("Recent changes and logs")
MEDIA = _("Media reports and uploads")
DATA = _("Data and tools")
REDIRECTS = _("Redirecting special pages")
HIGH_USE = _("High-use pages")
PAGE_TOOLS = _("Page tools")
GROUP_ORDER = (
    *(MAINTENANCE, LISTS, ACCOUNT, USERS, CHANGES),
    *(MEDIA, DATA, REDIRECTS, HIGH_USE, PAGE_TOOLS),
)


@dataclass(frozen=True, slots=True)
class Special:
    """One special page. The view is given the request and what follows the name after a slash.

    Without a group it is not listed; `aliases` lead to it. Case, blanks and underscores make no difference.
    """

    name: str
    view: View
    group: Words = ""
    label: Words = ""
    aliases: tuple[str, ...] = ()
    about: Words = ""
