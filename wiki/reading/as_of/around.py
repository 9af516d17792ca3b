"""Which of the pages and pictures that a text names existed at a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

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
    """The version that each file had then; none for names that were redirects, and where it is hidden."""
    names = [Title(FILE, name) for name in files]
    pages = {
        id_: name
        for some in named(names)
        for id_, name in pages_then(moment, viewer=viewer).filter(some).values_list("id", "title")
    }
    if not pages:
        return {}
    versions = FileVersion.objects.filter(file__in=list(pages), timestamp__lte=moment).order_by("number")
    return {
        pages[one.file_id]: Picture(pages[one.file_id], one.sha1, one.mime, one.width, one.height)
        for one in {one.file_id: one for one in versions}.values()
        if not one.file_hidden
    }
