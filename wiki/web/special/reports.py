"""The view that all reports share."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse

from wiki.reading.lists.lines import BadCursor
from wiki.reading.reports import categories, extremes, linking, protected, redirects
from wiki.reading.reports.ranking import Ranking
from wiki.reading.reports.report import Report
from wiki.web.lists.lists import show
from wiki.web.lists.recent_changes import bad_cursor, namespaces, read_namespace
from wiki.web.lists.steps import Steps, read_place, read_size
from wiki.web.special.entry import Special, View, Words

Figure = Literal["", "bytes", "links", "members", "revisions"]  # what stands at the end of a line

READING: dict[str, Report | Ranking] = {
    report.name: report
    for module in (linking, redirects, extremes, categories, protected)
    for report in module.REPORTS
}


def report(
    name: str, group: Words, label: Words, about: Words, empty: Words, *, figure: Figure = "",
    aliases: tuple[str, ...] = (),
) -> Special:  # fmt: skip
    """A special page that shows a report."""
    return Special(name, report_view(name, label, about, empty, figure), group, label, aliases, about)


def report_view(name: str, label: Words, about: Words, empty: Words, figure: Figure) -> View:
    told = READING[name]

    def view(request: HttpRequest, rest: str) -> HttpResponse:
        query, place = request.GET, read_place(request)
        namespace, limit = read_namespace(query), read_size(query)
        try:
            screen = told.screen(namespace=namespace, limit=limit, **place)
        except BadCursor as error:
            raise bad_cursor(error) from None
        kept = {} if namespace is None or told.fixed else {"namespace": namespace}
        return show(
            request, "special/report.html", str(label), about=about, empty=empty, screen=screen,
            figure=figure,
            figured=bool(figure) or any(line.moment or line.levels or line.leads_to for line in screen.rows),
            steps=Steps(request.path, limit, screen.before, screen.after, kept),
            namespaces=() if told.fixed else namespaces(), everywhere=told.namespace is None,
            namespace=told.namespace if namespace is None else namespace,
        )  # fmt: skip

    return view
