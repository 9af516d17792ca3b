"""Small pictures made for tests: good ones, and files that only pretend to be."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import ExifTags, Image, ImageDraw, PngImagePlugin

from wiki.editing.files.files import Stored, store_file
from wiki.permissions import Editor

UPLOADER = Editor(system="Import")
SVG_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
PLAIN_SVG = f'{SVG_HEAD}width="300" height="200"><title>Two boxes</title><rect width="9" height="9"/></svg>'


def drawn(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture in which left and right, top and bottom differ."""
    picture = Image.new(mode, (width, height), 0 if mode in ("L", "P", "1") else "white")
    if mode in ("RGB", "RGBA"):
        ImageDraw.Draw(picture).rectangle((0, 0, width // 2, height // 2), fill="red")
    return picture


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def png(width: int = 400, height: int = 300, mode: str = "RGB", *, text: str = "") -> bytes:
    told = PngImagePlugin.PngInfo()
    if text:
        told.add_text("Comment", text, zip=len(text) > 1000)
    return saved(drawn(width, height, mode), "PNG", pnginfo=told)


def mpo() -> bytes:
    """A photograph with a smaller one behind it, as cameras write them."""
    return saved(drawn(40, 30), "MPO", save_all=True, append_images=[drawn(20, 15)])


def jpeg(width: int = 400, height: int = 300, *, orientation: int = 1, comment: str = "") -> bytes:
    """A photograph with a camera's EXIF: model, author, orientation and the place it was taken at."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Model] = "Box 1"
    exif[ExifTags.Base.Artist] = comment or "Ada"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.FNumber] = 2.8
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (33.0, 30.0, 47.0)
    return saved(drawn(width, height), "JPEG", exif=exif, quality=90)


def gif(width: int = 300, height: int = 200, frames: int = 3) -> bytes:
    pictures = [Image.new("P", (width, height), number) for number in range(frames)]
    return saved(pictures[0], "GIF", save_all=True, append_images=pictures[1:], optimize=False, duration=100)


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises this size and has one line of nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    return out.getvalue()


def html_gif() -> bytes:
    """A GIF whose comment is a web page."""
    return saved(Image.new("P", (8, 8)), "GIF", comment=b"<html><script>alert(1)</script>")


def svg(inside: str, attributes: str = 'viewBox="0 0 30 20"') -> bytes:
    return f"{SVG_HEAD}{attributes}>{inside}</svg>".encode()


def store(name: str, content: bytes | None = None, *, editor: Editor = UPLOADER, **more: str) -> Stored:
    """A stored file; a PNG of 400 × 300 where no content is given."""
    return store_file(name, png() if content is None else content, editor=editor, **more)


def address(stored: Stored, width: int = 0) -> str:
    """Where the original, or a smaller size, of the version just stored is served."""
    assert stored.version is not None
    name = stored.title.name.replace(" ", "_")
    sha1 = stored.version.sha1
    return f"/thumb/{width}/{sha1}/{name}.webp" if width else f"/media/{sha1}/{name}"
