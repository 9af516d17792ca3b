"""Special:Watchlist: what changed, and what is watched, to be looked over, edited as text, or cleared."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from wiki.editing.watching.watch import (
    BadWatch,
    clear_watchlist,
    mark_all_seen,
    newest_revision,
    set_pages,
    unwatch_rows,
)
from wiki.models import Preferences, User
from wiki.reading.lists.lines import BadCursor
from wiki.reading.watching.watching import CannotWatch, page_target
from wiki.reading.watching.watchlist import count_watched, watched_pages, watched_things, watchlist
from wiki.text.titles import InvalidTitle, Title, parse_title
from wiki.web.addresses.addresses import is_id
from wiki.web.frame.errors import refuse
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.lists.history_filters import read_tag
from wiki.web.lists.lists import show
from wiki.web.lists.paging import LIMITS, BadQuery, Paging, read_limit
from wiki.web.lists.recent_changes import (
    HIDE,
    bad_cursor,
    chosen_namespaces,
    hidable,
    hiding,
    namespaces,
    read_namespace,
)
from wiki.web.lists.steps import Steps, read_place, read_size

KEPT = ("days", "namespace", "invert", "associated", "tagfilter", "unseen")
WHOLE_DAYS = (1, 3, 7, 14, 30, 90)
SHOWN_LINES = 5  # lines of the raw list that a refusal names


def periods() -> list[tuple[str, str]]:
    """How far back the list can go: days as the address has them, in words."""
    hours = [("0.0417", 1), ("0.25", 6), ("0.5", 12)]
    in_hours = [(key, ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}) for key, n in hours]
    return in_hours + [(str(n), ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in WHOLE_DAYS]


@never_cache
def watchlist_view(request: HttpRequest, rest: str = "") -> HttpResponse:
    user = visitor(request).user
    if user is None:
        return redirect_to_login(request.get_full_path())
    views = {"": changes, "edit": edit_list, "raw": raw_list, "clear": clear_list}
    if rest.casefold() not in views:
        message = _("The watchlist has no page “%(name)s”.") % {"name": rest[:40]}
        return refuse(request, 404, _("Not found"), message)
    return views[rest.casefold()](request, user)


def back(place: str, notice: str) -> HttpResponse:
    """To a page of the watchlist, with one sentence."""
    address = reverse("special", args=["Watchlist" + place])
    return leave_notice(HttpResponseRedirect(address, status=303), notice)


# ---- What changed -----------------------------------------------------------------------------------------


def changes(request: HttpRequest, user: User) -> HttpResponse:
    viewer, query = visitor(request), request.GET
    if request.method == "POST":
        return deed(request)
    chosen, limit, tag = user.chosen, read_limit(query), read_tag(query)
    days, hidden = read_days(query.get("days", ""), chosen), hidden_of(query, chosen) & {*hidable(viewer)}
    newest = newest_revision()
    try:
        found = watchlist(
            user, viewer=viewer, limit=limit, days=days, hide=[HIDE[name] for name in sorted(hidden)],
            namespaces=chosen_namespaces(query), tag=tag, before=query.get("older", ""),
            unseen=query.get("unseen") == "1",
        )  # fmt: skip
    except BadCursor as error:
        raise bad_cursor(error) from None
    kept = {name: query[name] for name in (*HIDE, *KEPT) if query.get(name)}
    paging = Paging(request.path, limit, kept, found.older, query.get("older"), {}, has_other_end=False)
    context = {
        "heading": _("Watchlist"), "action": "special", "found": found, "paging": paging,
        "days": query.get("days", str(chosen.watch_days)), "periods": periods(), "limits": LIMITS,
        "namespace": read_namespace(query), "namespaces": namespaces(), "hiding": hiding(hidden, viewer),
        "tag": tag,
        "invert": query.get("invert") == "1", "associated": query.get("associated") == "1",
        "only_unseen": query.get("unseen") == "1", "count": count_watched(user), "newest": newest,
    }  # fmt: skip
    return render(request, "watch/list.html", context)


def deed(request: HttpRequest) -> HttpResponse:
    """A button of the list: mark all as seen, or take one line's watches off."""
    viewer, post = visitor(request), request.POST
    if "seen" in post:
        upto = post["seen"]
        mark_all_seen(int(upto) if is_id(upto) else 0, editor=viewer)
        return back("", "allseen")
    ids = [int(one) for one in post.get("unwatch", "").split(",") if is_id(one)]
    return back("", "unwatched" if unwatch_rows(ids, editor=viewer) else "nothingchanged")


