"""Files: what a File: page shows, and which bytes a reader may have."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from wiki.models import FileVersion, Link
from wiki.models.links import REDIRECT
from wiki.permissions import Editor, sees_hidden
from wiki.reading.linking.backlinks import Backlink, what_links_here
from wiki.reading.links import around
from wiki.reading.lists.accounts import named
from wiki.reading.reports.keyed import Screen
from wiki.text.html.thumbs import LADDER, SVG, Picture, Shown, fit, shown
from wiki.text.titles import Title

FILE = 6
PREVIEW = (800, 600)
SMALL = (120, 120)
OFFERED = (320, 640, 1024, 1280, 1920, 2560)
VERSIONS, USES = 10, 50  # in a screen


class FileMissing(LookupError):
    """There is no such file, or not for this reader; the argument is its name."""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One upload in a file's history. What the viewer may not know is empty, and marked as hidden."""

    number: int
    timestamp: datetime
    picture: Picture | None  # None: the file itself is hidden
    thumb: Shown | None
    size: int
    author: str
    author_is_account: bool
    author_hidden: bool
    comment: str
    comment_hidden: bool
    current: bool
    file_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """A size in which the picture is offered."""

    width: int
    height: int
    url: str


@dataclass(frozen=True, slots=True)
class FilePage:
    """What a File: page shows beside its text. `current` is None where there is no file (yet)."""

    title: Title
    current: VersionLine | None
    preview: Shown | None
    others: tuple[Resolution, ...]
    metadata: tuple[tuple[str, str], ...]
    versions: tuple[VersionLine, ...]
    older: int | None  # the next screen of versions begins below this number
    usage: Screen[Backlink]

    @property
    def picture(self) -> Picture | None:
        """The current version's picture, if it is shown."""
        return self.current.picture if self.current else None


def file_page(
    title: Title, *, viewer: Editor, before: int | None = None, used_after: str = "", limit: int = VERSIONS
) -> FilePage:
    """The file of a page, its versions (newest first, those below `before`), its usage; at most 5 queries.

    Raises BadCursor.
    """
    rows = FileVersion.objects.filter(
        file__page__namespace=FILE, file__page__title=title.name, file__page__deleted=False
    ).order_by("-number")
    newest = rows.select_related("file").first()
    listed = [newest] if newest else []
    if newest and (newest.number > 1 or before):
        listed = list(rows.filter(number__lt=before or newest.number + 1)[: limit + 1])
    lines = tuple(_line(row, title.name, viewer, current=row == newest) for row in listed[:limit])
    current = _line(newest, title.name, viewer, current=True) if newest else None
    picture = current.picture if current else None
    return FilePage(
        title,
        current,
        shown(picture, *PREVIEW) if picture else None,
        tuple(_resolutions(picture)) if picture else (),
        tuple(newest.metadata.items()) if newest and picture else (),
        lines,
        listed[limit - 1].number if len(listed) > limit else None,
        what_links_here(title, after=used_after, limit=USES, hide={"links"}),
    )


def _line(row: FileVersion, name: str, viewer: Editor, *, current: bool) -> VersionLine:
    sees = sees_hidden(viewer, suppressed=row.suppressed)
    picture = None if row.file_hidden and not sees else picture_of(row, name)
    return VersionLine(
        number=row.number,
        timestamp=row.timestamp,
        picture=picture,
        thumb=shown(picture, *SMALL) if picture else None,
        size=row.size,
        author="" if row.user_hidden and not sees else row.author_text,
        author_is_account=named(row) and (sees or not row.user_hidden),
        author_hidden=row.user_hidden,
        comment="" if row.comment_hidden and not sees else row.comment,
        comment_hidden=row.comment_hidden,
        current=current,
        file_hidden=row.file_hidden,
    )


def file_versions(title: Title, numbers: Collection[int], *, viewer: Editor) -> tuple[VersionLine, ...]:
    """Those of the versions that the file has, newest first; one query."""
    rows = FileVersion.objects.filter(
        file__page__namespace=FILE, file__page__title=title.name, file__page__deleted=False
    )
    found = rows.filter(number__in=numbers).select_related("file").order_by("-number")
    return version_lines(found, title.name, viewer=viewer)


def version_lines(rows: Iterable[FileVersion], name: str, *, viewer: Editor) -> tuple[VersionLine, ...]:
    """Versions of the file called `name`, loaded with it, as the viewer may see them. No query."""
    return tuple(_line(row, name, viewer, current=row.number == row.file.number) for row in rows)


def picture_of(version: FileVersion, name: str) -> Picture:
    """What is needed to show a version of the file called `name`."""
    return Picture(name, version.sha1, version.mime, version.width, version.height)


def _resolutions(picture: Picture) -> list[Resolution]:
    """Other sizes than the preview's that are smaller than the file; of a drawing none, it has every size."""
    if picture.mime == SVG:
        return []
    wide, _high = fit(picture, *PREVIEW)
    widths = [width for width in OFFERED if width in LADDER and width < picture.width and width != wide]
    return [Resolution(*fit(picture, width), picture.thumb(width)) for width in widths]


@dataclass(frozen=True, slots=True)
class Served:
    """A stored file that this reader may have; `open` says that everybody may, and copies can be kept."""

    picture: Picture
    path: str
    public: bool


def served_file(title: Title, sha1: str, *, viewer: Editor) -> Served:
    """The version of a file with these bytes; one query. Raises FileMissing.

    A deleted file, and a hidden version to those who may not see it, are missing, whoever knows the address.
    Addresses with the name that the file had before it was moved go on to serve it.
    """
    named = {"page__namespace": FILE, "page__title": title.name, "page__deleted": False}
    moved = Link.objects.filter(REDIRECT, namespace=FILE, **named).values("title")
    versions = FileVersion.objects.filter(
        Q(file__page__title=title.name) | Q(file__page__title__in=moved),
        sha1=sha1, file__page__namespace=FILE, file__page__deleted=False,
    )  # fmt: skip
    # The same bytes may have been stored twice: what is open in one version is open.
    version = versions.order_by("file_hidden", "suppressed", "-number").first()
    if version is None:
        raise FileMissing(title.full)
    if version.file_hidden and not sees_hidden(viewer, suppressed=version.suppressed):
        raise FileMissing(title.full)
    return Served(picture_of(version, title.name), version.path, not version.file_hidden)


def thumbnails(names: list[str], width: int, height: int = 0) -> dict[str, Shown]:
    """For lists: the pictures among the files called so (without prefix), at this size; one query for all.

    A name without a file, with a deleted or a hidden one, is left out.
    """
    if not any(names):
        return {}
    pictures = around((), [name for name in names if name]).pictures
    return {name: shown(picture, width, height) for name, picture in pictures.items()}


def picture_thumbnail(name: str, width: int, height: int = 0) -> Shown | None:
    """`thumbnails` for a single name; None where there is no picture to show."""
    return thumbnails([name], width, height).get(name)
