"""A page looks different when another changes: its version moves in the same transaction.

Whoever keeps a drawn page may serve it while the version stands. What a page shows of others: whether they
exist, redirect or list meanings (every link, the tab of the talk page), and of those in its See also list
whether they link back, how they describe themselves and their picture; and the lists it is
on itself. (What a category shows: editing/deriving/members.py.)
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from wiki.models import Link, Page
from wiki.models.prepared import Prepared, PreparedUpdate
from wiki.reading.linking.companions import subpages_of
from wiki.reading.page import NOTICE
from wiki.text.titles import Title
from wiki.text.wikitext.drawing.given import MOST_TEMPLATES

FILE = 6
USES = Link.objects.filter(kind="template", valid_to=None)


class Looks(IntEnum):
    """How much of what others show of a page is another now."""

    SAME = 0
    LISTED = 1  # what see-also lists tell: the description, the picture, where it links
    EVERYWHERE = 2  # whether it exists, redirects or lists the meanings of a name


def links_to(title: Title, *, kind: str = "") -> None:
    """Every page that links to `title` (of `kind`, if that is said) looks different now. One statement."""
    if kind:
        _touch(Q(pk__in=_linking(title.namespace, title.name).filter(kind=kind)))
    else:
        _LINKING(title.namespace, title.name)


def put_in(title: Title) -> None:
    """The page of this title says something else now wherever it is put in as a template, by others too. One
    query for each level of nesting, where there is any use, and a statement.
    """
    seen, wave = {title}, {title}
    inner = USES.filter(namespace=OuterRef("page__namespace"), title=OuterRef("page__title"))
    while wave and len(seen) < MOST_TEMPLATES:
        passing = Link.objects.filter(_called(wave), kind__in=("template", "redirect"), valid_to=None)
        found = passing.filter(Exists(inner)).values_list("page__namespace", "page__title").distinct()
        wave = {Title(*pair) for pair in found} - seen
        seen |= wave
    _touch(Q(pk__in=USES.filter(_called(seen)).values("page_id")))


def is_put_in(title: Title) -> bool:
    """Whether `put_in` would find anything: a page that puts this one in as a template, or leads to it."""
    return bool(_PUT_IN(title.namespace, title.name))


def existence(title: Title) -> None:
    """The page of this title came into being, went, or came back. One statement; two for the notice or a
    file.
    """
    notice(title)
    other = title.subject if title.is_talk else title.talk
    if title.namespace == FILE:
        _touch(_showing(title) | Q(namespace=other.namespace, title=other.name, deleted=False))
    else:
        _LINKING_OR_BESIDE(title.namespace, title.name, other.namespace, other.name)


def looks(title: Title, much: Looks) -> None:
    """What others show of the page is another now; at most one statement."""
    if much is Looks.EVERYWHERE:
        links_to(title)
    elif much is Looks.LISTED:
        links_to(title, kind="see_also")


def files(names: set[str]) -> None:
    """The pages of these files, or what they redirect to, list other pages, or none, that show them. At most
    one statement.
    """
    if names:
        moved = Link.objects.filter(
            kind="redirect", namespace=FILE, valid_to=None, page__namespace=FILE, page__title__in=names
        )
        called = Q(title__in=names) | Q(title__in=moved.values("title"))
        _touch(called & Q(namespace=FILE, deleted=False))


def listed(titles: set[Title]) -> None:
    """These stand on another See also list now, or on one less, and say so. At most one statement."""
    if titles:
        _touch(_called(titles) & Q(deleted=False))


def picture(title: Title) -> None:
    """The file of this title is shown otherwise now, or not at all: on its page, on those that show it, in
    See also lists that tell of a page by it. Two statements.
    """
    _touch(Q(namespace=title.namespace, title=title.name) | _showing(title))


def subpages(title: Title) -> None:
    """What holds for the page's subpages is another now. One statement."""
    _touch(Q(pk__in=subpages_of(title).order_by().values("pk")))


def below(page: Page, *titles: Title) -> None:
    """The page left these titles or came to them: if it is protected with its subpages, that holds for other
    pages now. At most one statement a title.
    """
    if any(rule.get("cascade") for rule in page.protection.values()):
        for title in titles:
            subpages(title)


def notice(title: Title) -> None:
    """The page of this title was changed; if its words stand above every page, all look different now."""
    if title == NOTICE:
        _touch(Q(deleted=False))


def _called(titles: Iterable[Title]) -> Q:
    """Rows with a namespace and title among these; none where there are none."""
    names: dict[int, list[str]] = {}
    for title in titles:
        names.setdefault(title.namespace, []).append(title.name)
    wanted = Q(pk=None)
    for namespace, some in names.items():
        wanted |= Q(namespace=namespace, title__in=some)
    return wanted


def _touch(which: Q) -> None:
    Page.objects.filter(which).update(**_ANEW)


def _linking(namespace: int, name: str) -> QuerySet[Link, Any]:
    return Link.objects.filter(namespace=namespace, title=name, valid_to=None).values("page_id")


def _beside(namespace: int, name: str, other: int, name_there: str) -> QuerySet[Page]:
    there = Q(namespace=other, title=name_there, deleted=False)
    return Page.objects.filter(Q(pk__in=_linking(namespace, name)) | there)


_ANEW = {"version": F("version") + 1}
_LINKING = PreparedUpdate(lambda *name: Page.objects.filter(pk__in=_linking(*name)), _ANEW, 32001, "a title")
_LINKING_OR_BESIDE = PreparedUpdate(_beside, _ANEW, 32001, "a title", 32002, "the other title")
_PUT_IN = Prepared(
    lambda namespace, name: Link.objects.filter(
        namespace=namespace, title=name, valid_to=None, kind__in=("template", "redirect")
    )[:1],
    32001,
    "a title",
)  # fmt: skip


def _showing(title: Title) -> Q:
    """The pages that show the file or link to its page, by a redirect too, and those that tell of one of them
    by it; a query.
    """
    links = Link.objects.filter(namespace=FILE, valid_to=None)
    moved = links.filter(kind="redirect", title=title.name, page__namespace=FILE).values("page__title")
    linking = links.filter(Q(title=title.name) | Q(title__in=moved)).values("page_id")
    told: dict[int, list[str]] = {}
    called = Q(picture=title.name) | Q(picture__in=moved)
    pages = Page.objects.filter(called, pk__in=linking, deleted=False)
    for namespace, name in pages.values_list("namespace", "title"):
        told.setdefault(namespace, []).append(name)
    telling = Q(pk=None)
    for namespace, names in told.items():
        telling |= Q(namespace=namespace, title__in=names)
    lists = Link.objects.filter(telling, kind="see_also", valid_to=None)
    return Q(pk__in=linking) | Q(pk__in=lists.values("page_id"))
