"""Special:RecentChanges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.models import LogEntry
from wiki.permissions import Editor
from wiki.reading.lists.lines import BadCursor, RevisionLine
from wiki.reading.recent_changes import DEFAULT_DAYS, Hidable, recent_activity
from wiki.reading.watching.watching import watched_among
from wiki.text.titles import NAMESPACES, Title
from wiki.web.frame.visitor import visitor
from wiki.web.lists.history_filters import read_tag
from wiki.web.lists.paging import LIMITS, Paging, read_limit, whole_number

DAYS = (1, 3, 7, 14, 30, 90)
# MediaWiki's names in the address.
HIDE: dict[str, Hidable] = {
    "hideliu": "registered",
    "hideanons": "anonymous",
    "hidemyself": "mine",
    "hidebots": "bots",
    "hideminor": "minor",
    "hidepatrolled": "patrolled",  # for those who may patrol
}
KEPT = ("days", "namespace", "invert", "associated", "tagfilter", "enhanced", "from")
MOMENT = "%Y%m%d%H%M%S"


def recent_changes_view(request: HttpRequest, rest: str = "") -> HttpResponse:
    query, limit = request.GET, read_limit(request.GET)
    days = whole_number(query, "days", high=DAYS[-1]) or DEFAULT_DAYS
    namespace, tag = read_namespace(query), read_tag(query)
    viewer = visitor(request)
    hidden = {name for name in hidable(viewer) if query.get(name, "1" if name == "hidebots" else "0") == "1"}
    try:
        found = recent_activity(
            viewer=viewer, limit=limit, days=days, hide=[HIDE[name] for name in sorted(hidden)],
            namespaces=chosen_namespaces(query), tag=tag, before=query.get("older", ""),
            since=read_moment(query.get("from", "")),
        )  # fmt: skip
    except BadCursor as error:
        raise bad_cursor(error) from None
    kept = {name: query[name] for name in (*HIDE, *KEPT) if query.get(name)}
    paging = Paging(request.path, limit, kept, found.older, query.get("older"), {}, has_other_end=False)
    context = {
        "heading": _("Recent changes"), "action": "special", "found": found, "paging": paging, "days": days,
        "days_on_offer": DAYS, "limits": LIMITS, "namespace": namespace, "namespaces": namespaces(),
        "hiding": hiding(hidden, viewer), "now": timezone.now(), "now_key": f"{timezone.now():{MOMENT}}",
        "since": query.get("from", ""), "tag": tag,
        "invert": query.get("invert") == "1", "associated": query.get("associated") == "1",
        "grouped": query.get("enhanced") == "1", "watched": watched_of(found.rows, visitor(request)),
    }  # fmt: skip
    return render(request, "special/recent_changes.html", context)


def watched_of(rows: Iterable[RevisionLine | LogEntry], viewer: Editor) -> frozenset[Title]:
    """The pages of these edits that the viewer watches; one query, none without an account."""
    titles = {row.page_title for row in rows if isinstance(row, RevisionLine)}
    return watched_among(viewer.user, titles) if viewer.user and titles else frozenset()


def hidable(viewer: Editor) -> list[str]:
    """What the viewer can hide: patrolled edits only who may patrol, for nobody else is told of them."""
    return [name for name in HIDE if name != "hidepatrolled" or "patrol" in viewer.rights]


def hiding(hidden: set[str], viewer: Editor) -> list[tuple[str, str, bool]]:
    """The check boxes: name, label, state."""
    labels = {
        "hideliu": _("registered editors"),
        "hideanons": _("anonymous editors"),
        "hidemyself": _("my edits"),
        "hidebots": _("bots"),
        "hideminor": _("minor edits"),
        "hidepatrolled": _("patrolled edits"),
    }
    return [(name, label, name in hidden) for name, label in labels.items() if name in hidable(viewer)]


def namespaces() -> list[tuple[int, str]]:
    """What a list can be narrowed to."""
    return [(number, name or _("(Main)")) for number, name in NAMESPACES.items() if number >= 0]


def read_namespace(query: QueryDict) -> int | None:
    """The namespace the query names, if any; 400 for one that is not there."""
    number = whole_number(query, "namespace", low=0)
    if number is not None and number not in NAMESPACES:
        raise BadRequest(_("There is no namespace %(number)s.") % {"number": number})
    return number


def chosen_namespaces(query: QueryDict) -> frozenset[int] | None:
    """The namespaces to show; None for all. `associated` adds talk or subject, `invert` shows all others."""
    number = read_namespace(query)
    if number is None:
        return None
    chosen = {number, number ^ 1} if query.get("associated") == "1" else {number}
    known = {one for one in NAMESPACES if one >= 0}
    return frozenset(known - chosen if query.get("invert") == "1" else chosen & known)


def read_moment(text: str) -> datetime | None:
    """MediaWiki's 14 digits as a time; 400 for anything else."""
    if not text:
        return None
    try:
        return datetime.strptime(text, MOMENT).replace(tzinfo=timezone.get_default_timezone())
    except ValueError:
        message = _("“%(text)s” is no time; write it as YYYYMMDDhhmmss.")
        raise BadRequest(message % {"text": text[:30]}) from None


def bad_cursor(error: BadCursor) -> BadRequest:
    """The answer to a place in a list that no list gave out."""
    return BadRequest(_("“%(cursor)s” is no place in this list.") % {"cursor": str(error)[:40]})