def read_days(text: str, chosen: Preferences) -> float:
    """How far back to look. Raises BadQuery for what is not on offer."""
    if not text:
        return chosen.watch_days
    if text not in dict(periods()):
        words = {"value": text[:20], "choices": ", ".join(dict(periods()))}
        raise BadQuery(_("“%(value)s” is no number of days on offer (%(choices)s).") % words)
    return float(text)


def hidden_of(query: Any, chosen: Preferences) -> set[str]:
    """The names of what is left out: as the address says, else as the account prefers."""
    standard = {
        "hidemyself": chosen.hide_own, "hidebots": chosen.hide_bots, "hideminor": chosen.hide_minor,
    }  # fmt: skip
    return {name for name in HIDE if query.get(name, "1" if standard.get(name) else "0") == "1"}


# ---- What is watched --------------------------------------------------------------------------------------


def edit_list(request: HttpRequest, user: User) -> HttpResponse:
    if request.method == "POST":
        ids = [int(one) for one in request.POST.getlist("id") if is_id(one)]
        return back("/edit", "unwatched" if unwatch_rows(ids, editor=visitor(request)) else "nothingchanged")
    limit = read_size(request.GET)
    try:
        screen = watched_things(user, limit=limit, **read_place(request))
    except BadCursor as error:
        raise bad_cursor(error) from None
    steps = Steps(request.path, limit, screen.before, screen.after)
    return show(
        request,
        "watch/edit.html",
        _("Edit watchlist"),
        rows=screen.rows,
        steps=steps,
        count=count_watched(user),
    )


def raw_list(request: HttpRequest, user: User) -> HttpResponse:
    typed = request.POST.get("titles", "").replace("\r\n", "\n") if request.method == "POST" else None
    if typed is None:
        text = "\n".join(title.full for title in watched_pages(user))
        return raw_screen(request, user, text)
    try:
        added, removed = set_pages(read_titles(typed), editor=visitor(request))
    except BadWatch as error:
        return raw_screen(request, user, typed, error.message)
    return back("/raw", "watchlist" if added or removed else "nothingchanged")


def raw_screen(request: HttpRequest, user: User, text: str, problem: str = "") -> HttpResponse:
    """The list as text, with what is wrong with it."""
    answer = show(
        request,
        "watch/raw.html",
        _("Edit raw watchlist"),
        text=text,
        problem=problem,
        count=count_watched(user),
    )
    answer.status_code = 400 if problem else 200
    return answer


def read_titles(text: str) -> list[Title]:
    """The pages that the lines name. Raises BadWatch, with the lines that name none."""
    titles, wrong = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            titles.append(page_target(parse_title(line)).subject)
        except (InvalidTitle, CannotWatch) as error:
            wrong.append(_("Line %(n)d: %(why)s") % {"n": number, "why": error.message})
    if wrong:
        more = len(wrong) - SHOWN_LINES
        rest = [ngettext("%(n)d more line is wrong.", "%(n)d more lines are wrong.", more) % {"n": more}]
        raise BadWatch(" ".join(wrong[:SHOWN_LINES] + (rest if more > 0 else [])), code="invalidtitle")
    return titles


def clear_list(request: HttpRequest, user: User) -> HttpResponse:
    if request.method == "POST":
        return back("", "cleared" if clear_watchlist(editor=visitor(request)) else "nothingchanged")
    return show(request, "watch/clear.html", _("Clear watchlist"), count=count_watched(user))
