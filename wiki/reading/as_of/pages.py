"""Which pages there were at a moment, under which titles, and which revision was the latest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from wiki.models import Link, Page, Revision
from wiki.permissions import Editor, sees_deleted
from wiki.reading.visibility import sees_text
from wiki.text.titles import Title

AT_ONCE = 5_000  # titles or pages in one statement


def held(moment: datetime | None, prefix: str = "") -> Q:
    """For a query of what has held from one moment to another: what holds now, or held at a moment."""
    if moment is None:
        return Q(**{f"{prefix}valid_to": None})
    began = Q(**{f"{prefix}valid_from__lte": moment})
    return began & (Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": moment}))


def pages_then(moment: datetime, *, viewer: Editor) -> QuerySet[Any]:
    """The versions of pages' own rows that held then: `id` is the page's, `namespace` and `title` are those
    of then.

    A page that is deleted now was never there for those who may not see what was deleted.
    """
    there: QuerySet[Any] = Page.history.filter(held(moment), deleted=False)
    if sees_deleted(viewer):
        return there
    return there.filter(Exists(Page.objects.filter(pk=OuterRef("id"), deleted=False)))


def titles_then(ids: Iterable[int], moment: datetime, *, viewer: Editor) -> dict[int, Title]:
    """The titles that these pages had then; those that were not there are left out. One query."""
    rows = pages_then(moment, viewer=viewer).filter(id__in=list(ids))
    return {
        id_: Title(namespace, name) for id_, namespace, name in rows.values_list("id", "namespace", "title")
    }


def shown_then(title: Title, moment: datetime, *, viewer: Editor) -> Revision | None:
    """The latest revision of then of the page that had this title, with that page; one query.

    Its text may be hidden from the viewer.
    """
    there = pages_then(moment, viewer=viewer).filter(namespace=title.namespace, title=title.name)
    shown = Revision.objects.filter(page__in=there.values("id"), timestamp__lte=moment)
    if not sees_deleted(viewer):
        shown = shown.filter(withheld=False)
    newest = Subquery(shown.order_by("-number").values("pk")[:1])  # sorted by itself: rows are wide
    return Revision.objects.select_related("page__latest").filter(pk=newest).first()


def named(titles: Collection[Title]) -> Iterator[Q]:
    """For a query of pages: those of these titles, some thousands at a time."""
    wanted = [title for title in dict.fromkeys(titles) if title.namespace >= 0]
    for start in range(0, len(wanted), AT_ONCE):
        either = Q()
        names: dict[int, list[str]] = {}
        for title in wanted[start : start + AT_ONCE]:
            names.setdefault(title.namespace, []).append(title.name)
        for namespace, some in names.items():
            either |= Q(namespace=namespace, title__in=some)
        yield either


def revisions_then(ids: Iterable[int], moment: datetime, *, viewer: Editor) -> dict[int, Revision]:
    """The latest revision of then of each of these pages, without those whose text the viewer may not read:
    of these, nothing that follows from their text may be told. One query.
    """
    then = Revision.objects.filter(page=OuterRef("pk"), timestamp__lte=moment).order_by("-number")
    latest = Page.objects.filter(pk__in=list(ids)).values(shown=Subquery(then.values("pk")[:1]))
    found = Revision.objects.filter(pk__in=latest)
    return {revision.page_id: revision for revision in found if sees_text(viewer, revision)}


@dataclass(frozen=True, slots=True)
class PageThen:
    """A page of a list, as it was: its title, whether it was a redirect, and its latest revision."""

    title: Title
    redirect: bool
    revision: Revision


def told_then(ids: Collection[int], moment: datetime, *, viewer: Editor) -> dict[int, PageThen]:
    """Those of these pages that there were then and whose text of then the viewer may read; 2 queries."""
    leads = Link.objects.filter(held(moment), page=OuterRef("id"), kind="redirect")
    there = pages_then(moment, viewer=viewer).filter(id__in=list(ids)).annotate(leads=Exists(leads))
    seen = revisions_then(ids, moment, viewer=viewer)
    return {
        id_: PageThen(Title(namespace, name), redirect, seen[id_])
        for id_, namespace, name, redirect in there.values_list("id", "namespace", "title", "leads")
        if id_ in seen
    }
