"""Special:WhatLinksHere."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.reading.linking.backlinks import Way, what_links_here
from wiki.reading.linking.section_links import SectionLinks, section_links
from wiki.reading.lists.lines import BadCursor
from wiki.text.titles import Title
from wiki.web.addresses.addresses import title_in_address
from wiki.web.lists.lists import show
from wiki.web.lists.paging import whole_number
from wiki.web.lists.recent_changes import bad_cursor, namespaces, read_namespace
from wiki.web.lists.steps import Steps, read_place, read_size

FILE = 6
TEMPLATE = 10
# MediaWiki's names in the address.
HIDE: dict[str, Way] = {
    "hidetrans": "templates",
    "hidelinks": "links",
    "hideredirs": "redirects",
    "hideimages": "images",
}


def links_here(request: HttpRequest, rest: str) -> HttpResponse:
    query = request.GET
    if wanted := query.get("target", "").strip():
        return to_own_address(query, title_in_address(wanted))
    if not rest:
        return show(request, "special/links_here.html", _("What links here"), namespaces=namespaces())
    title = title_in_address(rest)
    if title.namespace < 0:
        raise BadRequest(_("Nothing can be said about links to “%(title)s”.") % {"title": title.full})
    limit, namespace = read_size(query), read_namespace(query)
    hidden = {name for name in HIDE if query.get(name) == "1"}
    sections = section_links(title)
    chosen = chosen_section(query, sections)
    try:
        found = what_links_here(
            title, limit=limit, namespace=namespace, invert=query.get("invert") == "1",
            hide=[HIDE[name] for name in hidden], fragments=chosen.fragments if chosen else None,
            listed=query.get("listed") == "1",
            **read_place(request),
        )  # fmt: skip
    except BadCursor as error:
        raise bad_cursor(error) from None
    kept = {
        name: query[name] for name in (*HIDE, "namespace", "invert", "section", "listed") if query.get(name)
    }
    steps = Steps(request.path, limit, found.before, found.after, kept)
    named = {fragment: section for section in sections for fragment in section.fragments}
    return show(
        request, "special/links_here.html", _("Pages that link to “%(title)s”") % {"title": title.full},
        target=title, links=found, steps=steps, sections=sections, chosen=chosen, named=named,
        namespace=namespace, namespaces=namespaces(), invert=query.get("invert") == "1",
        hiding=hiding(steps, hidden, title), listed=query.get("listed") == "1",
    )  # fmt: skip


def to_own_address(query: QueryDict, title: Title) -> HttpResponse:
    """From the form to the list's own address."""
    kept = query.copy()
    del kept["target"]
    path = reverse("special", args=[f"WhatLinksHere/{title.key}"])
    return HttpResponseRedirect(f"{path}?{kept.urlencode()}" if kept else path)


def chosen_section(query: QueryDict, sections: tuple[SectionLinks, ...]) -> SectionLinks | None:
    """The section that the list is narrowed to; 404 for one that nobody links to."""
    wanted = whole_number(query, "section")
    if wanted is None:
        return None
    found = next((section for section in sections if section.id == wanted), None)
    if found is None:
        raise Http404(_("No link leads to a section %(id)s of this page.") % {"id": wanted})
    return found


def hiding(steps: Steps, hidden: set[str], title: Title) -> list[tuple[str, bool, str]]:
    """What can be hidden: its name, whether it is, and the address of the list with that turned round."""
    labels = {"hidelinks": _("links"), "hideredirs": _("redirects")}
    if title.namespace == FILE:
        labels["hideimages"] = _("file links")
    if title.namespace == TEMPLATE:
        labels["hidetrans"] = _("transclusions")
    return [
        (label, name in hidden, steps.address(limit=steps.size, **{name: None if name in hidden else "1"}))
        for name, label in labels.items()
    ]
