"""The History tab: of a page, or of one of its parts."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.models import Page
from wiki.permissions import Editor, allows, hides, may_rollback, may_undelete
from wiki.reading.history import infobox_history, page_history, part_history
from wiki.reading.lists.lines import Lines
from wiki.reading.lists.transfers import Trail, section_trail
from wiki.reading.showing.outline import Outline, PartRef, outline
from wiki.reading.source import PartMissing
from wiki.reading.talk.discussions import Discussion, discussions
from wiki.reading.watching.notices import has_thanked
from wiki.web.addresses.wanted import wanted_page
from wiki.web.frame.visitor import visitor
from wiki.web.lists.history_filters import Filters
from wiki.web.lists.paging import Paging, read_cursor, read_limit, whole_number


def history(request: HttpRequest, title: str) -> HttpResponse:
    page = wanted_page(title, viewer=visitor(request))
    if page.name.key != title:
        return HttpResponseRedirect(
            f"{reverse('history', args=[page.name])}?{request.GET.urlencode()}", status=301
        )
    viewer, limit = visitor(request), read_limit(request.GET)
    tree = chosen_parts(request, page)
    filters = Filters(request.GET, viewer)
    lines = part_lines(page, tree.chosen, viewer, {
        "sieve": filters.sieve,
        "limit": limit,
        "older_than": whole_number(request.GET, "older"),
        "newer_than": whole_number(request.GET, "newer", low=0),
        "oldest": request.GET.get("oldest") == "1",
    })  # fmt: skip
    paging = Paging(
        request.path,
        limit,
        part_query(tree.chosen) | filters.kept,
        lines.older,
        lines.newer,
        read_cursor(request.GET),
    )
    context = {
        "title": page.name, "page": page, "action": "history", "heading": heading(page, tree.chosen),
        "history_url": request.path, "outline": tree, "part": tree.chosen, "lines": lines, "paging": paging,
        "filters": filters, "part_query": part_query(tree.chosen),
        "trail": trail_of(tree.chosen, viewer), "discussions": discussions_of(page, tree.chosen),
        "marks": marks(page, tree.chosen, lines, viewer, whole=not (tree.chosen or filters.kept)),
    }  # fmt: skip
    return render(request, "history/page.html", context)


def chosen_parts(request: HttpRequest, page: Page) -> Outline:
    """The page's parts, and the one that the address narrows the history to."""
    section, field = whole_number(request.GET, "section"), whole_number(request.GET, "field")
    infobox = request.GET.get("infobox") == "1" or request.GET.get("part") == "infobox"
    try:
        return outline(page, viewer=visitor(request), section=section, field=field, infobox=infobox)
    except PartMissing:
        raise Http404(_("“%(title)s” never had this section or field.") % {"title": page.name.full}) from None


def trail_of(part: PartRef | None, viewer: Editor) -> tuple[Trail | None, Trail | None]:
    """Where the section came from and where it went."""
    if part is None or part.kind != "section":
        return None, None
    return section_trail(part.id, viewer=viewer)


def discussions_of(page: Page, part: PartRef | None) -> tuple[Discussion, ...]:
    """The topics about the part."""
    if part is None or part.kind == "infobox":
        return ()
    return discussions(page).get((part.kind, part.id), ())


def part_lines(page: Page, part: PartRef | None, viewer: Editor, place: dict[str, Any]) -> Lines:
    if part is None:
        return page_history(page, viewer=viewer, **place)
    if part.kind == "infobox":
        return infobox_history(page, viewer=viewer, **place)
    return part_history(page, part.kind, part.id, viewer=viewer, **place)


def part_query(part: PartRef | None) -> dict[str, int]:
    """The query that names the part."""
    if part is None:
        return {}
    return {"infobox": 1} if part.kind == "infobox" else {part.kind: part.id}


def heading(page: Page, part: PartRef | None) -> str:
    words = {"title": page.name.full}
    if part is None:
        return _("%(title)s: Revision history") % words
    if part.kind == "infobox":
        return _("%(title)s: History of the infobox") % words
    names = {"section": _("§ %(name)s"), "field": _("Infobox › %(name)s")}
    words["part"] = names[part.kind] % {"name": part.name} if part.name else _("the beginning")
    return _("%(title)s: History of %(part)s") % words


def marks(page: Page, part: PartRef | None, lines: Lines, viewer: Editor, *, whole: bool) -> dict[str, Any]:
    """What holds for the whole list: which rows start out picked, where a rollback is offered (not where
    revisions are left out), whether rows can be chosen for hiding.
    """
    shown = [row.id for row in lines.rows if not row.text_hidden] or [0]
    top = lines.rows[0] if lines.rows else None
    run = 0
    if top and top.is_latest and whole and allows(may_rollback, viewer) and not top.author_hidden:
        run = sum(1 for _ in takewhile(lambda row: row.author == top.author, lines.rows))
        run = 0 if run == page.number else run
    return {
        "latest_id": page.latest_id,
        "part": part,
        "picks": (shown[0], shown[1] if len(shown) > 1 else 0, shown[-1]),
        "top": top.id if top and not lines.newer else 0,
        "run": run,
        "viewer": viewer,
        "thanked": has_thanked(viewer.user, [row.id for row in lines.rows]) if viewer.user else (),
        "bring_back": allows(may_undelete, viewer) and any(row.left_out for row in lines.rows),
        "choose": hides(viewer),
        "run_more": run == len(lines.rows),
    }
