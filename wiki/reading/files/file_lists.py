"""Lists of files: all, those that no page shows, those with the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Exists, OuterRef, QuerySet

from wiki.models import FileVersion, Link
from wiki.models.links import REDIRECT
from wiki.reading.files.files import FILE
from wiki.reading.links import around
from wiki.reading.reports.keyed import Key, Screen, keyed, moment, number
from wiki.text.html.thumbs import Picture
from wiki.text.titles import Title

Order = Literal["date", "name", "size", "user"]
NAME = "file__page__title"
KEYS: dict[Order, tuple[Key, ...]] = {
    "date": (Key("timestamp", moment, down=True), Key("id", number, down=True)),
    "name": (Key(NAME),),
    "size": (Key("size", number, down=True), Key("id", number, down=True)),
    "user": (Key("author_text"), Key("id", number)),  # a user's name has no bar in it
}
COLUMNS = (
    *("id", NAME, "sha1", "mime", "width", "height", "size"),
    *("timestamp", "author_text", "user_hidden", "comment", "comment_hidden"),
)
TWINS = 100  # files with the same bytes that are listed


@dataclass(frozen=True, slots=True)
class FileLine:
    """The current version of a file in a list. A hidden author or comment is empty."""

    title: Title
    picture: Picture
    size: int
    timestamp: datetime
    author: str
    comment: str


def list_files(
    *, order: Order = "date", limit: int = 50, after: str = "", before: str = "", unused: bool = False
) -> Screen[FileLine]:
    """Files in an order, or only those that no page shows; one query. Raises BadCursor.

    By user, files whose uploader is hidden are left out: their place would tell the name.
    """
    rows = _current()
    if order == "user":
        rows = rows.filter(user_hidden=False)
    if unused:
        shown = Link.objects.filter(namespace=FILE, title=OuterRef(NAME), kind="file", valid_to=None)
        through = Link.objects.filter(REDIRECT, namespace=FILE, title=OuterRef(NAME), page__namespace=FILE)
        there = Link.objects.filter(namespace=FILE, title=OuterRef("page__title"), kind="file", valid_to=None)
        rows = rows.filter(~Exists(shown), ~Exists(through.filter(Exists(there))))
    return keyed(rows.values(*COLUMNS), KEYS[order], _line, limit=limit, after=after, before=before)


def twins(title: Title) -> tuple[FileLine, ...]:
    """The files whose current bytes are those of this one, itself too; 2 queries. Empty if it is missing."""
    sha1 = _current().filter(**{NAME: title.name}).values_list("sha1", flat=True).first()
    if sha1 is None:
        return ()
    return files_of_bytes(sha1)


def files_of_bytes(sha1: str) -> tuple[FileLine, ...]:
    """The files whose current bytes have this SHA-1; one query."""
    return tuple(map(_line, _current().filter(sha1=sha1).order_by(NAME).values(*COLUMNS)[:TWINS]))


def current_line(title: Title) -> FileLine | None:
    """A file as it is now, if everybody may see it; one query."""
    row = _current().filter(**{NAME: title.name}).values(*COLUMNS).first()
    return _line(row) if row else None


def current_picture(title: Title) -> Picture | None:
    """The picture of a file, or what its name redirects to, if everybody may see it; one query."""
    return around((), [title.name]).pictures.get(title.name)


def _current() -> QuerySet[FileVersion]:
    """The current versions of all files that are there for everybody."""
    return FileVersion.objects.filter(
        current_of__isnull=False, file_hidden=False, file__page__namespace=FILE, file__page__deleted=False
    )


def _line(row: Mapping[str, Any]) -> FileLine:
    name = row[NAME]
    return FileLine(
        title=Title(FILE, name),
        picture=Picture(name, row["sha1"], row["mime"], row["width"], row["height"]),
        size=row["size"],
        timestamp=row["timestamp"],
        author="" if row["user_hidden"] else row["author_text"],
        comment="" if row["comment_hidden"] else row["comment"],
    )
