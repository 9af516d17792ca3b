"""What an editor may be about to write in a link: pages, sections of one, files, categories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.models import Link, Section
from wiki.reading.files.file_lists import list_files
from wiki.reading.files.files import FILE, thumbnails
from wiki.reading.reports.categories import CategoryLine, in_use_named
from wiki.reading.search import SMALL_THUMB, described
from wiki.search.suggest import titles_beginning
from wiki.text.sections import plain_title
from wiki.text.titles import InvalidTitle, Title, namespace_number, parse_title

MOST = 10
CATEGORY = 14


@dataclass(frozen=True, slots=True)
class Completion:
    """One offer: what the link would name, a few words about it, the address of a small picture or ""."""

    link: str
    text: str = ""
    picture: str = ""


def completions(typed: str) -> tuple[Completion, ...]:
    """At most MOST offers for what was typed after `[[`, with its prefix; behind a `#` sections of that page.

    What is deleted or hidden is never among them. A fixed number of queries: 2 for sections, else up to 10.
    """
    name, mark, heading = typed.partition("#")
    if mark:
        return tuple(_sections(name, heading))[:MOST]
    prefix, colon, rest = name.lstrip(" :").partition(":")
    namespace = namespace_number(prefix) if colon else None
    if namespace == FILE:
        return tuple(_files(rest.strip()))
    if namespace == CATEGORY:
        return tuple(_categories(rest.strip()))[:MOST]
    return tuple(_pages(name.strip(), limit=MOST))


def _pages(typed: str, *, limit: int) -> Iterable[Completion]:
    for page in described(titles_beginning(typed, limit=limit)):
        text = _("redirected from %(title)s") % {"title": page.redirect_from} if page.redirect_from else ""
        yield Completion(page.title.full, text or page.description, page.picture.src if page.picture else "")


def _sections(name: str, heading: str) -> Iterable[Completion]:
    """Those whose heading has the words that were typed; those that begin with them come first."""
    try:
        title = _led_on(parse_title(name))
    except InvalidTitle:
        return
    rows = Section.objects.filter(
        page__namespace=title.namespace,
        page__title=title.name,
        page__deleted=False,
        deleted=False,
        level__gt=0,
    )
    wanted = heading.strip().casefold()
    names = map(plain_title, rows.order_by("position", "pk").values_list("title", flat=True))
    found = [one for one in dict.fromkeys(names) if wanted in one.casefold() and not set("[]|") & set(one)]
    for one in sorted(found, key=lambda one: not one.casefold().startswith(wanted)):
        yield Completion(f"{name}#{one}")


def _led_on(title: Title) -> Title:
    redirects = Link.objects.filter(
        page__namespace=title.namespace,
        page__title=title.name,
        page__deleted=False,
        kind="redirect",
        valid_to=None,
    )
    found = redirects.values_list("namespace", "title").first()
    return Title(*found) if found else title


def _files(typed: str) -> Iterable[Completion]:
    """Files by the words of their names; before anything is typed, the newest."""
    if typed:
        names = [page.title for page in titles_beginning(f"File:{typed}", limit=MOST)]
    else:
        names = [line.title.name for line in list_files(limit=MOST).rows]
    pictures = thumbnails(names, *SMALL_THUMB)
    for name in names:
        if name in pictures:
            yield Completion(Title(FILE, name).full, "", pictures[name].src)


def _categories(typed: str) -> Iterable[Completion]:
    """Categories in use that begin so, then those whose page has the words."""
    try:
        start = parse_title(typed, namespace=CATEGORY).name if typed else ""
    except InvalidTitle:
        return
    lines = [line for line in in_use_named(start, limit=MOST).rows if line.title.name.startswith(start)]
    yield from map(_category, lines)
    known = {line.title for line in lines}
    if typed:
        for page in titles_beginning(f"Category:{typed}", limit=MOST):
            if (title := Title(page.namespace, page.title)) not in known:
                yield Completion(title.full)


def _category(line: CategoryLine) -> Completion:
    text = ngettext("%(n)s member", "%(n)s members", line.members) % {"n": line.members}
    return Completion(line.title.full, text)
