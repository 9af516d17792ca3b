"""Special:Contributions: the edits of one account or address, or of a range of addresses."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.permissions import Editor
from wiki.reading.contributions import MOST, Wanted, contributions, edits_of, number_of_edits
from wiki.reading.info.activity import daily_edits
from wiki.reading.lists.accounts import find_account
from wiki.reading.lists.blocks import block_notice
from wiki.reading.lists.lines import BadCursor
from wiki.text.names import (
    InvalidName,
    IpRange,
    check_user_name,
    has_user_page,
    ip_range,
    is_ip,
    is_temporary_name,
)
from wiki.web.frame.visitor import visitor
from wiki.web.lists.history_filters import read_tag
from wiki.web.lists.paging import Paging, read_cursor, read_limit
from wiki.web.lists.recent_changes import bad_cursor, namespaces, read_namespace

CHOICES = ("topOnly", "newOnly", "hideMinor")  # MediaWiki's names
NARROWING = (*CHOICES, "namespace", "start", "end", "tagfilter")


def contributions_view(request: HttpRequest, rest: str = "") -> HttpResponse:
    query, viewer = request.GET, visitor(request)
    if target := query.get("target", "").strip():
        return HttpResponseRedirect(own_address(request, author_named(target)))
    if not rest:
        return render(request, "special/contributions.html", form_context(request, ""))
    author, limit = author_named(rest), read_limit(query)
    try:
        lines = contributions(
            author, viewer=viewer, limit=limit, wanted=read_wanted(query),
            older=query.get("older", ""), newer=query.get("newer", ""),
        )  # fmt: skip
    except BadCursor as error:
        raise bad_cursor(error) from None
    kept = {name: query[name] for name in NARROWING if query.get(name)}
    cursor = read_cursor(query)
    paging = Paging(request.path, limit, kept, lines.older, lines.newer, cursor, has_other_end=False)
    context = form_context(request, name_of(author)) | {"lines": lines, "paging": paging}
    context |= about_author(author, viewer, whole=not (kept or cursor))
    context["blocked"] = block_notice(author, viewer=viewer)
    unknown = not lines.rows and not context["is_address"] and context["account"] is None
    context |= {"unknown": unknown, "range": isinstance(author, IpRange)}
    return render(request, "special/contributions.html", context, status=404 if unknown else 200)


def about_author(author: str | IpRange, viewer: Editor, *, whole: bool) -> dict[str, Any]:
    """The account, if there is one; above the whole list also how much and when was edited."""
    account = find_account(author) if isinstance(author, str) and not is_ip(author) else None
    until = account.temporary_until if account else None
    told = {"account": account, "ended": until is not None and until <= timezone.now()}
    if not whole:
        return told
    count = number_of_edits(author, viewer=viewer)
    activity = daily_edits(edits_of(author, viewer=viewer)) if count else None
    return told | {"count": count, "counted": count < MOST, "activity": activity}


def form_context(request: HttpRequest, author: str) -> dict[str, Any]:
    """What the form above the list shows."""
    labels = {
        "topOnly": _("only latest revisions"),
        "newOnly": _("only page creations"),
        "hideMinor": _("hide minor edits"),
    }
    query, is_address = request.GET, is_ip(author.partition("/")[0])
    heading = _("User contributions for %(name)s") if author else _("User contributions")
    return {
        "heading": heading % {"name": author}, "action": "special",
        "author": author, "is_account": bool(author) and not is_address and has_user_page(author),
        "is_address": is_address, "is_temporary": is_temporary_name(author),
        "namespace": read_namespace(query), "namespaces": namespaces(),
        "start": query.get("start", ""), "end": query.get("end", ""), "tag": read_tag(query),
        "checks": [(name, label, query.get(name) == "1") for name, label in labels.items()],
    }  # fmt: skip


def read_wanted(query: QueryDict) -> Wanted:
    """Which edits the query asks for."""
    end = read_day(query, "end")
    return Wanted(
        namespace=read_namespace(query),
        since=read_day(query, "start"),
        until=end + timedelta(days=1) if end else None,
        tag=read_tag(query),
        only_latest=query.get("topOnly") == "1",
        only_new=query.get("newOnly") == "1",
        hide_minor=query.get("hideMinor") == "1",
    )


def read_day(query: QueryDict, name: str) -> datetime | None:
    """The beginning of the day that the query gives under this name, if any; 400 for what is none."""
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a date
    except ValueError:
        message = _("“%(text)s” is no date; write one like 2026-11-22.")
        raise BadRequest(message % {"text": text[:30]}) from None
    return datetime.combine(min(day, datetime(9999, 12, 30, tzinfo=UTC).date()), time(), UTC)


def author_named(text: str) -> str | IpRange:
    """An account, an address or a range in its normal form; 400 for what can be none of them."""
    text = text.strip().removeprefix("User:")
    if is_ip(text):
        return text
    try:
        return ip_range(text) or check_user_name(text, registering=False)
    except InvalidName as error:
        raise BadRequest(error.message) from None


def name_of(author: str | IpRange) -> str:
    return author.name if isinstance(author, IpRange) else author


def own_address(request: HttpRequest, author: str | IpRange) -> str:
    """The list's own address, which the form leads to."""
    query = request.GET.copy()
    del query["target"]
    for name in NARROWING:
        if not query.get(name):
            query.pop(name, None)
    path = reverse("special", args=[f"Contributions/{name_of(author)}"])
    return f"{path}?{query.urlencode()}" if query else path
