"""The pictures of a copy: those that its HTML shows, as bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

from wiki.permissions import Editor
from wiki.reading.files.files import FileMissing, served_file
from wiki.reading.files.thumbnails import Busy, PictureBroken, open_original, open_thumbnail
from wiki.text.titles import InvalidTitle, parse_title

MOST = 40  # pictures of one article
MOST_BYTES = 30_000_000
# As text/html/figures.py writes them.
_IMAGE = re.compile(r'<img src="([^"<]+)"[^<>]*? width="(\d+)" height="(\d+)" alt="([^"<]*)"[^<>]*>')
_ADDRESS = re.compile(r"/(?:media|thumb/(\d+))/([0-9a-f]{40})/([^/]+?)(?:\.webp)?")


def load_pictures(html: str, *, viewer: Editor, most: int = MOST) -> dict[str, bytes]:
    """The pictures that the HTML shows and the viewer may see, by their address in it; one query each.

    Those beyond `most` or MOST_BYTES, and those that cannot be read, are left out.
    """
    found: dict[str, bytes] = {}
    room = MOST_BYTES
    for address in list(dict.fromkeys(match[1] for match in _IMAGE.finditer(html)))[:most]:
        data = _read(address, viewer)
        if data is not None and len(data) <= room:
            found[address] = data
            room -= len(data)
    return found


def _read(address: str, viewer: Editor) -> bytes | None:
    named = _ADDRESS.fullmatch(address)
    if named is None:
        return None
    width, sha1, name = named.groups()
    try:
        title = parse_title(unquote(name), namespace=6)
        served = served_file(title, sha1, viewer=viewer)
        with open_thumbnail(served, int(width)) if width else open_original(served) as file:
            return file.read()
    except (InvalidTitle, FileMissing, PictureBroken, Busy):
        return None


def with_pictures(html: str, names: Mapping[str, str]) -> str:
    """The HTML with each picture under its name in the copy; where there is none, its description."""

    def placed(match: re.Match[str]) -> str:
        address, width, height, alt = match.groups()
        if address not in names:
            return f"<em>{alt}</em>"
        return f'<img src="{names[address]}" width="{width}" height="{height}" alt="{alt}">'

    return _IMAGE.sub(placed, html)
