"""Facts: the page of one field over time, and tables of facts over articles."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wiki.editing.check import check_field
from wiki.editing.errors import BadEdit
from wiki.models import InfoboxField
from wiki.permissions import Editor, Refused, checks_facts
from wiki.reading.facts.fact_lists import last_check
from wiki.reading.facts.facts import FactTable, also_stating, fact_table, keys_in_use
from wiki.reading.facts.field import FieldTimeline, FieldVersion, field_at, field_timeline, find_field
from wiki.reading.facts.field_rules import rules_of
from wiki.reading.source import PartMissing
from wiki.text.addresses import wiki_path
from wiki.text.fields.facts import fingerprint, fold_fact
from wiki.text.titles import Title
from wiki.web.addresses.moments import moment_of
from wiki.web.frame.context import site
from wiki.web.frame.errors import refuse, refused
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.lists.lists import show
from wiki.web.lists.paging import read_limit, whole_number

LONGEST = 255  # characters of a key or value
MOST_COLUMNS = 8
COMPARED = 5  # values of a field that are looked for on other articles
OFFERED = 200  # keys in the list that is offered while one types
FORMATS = ("", "json", "csv")
STARTS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula


@require_safe
def field(request: HttpRequest, field_id: int) -> HttpResponse:
    viewer, form = visitor(request), read_format(request)
    moment = known_at(request)
    try:
        found = find_field(field_id, viewer=viewer)
    except PartMissing:
        raise Http404(_("There is no infobox field %(id)s.") % {"id": str(field_id)[:20]}) from None
    if moment:
        then = field_at(found, moment, viewer=viewer)
    before, limit = whole_number(request.GET, "before"), read_limit(request.GET)
    timeline = field_timeline(found, viewer=viewer, before=before, limit=limit)
    if form:
        versions = ([then] if then else []) if moment else timeline.versions
        return download(form, f"{timeline.title.full} {timeline.key}", told(timeline, versions))
    context = {
        "heading": f"{timeline.title.full} › {timeline.key or _('a fact')}",
        "action": "special", "timeline": timeline, "at": request.GET.get("at", ""), "moment": moment,
        "then": then if moment else None, "limit": limit,
        "elsewhere": stated_elsewhere(timeline), **check_of(found, timeline, viewer),
    }  # fmt: skip
    return render(request, "facts/field.html", context)


def check_of(found: InfoboxField, timeline: FieldTimeline, viewer: Editor) -> dict[str, Any]:
    """When what the field says now was checked, how often it should be, and whether the viewer may."""
    if timeline.now is None or timeline.now.hidden:
        return {}
    rule = rules_of(timeline.title, timeline.page).get(fold_fact(timeline.key))
    return {
        "said": fingerprint(found.value),
        "check": last_check(found),
        "rule": rule,
        "may_check": checks_facts(viewer, found.page),
    }


@require_POST
def check(request: HttpRequest, field_id: int) -> HttpResponse:
    """The reader saw that the value still holds; back to the field's page."""
    viewer = visitor(request)
    try:
        found = find_field(field_id, viewer=viewer)
    except PartMissing:
        raise Http404(_("There is no infobox field %(id)s.") % {"id": str(field_id)[:20]}) from None
    try:
        check_field(found, request.POST.get("said", ""), editor=viewer)
    except Refused as refusal:
        return refused(request, refusal, _("Not checked"))
    except BadEdit as error:
        return refuse(request, 409, _("Not checked"), error.message)
    back = reverse("field", args=[field_id])
    return leave_notice(HttpResponseRedirect(back, status=303), "checked")


def stated_elsewhere(timeline: FieldTimeline) -> list[tuple[str, list[Title]]]:
    """For each value that the field states now, some other articles that state it too."""
    now = timeline.now
    values = now.values[:COMPARED] if now else ()
    found = [(value, also_stating(timeline.key, value, but=timeline.page.pk)) for value in values]
    return [(value, others) for value, others in found if others]


