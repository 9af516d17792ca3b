"""Whether a picture is one picture and nothing else: no second file behind its end, none inside."""

from __future__ import annotations

import io
import re
import zipfile

from wiki.pictures.found import BadPicture

_MARKUP = re.compile(rb"<\s*(?:script|iframe|html|!doctype|\?php)[\s>/]", re.IGNORECASE)
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # in the data of a JPEG: the next segment begins
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))  # markers of a JPEG that have no length
WAY_OUT = "“Remove metadata” takes in the picture alone"


def check_alone(content: bytes, mime: str) -> None:
    """Raise BadPicture for bytes that are a second file too: a page, a script, an archive, anything behind
    the end of the picture.
    """
    if _MARKUP.search(content):
        raise BadPicture("uploadscripted", "the file holds HTML that a browser could take for a page")
    if b"/*" in (content[4:6], content[6:8]):  # a size that begins a comment
        raise BadPicture("uploadscripted", "the file begins as a script that a browser could run")
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise BadPicture("uploadarchive", f"there is an archive (ZIP) in the file; {WAY_OUT}")
    more = len(content) - end_of(content, mime)
    if more > 0 and content[-more:].strip(b"\0"):
        raise BadPicture("bytes-after-end", f"{more:,} bytes of something else follow the picture; {WAY_OUT}")


def end_of(content: bytes, mime: str) -> int:
    """How many bytes the picture has, as its own structure tells; all of them where that is broken."""
    walk = {
        "image/jpeg": _end_of_jpegs, "image/png": _end_of_png, "image/gif": _end_of_gif,
        "image/webp": _end_of_webp,
    }[mime]  # fmt: skip
    try:
        return min(walk(content), len(content))
    except (IndexError, ValueError):
        return len(content)


def _end_of_jpegs(content: bytes) -> int:
    """Cameras put smaller pictures of the same behind the first."""
    end = end_of_jpeg(content, 0)
    while content[end : end + 3] == b"\xff\xd8\xff":
        end = end_of_jpeg(content, end)
    return end


def end_of_jpeg(content: bytes, start: int) -> int:
    """Where the JPEG that begins at `start` ends. Raises ValueError or IndexError where it does not."""
    at = start + 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xD9:
            return at + 2
        at += 1 if marker == 0xFF else 2
        if marker == 0xFF or marker in _ALONE:
            continue
        at += int.from_bytes(content[at : at + 2])
        if marker == 0xDA:
            found = _MARKER.search(content, at)
            if found is None:
                raise ValueError("no end")
            at = found.start()


def _end_of_png(content: bytes) -> int:
    at = 8
    while content[at + 4 : at + 8] != b"IEND":
        if at >= len(content):
            raise ValueError("no end")
        at += 12 + int.from_bytes(content[at : at + 4])
    return at + 12


def _end_of_gif(content: bytes) -> int:
    at = 13 + _table(content[10])
    while content[at] != 0x3B:
        if content[at] == 0x21:
            at += 2
        elif content[at] == 0x2C:
            at += 10 + _table(content[at + 9]) + 1
        else:
            raise ValueError("no block")
        while content[at]:
            at += content[at] + 1
        at += 1
    return at + 1


def _end_of_webp(content: bytes) -> int:
    return 8 + int.from_bytes(content[4:8], "little")


def _table(flags: int) -> int:
    """How long the table of colours is that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
