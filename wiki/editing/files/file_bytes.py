"""The bytes of files on their way into the storage: looked at, kept, and taken away if nothing came of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from threading import BoundedSemaphore

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.models import FileVersion
from wiki.pictures.found import BadPicture, Found, Limits
from wiki.pictures.look import kind_of, look_at
from wiki.pictures.strip import without_metadata

PATH = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{40}\.[a-z]{3,4}")
DRAFT = ".part-"  # how the name of a file begins that was being written when the server was killed
WAITING = timedelta(days=1)  # for which bytes that no version has are kept
# One at a time in each process: a picture of 50 megapixels takes 200 MB while it is looked at.
_BENCH = BoundedSemaphore(1)


class BadFile(Exception):
    """The file is not taken in: `message` names it and says why, `code` is for machines."""

    def __init__(self, code: str, name: str, reason: str) -> None:
        self.name = name if len(name) <= 80 else name[:79] + "…"
        self.code, self.reason = code, reason
        self.message = f"“{self.name}”: {reason}"
        super().__init__(self.message)


def limits() -> Limits:
    """What the operator allows."""
    return Limits(settings.UPLOAD_MAX_BYTES, settings.UPLOAD_TYPES)


def looked_at(content: bytes, name: str) -> Found:
    """What the file called `name` is. Raises BadFile."""
    try:
        with _BENCH:
            return look_at(content, name, limits())
    except BadPicture as error:
        raise BadFile(error.code, name, error.message) from None


def stripped(content: bytes, name: str) -> bytes:
    """The picture without metadata; GIF and SVG as they are. Raises BadFile."""
    if len(content) > settings.UPLOAD_MAX_BYTES:
        return content  # and is refused for that
    try:
        with _BENCH:
            return without_metadata(content)
    except BadPicture as error:
        raise BadFile(error.code, name, error.message) from None


def keep(content: bytes, ending: str) -> tuple[str, str]:
    """Put the bytes into the storage, at a path that follows from them; return it and their SHA-1.

    Done before the transaction: what is left of one that fails is found again by the next try, or swept.
    """
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    path = f"files/{sha1[:2]}/{sha1}.{ending}"
    if not default_storage.exists(path) or default_storage.size(path) != len(content):
        default_storage.delete(path)
        written = default_storage.save(path, ContentFile(content))
        if written != path:  # somebody stored the same bytes meanwhile
            default_storage.delete(written)
    return path, sha1


def forget(path: str) -> None:
    """Take the bytes out of the storage, unless a version has them."""
    if not FileVersion.objects.filter(path=path).exists():
        default_storage.delete(path)


def set_aside(content: bytes, name: str) -> str:
    """Keep a picture that waits for an answer, for a day; return its path. Raises BadFile for any other."""
    try:
        with _BENCH:
            found = kind_of(content, limits())
    except BadPicture as error:
        raise BadFile(error.code, name, error.message) from None
    return keep(content, found.extension)[0]


def taken_up(path: str, name: str) -> bytes:
    """What was set aside. Raises BadFile where it is not there any more."""
    try:
        if not PATH.fullmatch(path):
            raise FileNotFoundError(path)
        with default_storage.open(path) as file:
            content: bytes = file.read()
            return content
    except OSError:
        reason = _("it waited for too long and is not kept any more; choose it again")
        raise BadFile("stashfailed", name, reason) from None


def left_over() -> Iterator[str]:
    """Paths in the storage, older than a day, that no version of a file needs: of uploads that came to
    nothing, of writes that were killed, smaller sizes of files that are gone.
    """
    for name in default_storage.listdir("")[1]:
        if name.startswith(DRAFT) and _old(name):
            yield name
    for top in ("files", "thumbs"):
        for folder in _folders(top):
            yield from _unneeded(f"{top}/{folder}")


def _unneeded(folder: str) -> Iterator[str]:
    inner, files = default_storage.listdir(folder)
    names = {name.partition(".")[0] for name in (*inner, *files)}
    needed = set(FileVersion.objects.filter(sha1__in=names).values_list("sha1", flat=True))
    paths = [f"{folder}/{name}" for name in files if name.partition(".")[0] not in needed]
    for name in inner:
        if name not in needed:
            paths += [f"{folder}/{name}/{size}" for size in default_storage.listdir(f"{folder}/{name}")[1]]
    yield from (path for path in paths if _old(path))


def _folders(top: str) -> list[str]:
    try:
        return sorted(default_storage.listdir(top)[0])
    except FileNotFoundError:
        return []


def _old(path: str) -> bool:
    return default_storage.get_modified_time(path) < timezone.now() - WAITING