def told(timeline: FieldTimeline, versions: Iterable[FieldVersion]) -> list[dict[str, Any]]:
    """A field's versions for machines, newest first."""
    return [
        {
            "article": timeline.title.full,
            "field": version.key,
            "values": list(version.values),
            "from": f"{version.line.timestamp:%Y-%m-%dT%H:%M:%SZ}",
            "until": f"{version.until:%Y-%m-%dT%H:%M:%SZ}" if version.until else None,
            "removed": version.removed,
            "hidden": version.hidden,
            "author": version.line.author or None,
            "summary": version.line.summary,
            "sources": list(version.sources),
            "revision": f"{site().url}/revision/{version.line.id}",
        }
        for version in versions
    ]


def facts(request: HttpRequest, rest: str) -> HttpResponse:
    query, form = request.GET, read_format(request)
    key, value = (words(query.get(name, default)) for name, default in (("field", rest), ("value", "")))
    columns = read_columns(query.getlist("columns"))
    moment, limit = known_at(request), read_limit(query)
    kept = {name: query[name] for name in ("value", "at") if query.get(name)}
    kept |= {"field": key} | ({"columns": ",".join(columns)} if columns else {})
    context = {
        "key": key, "value": value, "columns": columns, "at": query.get("at", ""), "moment": moment,
        "limit": limit, "keys": keys_in_use(), "offered": OFFERED, "address": f"?{urlencode(kept)}",
    }  # fmt: skip
    if not key:
        return show(request, "facts/keys.html", _("Facts"), **context)
    table = fact_table(
        key, value, columns=columns, viewer=visitor(request), moment=moment,
        after=words(query.get("after", "")), limit=limit,
    )  # fmt: skip
    if form:
        return download(form, key, list(rows_told(table, [key, *columns])))
    heading = _("Facts: %(key)s = %(value)s") if value else _("Facts: %(key)s")
    return show(request, "facts/table.html", heading % {"key": key, "value": value}, table=table, **context)


def rows_told(table: FactTable, columns: list[str]) -> Iterable[dict[str, Any]]:
    """The rows of a table for machines."""
    for row in table.rows:
        said = {
            name: [value for cell in row.cells.get(number, ()) for value in cell.values]
            for number, name in enumerate(columns)
        }
        url = site().url
        yield {
            "article": row.title.full,
            **said,
            "address": url + wiki_path(row.title.key),
            "revision": f"{url}/revision/{row.revision_id}",
        }


def download(form: str, name: str, rows: list[dict[str, Any]]) -> HttpResponse:
    """The rows as JSON, or as CSV (RFC 4180) that no spreadsheet takes for formulas."""
    if form == "json":
        return JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})
    text = io.StringIO()
    writer = csv.writer(text)
    if rows:
        writer.writerow(rows[0])
    writer.writerows([cell(value) for value in row.values()] for row in rows)
    file = "".join(sign if sign.isalnum() else "-" for sign in name)[:80]
    return HttpResponse(
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file)}.csv"},
    )


def cell(value: Any) -> str:
    words = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{words}" if words.startswith(STARTS) else words


def read_format(request: HttpRequest) -> str:
    form = request.GET.get("format", "")
    if form not in FORMATS:
        raise BadRequest(_("There is no format “%(name)s”; there are json and csv.") % {"name": form[:20]})
    return form


def known_at(request: HttpRequest) -> datetime | None:
    """The moment that is asked for; None for now."""
    text = request.GET.get("at", "").strip()
    return moment_of(text) if text else None


def words(text: str) -> str:
    """A key, value or title as somebody asks for it."""
    text = " ".join(text.replace("_", " ").split())
    if "\0" in text or len(text) > LONGEST:
        message = _("A field or value has at most %(most)d characters; “%(text)s” cannot be one.")
        raise BadRequest(message % {"most": LONGEST, "text": text.replace("\0", "␀")[:40]})
    return text


def read_columns(given: Iterable[str]) -> list[str]:
    names = [words(name) for part in given for name in part.split(",")]
    names = list(dict.fromkeys(name for name in names if name))
    if len(names) > MOST_COLUMNS:
        raise BadRequest(_("At most %(most)d columns can be shown.") % {"most": MOST_COLUMNS})
    return names
