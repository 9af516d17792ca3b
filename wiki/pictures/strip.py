"""Takes out of a picture what tells of its maker: place, camera, names, comments. The pixels stay."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image, JpegImagePlugin, UnidentifiedImageError

from wiki.pictures.ends import end_of_jpeg
from wiki.pictures.found import MAX_PIXELS, BadPicture
from wiki.pictures.look import BROKEN, upright

STRIPPED = ("JPEG", "PNG", "WEBP")
# What a PNG needs to look as it does; anything else is told beside the picture.
_SHOWN = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs acTL fcTL fdAT".split()
)


def without_metadata(content: bytes) -> bytes:
    """The picture without EXIF, XMP, IPTC and comments, turned upright as its EXIF says; its colour profile
    stays.

    A JPEG, PNG or WebP that stands upright is not encoded anew. Any other content comes back as it is. Raises
    BadPicture for one that is broken.
    """
    try:
        with Image.open(io.BytesIO(content), formats=STRIPPED) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise BadPicture("too-many-pixels", "the picture has too many pixels")
            turn = picture.getexif().get(ExifTags.Base.Orientation, 1)
            if turn in range(2, 9) and (
                picture.format == "MPO" or not getattr(picture, "is_animated", False)
            ):
                content = _turned(picture, exact=b"VP8L" in content)
            kind = str(picture.format)
    except UnidentifiedImageError:
        return content
    except BadPicture:
        raise
    except BROKEN:
        raise BadPicture("file-broken", "the picture is cut off or broken") from None
    try:
        return b"".join({"PNG": _png, "WEBP": _webp}.get(kind, _jpeg)(content))
    except (IndexError, ValueError):
        raise BadPicture("file-broken", "the picture is cut off or broken") from None


def _turned(picture: Image.Image, *, exact: bool) -> bytes:
    """Encoded anew, upright, with as little lost as can be; `exact`: a WebP without loss stays so."""
    options: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile")}
    if isinstance(picture, JpegImagePlugin.JpegImageFile):
        options |= {"qtables": picture.quantization, "subsampling": JpegImagePlugin.get_sampling(picture)}
        options |= {"optimize": True}
    elif picture.format == "WEBP":
        options |= {"lossless": exact, "quality": 95, "method": 4}
    out = io.BytesIO()
    kind = str(picture.format).replace("MPO", "JPEG")
    picture = upright(picture)
    picture.save(out, kind, **options)
    return out.getvalue()


def _jpeg(content: bytes) -> Iterator[bytes]:
    """JFIF, the colour profile and Adobe's mark of the colour model stay of what programs note."""
    end, at = end_of_jpeg(content, 0), 2
    yield content[:2]
    while content[at + 1] != 0xDA:
        if content[at + 1] == 0xFF:
            at += 1
            continue
        marker, size = content[at + 1], 2 + int.from_bytes(content[at + 2 : at + 4])
        kept = marker in (0xE0, 0xEE) or content[at + 4 : at + 15] == b"ICC_PROFILE"
        if marker != 0xFE and (kept or not 0xE0 <= marker <= 0xEF):
            yield content[at : at + size]
        at += size
    yield content[at:end]


def _png(content: bytes) -> Iterator[bytes]:
    yield content[:8]
    at, kind = 8, b""
    while kind != b"IEND":
        if at + 12 > len(content):
            raise ValueError("no end")
        kind, size = content[at + 4 : at + 8], 12 + int.from_bytes(content[at : at + 4])
        if kind in _SHOWN:
            yield content[at : at + size]
        at += size


def _webp(content: bytes) -> Iterator[bytes]:
    kept, at, end = bytearray(b"WEBP"), 12, 8 + int.from_bytes(content[4:8], "little")
    while at + 8 <= min(end, len(content)):
        kind, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        chunk = bytearray(content[at : at + 8 + size + size % 2])
        if kind == b"VP8X":
            chunk[8] &= 0xFF ^ 0x0C  # says that EXIF and XMP follow
        if kind not in (b"EXIF", b"XMP "):
            kept += chunk
        at += 8 + size + size % 2
    yield b"RIFF" + len(kept).to_bytes(4, "little") + kept
