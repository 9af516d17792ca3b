"""Smaller sizes of pictures: made at the first request, then kept in the storage."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from wiki.pictures.found import BadPicture
from wiki.pictures.scale import scaled
from wiki.reading.files.files import FileMissing, Served

# One at a time in each process: a picture of 50 megapixels takes 200 MB while it is made smaller.
_BENCH = BoundedSemaphore(1)
PATIENCE = 5  # seconds for which a request waits for others


class Busy(Exception):
    """Too many pictures are being made smaller just now."""


class PictureBroken(Exception):
    """The stored file cannot be made smaller; the message says why."""


def open_original(served: Served) -> IO[bytes]:
    """The stored bytes. Raises FileMissing where the storage has lost them."""
    try:
        file: IO[bytes] = default_storage.open(served.path)
    except OSError:
        raise FileMissing(served.picture.name) from None
    return file


def open_thumbnail(served: Served, width: int) -> IO[bytes]:
    """The picture as WebP, `width` (a step of the ladder, less than its own) wide.

    Raises FileMissing, PictureBroken, and Busy after 5 seconds of waiting.
    """
    sha1 = served.picture.sha1
    path = f"thumbs/{sha1[:2]}/{sha1}/{width}.webp"
    try:
        file: IO[bytes] = default_storage.open(path)
    except OSError:
        return _made(served, width, path)
    return file


def _made(served: Served, width: int, path: str) -> IO[bytes]:
    if not _BENCH.acquire(timeout=PATIENCE):
        raise Busy
    try:
        if default_storage.exists(path):  # made while this request waited
            made: IO[bytes] = default_storage.open(path)
            return made
        with open_original(served) as original:
            content = scaled(original, width)
    except BadPicture as error:
        raise PictureBroken(error.message) from None
    finally:
        _BENCH.release()
    if (written := default_storage.save(path, ContentFile(content))) != path:
        default_storage.delete(written)  # another process was as quick
    return ContentFile(content)
