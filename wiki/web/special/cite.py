"""Special:CiteThisPage: one revision, or words of it, as a citation in several styles."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.reading.info.citing import cited_revision
from wiki.reading.lists.lines import RevisionLine
from wiki.reading.page import PageView, RevisionHidden, RevisionMissing, find_page, read_revision
from wiki.text.citing.citations import Cited, apa, bibtex, chicago, csl_json, key, mla
from wiki.text.titles import Title
from wiki.web.addresses.addresses import title_in_address
from wiki.web.addresses.quoting import QuoteBox, Words, authors_of, quoted, read_words
from wiki.web.addresses.wanted import no_revision
from wiki.web.frame.context import site
from wiki.web.frame.errors import refuse
from wiki.web.frame.visitor import visitor
from wiki.web.lists.lists import show
from wiki.web.lists.paging import whole_number
from wiki.web.special.page_info import no_such_page

FILES = {"bibtex": (bibtex, "application/x-bibtex", "bib"),
         "csl": (csl_json, "application/vnd.citationstyles.csl+json", "json")}  # fmt: skip


def cite_view(request: HttpRequest, rest: str) -> HttpResponse:
    wanted, words = rest or request.GET.get("page", "").strip(), read_words(request)
    if not wanted:
        return show(request, "special/which_page.html", _("Cite this page"))
    title, id_ = title_in_address(wanted), whole_number(request.GET, "id")
    page = find_page(title) if id_ is None else None
    if id_ is None and page is None:
        return no_such_page(request, title)
    try:
        line = cited_revision(id_ or page.latest_id, viewer=visitor(request))  # type: ignore[union-attr, arg-type]
    except RevisionMissing as error:
        raise no_revision(error) from None
    except RevisionHidden as hidden:
        message = _("The text of revision %(id)s has been removed from public view.") % {"id": hidden.line.id}
        return refuse(request, 403, title.full, message, robots="noindex")
    if line.page_title != title or title.key != rest.replace(" ", "_"):
        query = words.query.replace("?", "&", 1)
        return redirect(
            f"{reverse('special', args=[f'CiteThisPage/{line.page_title.key}'])}?id={line.id}{query}"
        )
    return answer(request, title, line, words)


def answer(request: HttpRequest, title: Title, line: RevisionLine, words: Words) -> HttpResponse:
    """The citations on a page, or one as a file."""
    view, box = quote_of(request, line, words)
    cited = Cited(
        title.full, site().name, f"{site().url}/revision/{line.id}{words.query if box and box.found else ''}",
        line.id, line.timestamp, timezone.now().date(), words.text if box and box.found else "",
    )  # fmt: skip
    if form := request.GET.get("format", ""):
        return as_file(form, cited)
    context = {
        "title": title, "page": view.page if view else find_page(title), "action": "cite", "line": line,
        "heading": _("Cite “%(title)s”") % {"title": title.full}, "cited": cited, "quoted": box,
        "words": words,
        "authors": box.authors if box and box.found else authors_of(line.page_id, line.number),
        "styles": (("APA", apa(cited)), ("MLA", mla(cited)), ("Chicago", chicago(cited))),
        "codes": (
            ("BibTeX", "bibtex", bibtex(cited), f"{key(cited)}.bib"),
            ("CSL-JSON", "csl", csl_json(cited), f"{key(cited)}.json"),
        ),
    }  # fmt: skip
    return render(request, "special/cite.html", context)


def quote_of(
    request: HttpRequest, line: RevisionLine, words: Words
) -> tuple[PageView | None, QuoteBox | None]:
    """The revision as a page and what is said of the words, where there are any to look for."""
    if not words.text:
        return None, None
    return quoted(read_revision(line.id, viewer=visitor(request)), words)


def as_file(form: str, cited: Cited) -> HttpResponse:
    if form not in FILES:
        raise BadRequest(_("There is no format “%(name)s”; there are bibtex and csl.") % {"name": form[:40]})
    write, kind, suffix = FILES[form]
    headers: dict[str, Any] = {
        "Content-Disposition": f'attachment; filename="{key(cited)}.{suffix}"',
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(write(cited), content_type=f"{kind}; charset=utf-8", headers=headers)
