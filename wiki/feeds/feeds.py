"""Feeds of recent changes, a page, a section, a field, a user: what anybody may see, newest first."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.feeds.entries import Entry, entries
from wiki.models.parts import Kind
from wiki.permissions import Editor
from wiki.reading.contributions import contributions
from wiki.reading.history import page_history, part_history
from wiki.reading.lists.accounts import is_registered, keyed_account
from wiki.reading.page import find_page
from wiki.reading.recent_changes import recent_changes
from wiki.reading.showing.outline import outline
from wiki.reading.showing.places import field_place, section_place
from wiki.reading.source import PartMissing
from wiki.reading.watching.watchlist import WatchedLine, watchlist
from wiki.text.addresses import quote_key, wiki_path
from wiki.text.names import InvalidName, check_user_name, is_ip
from wiki.text.titles import InvalidTitle, Title, parse_title
from wiki.text.xml import for_xml

ANYBODY = Editor()  # a feed reader has no account
ENTRIES = 50
DAYS = 30
FORMS: dict[str, type[Atom1Feed | Rss201rev2Feed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}


@require_safe
def changes(request: HttpRequest, form: str) -> HttpResponse:
    rows = recent_changes(viewer=ANYBODY, limit=ENTRIES, days=DAYS).rows
    return served(request, form, _("Recent changes"), "/wiki/Special:RecentChanges", entries(rows))


@require_safe
def page(request: HttpRequest, form: str, title: str) -> HttpResponse:
    name = read_title(title)
    found = find_page(name)
    if found is None:
        raise Http404(_("There is no page “%(title)s”.") % {"title": name.full})
    rows = page_history(found, viewer=ANYBODY, limit=ENTRIES).rows
    heading = _("%(title)s: changes") % {"title": name.full}
    return served(request, form, heading, wiki_path(name.key), entries(rows, of_one_page=True))


@require_safe
def section(request: HttpRequest, form: str, section_id: int) -> HttpResponse:
    try:
        place = section_place(section_id)
    except (PartMissing, OverflowError):
        raise Http404(_("There is no section %(id)s.") % {"id": str(section_id)[:20]}) from None
    return part(request, form, place.title, "section", section_id)


@require_safe
def field(request: HttpRequest, form: str, field_id: int) -> HttpResponse:
    try:
        place = field_place(field_id)
    except (PartMissing, OverflowError):
        raise Http404(_("There is no infobox field %(id)s.") % {"id": str(field_id)[:20]}) from None
    return part(request, form, place.title, "field", field_id)


@require_safe
def user(request: HttpRequest, form: str, name: str) -> HttpResponse:
    try:
        known = name if is_ip(name) else check_user_name(name, registering=False)
    except InvalidName as error:
        raise BadRequest(error.message) from None
    rows = contributions(known, viewer=ANYBODY, limit=ENTRIES).rows
    if not rows and not is_ip(known) and not is_registered(known):
        raise Http404(_("There is no account named “%(name)s” on this wiki.") % {"name": known})
    heading = _("Contributions of %(name)s") % {"name": known}
    path = f"/wiki/Special:Contributions/{quote_key(known)}"
    return served(request, form, heading, path, entries(rows))


@require_safe
def watched(request: HttpRequest, form: str, user_id: int) -> HttpResponse:
    """What an account watches, for who has its key; as anybody may see it, because the address gets about."""
    account = keyed_account(user_id, request.GET.get("key", ""))
    if account is None:
        raise Http404(_("There is no feed at this address: its key is wrong, or there is a new one."))
    found = watchlist(account, viewer=ANYBODY, limit=ENTRIES, days=DAYS)
    rows = [row.line for row in found.rows if isinstance(row, WatchedLine)]
    heading = _("Watchlist of %(name)s") % {"name": account.username}
    return served(request, form, heading, "/wiki/Special:Watchlist", entries(rows))


def part(request: HttpRequest, form: str, title: Title, kind: Kind, part_id: int) -> HttpResponse:
    """The changes of one section or field alone."""
    found = find_page(title)
    if found is None:
        raise Http404(_("There is no page “%(title)s”.") % {"title": title.full})
    chosen = {"section": part_id} if kind == "section" else {"field": part_id}
    tree = outline(found, viewer=ANYBODY, section=chosen.get("section"), field=chosen.get("field"))
    name = tree.chosen.name if tree.chosen else ""
    rows = part_history(found, kind, part_id, viewer=ANYBODY, limit=ENTRIES).rows
    where = (name or _("Beginning")) if kind == "field" else (f"§ {name}" if name else _("Beginning"))
    heading = _("%(title)s, %(part)s: changes") % {"title": title.full, "part": where}
    return served(request, form, heading, f"/{kind}/{part_id}", entries(rows, of_one_page=True))


def read_title(text: str) -> Title:
    try:
        return parse_title(text)
    except InvalidTitle as error:
        raise BadRequest(error.message) from None


def served(request: HttpRequest, form: str, heading: str, path: str, rows: list[Entry]) -> HttpResponse:
    """The feed in the form asked for; 304 where the reader has it already."""
    if form not in FORMS:
        raise Http404(_("There is no feed of the form “%(form)s”.") % {"form": form[:20]})
    newest = max((row.time for row in rows), default=None)
    said = hashlib.sha1(repr((form, heading, rows)).encode(), usedforsecurity=False).hexdigest()
    known = get_conditional_response(request, etag=f'"{said}"')
    if known is not None:
        return known
    heading = for_xml(heading)
    feed = FORMS[form](
        title=f"{heading} – {settings.SITE_NAME}",
        link=settings.SITE_URL + path,
        description=heading,
        feed_url=request.build_absolute_uri(),
        feed_guid=settings.SITE_URL + request.path.replace(f"/feed/{form}/", "/feed/"),
        language=settings.LANGUAGE_CODE,
    )
    for row in rows:
        feed.add_item(
            title=for_xml(row.title), link=row.link, description=for_xml(row.html), author_name=row.author,
            pubdate=row.time, updateddate=row.time, unique_id=row.id, unique_id_is_permalink=False,
        )  # fmt: skip
    # An empty feed has no newest entry, and the library would then put the time of asking.
    feed.latest_post_date = lambda: newest or datetime.fromtimestamp(0, UTC)  # type: ignore[method-assign]
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response["ETag"], response["Cache-Control"] = f'"{said}"', "no-cache"
    response["X-Robots-Tag"] = "noindex"
    if newest:
        response["Last-Modified"] = http_date(newest.timestamp())
    return response
