"""Which of the pages and pictures that a text names existed at a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery

from wiki.models import FileVersion, Link
from wiki.models.links import DISAMBIGUATION
from wiki.permissions import Editor
from wiki.reading.as_of.pages import held, named, pages_then, revisions_then
from wiki.reading.links import Around, Target, lists_meanings
from wiki.text.html.thumbs import Picture
from wiki.text.titles import Title

FILE = 6


def around_then(
    titles: Collection[Title], files: Iterable[str], moment: datetime, *, viewer: Editor
) -> Around:
    """The pages of then among `titles`, and the pictures of then among `files` (names without prefix).

    One query, one more if redirects or lists of meanings are among them, 2 if there are names of files.
    """
    return Around(targets_then(titles, moment, viewer=viewer), _pictures(files, moment, viewer))


def targets_then(titles: Collection[Title], moment: datetime, *, viewer: Editor) -> dict[Title, Target]:
    """The pages of then among `titles`: whether they were redirects or lists of the meanings of a name.

    That a hidden text made them so is not told.
    """
    links = Link.objects.filter(held(moment), page=OuterRef("id"))
    rows = [
        row
        for some in named(titles)
        for row in pages_then(moment, viewer=viewer)
        .filter(some)
        .annotate(
            leads=Exists(links.filter(kind="redirect")),
            meanings=Exists(links.filter(kind="category", title__in=DISAMBIGUATION)),
        )
        .values_list("id", "namespace", "title", "leads", "meanings")
    ]
    telling = [id_ for id_, _, _, leads, meanings in rows if leads or meanings]
    seen = revisions_then(telling, moment, viewer=viewer) if telling else {}
    return {
        Title(namespace, name): Target(
            leads and id_ in seen, False, "", lists_meanings(name) or (meanings and id_ in seen)
        )
        for id_, namespace, name, leads, meanings in rows
    }


def _pictures(files: Iterable[str], moment: datetime, viewer: Editor) -> dict[str, Picture]:
    """The version that each file had then, none where it is hidden; a redirect has what it led to."""
    named_as = {name: name for name in files}
    pages, led = _files(named_as, moment, viewer)
    if led:
        named_as |= led
        pages |= _files(led.values(), moment, viewer)[0]
    if not pages:
        return {}
    versions = FileVersion.objects.filter(file__in=list(pages.values()), timestamp__lte=moment)
    newest = {one.file_id: one for one in versions.order_by("number")}
    return {
        name: Picture(title, one.sha1, one.mime, one.width, one.height)
        for name, title in named_as.items()
        if (one := newest.get(pages.get(title, 0))) and not one.file_hidden
    }


def _files(names: Iterable[str], moment: datetime, viewer: Editor) -> tuple[dict[str, int], dict[str, str]]:
    """The pages of then of these files, and of those that were redirects where they led; one query."""
    leads = Link.objects.filter(held(moment), page=OuterRef("id"), kind="redirect", namespace=FILE)
    rows = [
        row
        for some in named([Title(FILE, name) for name in names])
        for row in pages_then(moment, viewer=viewer)
        .filter(some)
        .annotate(to=Subquery(leads.values("title")[:1]))
        .values_list("title", "id", "to")
    ]
    return {name: id_ for name, id_, _to in rows}, {name: to for name, _id, to in rows if to}
