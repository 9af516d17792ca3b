"""Looks at the bytes of a file: which kind of picture it is, and whether it can be taken in."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib

from PIL import ExifTags, Image, ImageOps

from wiki.pictures.ends import check_alone
from wiki.pictures.found import (
    EXTENSIONS,
    MAX_FRAME_PIXELS,
    MAX_PIXELS,
    BadPicture,
    Found,
    Limits,
)
from wiki.pictures.svg import is_svg, look_at_svg

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
# Whatever Pillow's readers raise for bytes that are not what they begin as.
BROKEN = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, MemoryError),
    *(struct.error, zlib.error, UserWarning, Image.DecompressionBombError, Image.DecompressionBombWarning),
)
_MARKUP = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|script|iframe|title|a\s+href|img|table|\?php)\b", re.IGNORECASE
)
_SNIFFED = 1024  # bytes in which browsers looked for markup
_LONGEST = 200  # characters of one value
_TOLD = {
    "ImageDescription": "Description",
    "Artist": "Artist",
    "Copyright": "Copyright",
    "Make": "Camera maker",
    "Model": "Camera",
    "LensModel": "Lens",
    "DateTimeOriginal": "Taken",
    "ExposureTime": "Exposure (s)",
    "FNumber": "Aperture (f)",
    "ISOSpeedRatings": "ISO speed",
    "FocalLength": "Focal length (mm)",
    "Software": "Software",
}

# A header that promises more is an error, here and in every other library that opens pictures with Pillow.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def look_at(content: bytes, name: str, limits: Limits = Limits()) -> Found:  # noqa: B008 - it cannot change
    """What the file called `name` is. Raises BadPicture (code, message) for what cannot be taken in.

    The kind follows from the bytes; the name has to agree with it. The whole picture is decoded once, so that
    what is cut off or broken is refused now and not to each reader.
    """
    found = kind_of(content, limits)
    _check_name(name, found)
    return found


def kind_of(content: bytes, limits: Limits) -> Found:
    """What the bytes are, whatever they are called. Raises BadPicture as `look_at`."""
    if not content:
        raise BadPicture("empty-file", "the file is empty")
    if len(content) > limits.largest:
        raise _too_large(f"the file has {len(content):,} bytes", limits.largest)
    found = look_at_svg(content) if is_svg(content) else _raster(content)
    _check_kind(found, len(content), limits)
    return found


def _too_large(has: str, most: int) -> BadPicture:
    return BadPicture("file-too-large", f"{has}; {most:,} are the most")


def _check_kind(found: Found, size: int, limits: Limits) -> None:
    most = limits.kinds.get(found.kind)
    if most is None:
        taken = ", ".join(kind.upper() for kind in limits.kinds)
        raise BadPicture("filetype-banned", f"the file is a {found.kind.upper()}; this wiki takes {taken}")
    if size > most:
        raise _too_large(f"the {found.kind.upper()} has {size:,} bytes", most)


def _check_name(name: str, found: Found) -> None:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in EXTENSIONS[found.mime]:
        return
    wanted = " or ".join(f".{one}" for one in EXTENSIONS[found.mime])
    said = f"its name ends in .{ending[:20]}" if ending else "its name has no ending"
    raise BadPicture(
        "filetype-mismatch", f"the file is a {found.kind.upper()}, but {said}; it has to be {wanted}"
    )


def _raster(content: bytes) -> Found:
    if _MARKUP.search(content[:_SNIFFED]):
        raise BadPicture("uploadscripted", "the file holds HTML that a browser could take for a page")
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many() from None
    except BROKEN:
        known = "JPEG, PNG, GIF, WebP or SVG"
        raise BadPicture("filetype-banned", f"the file is no {known} picture that can be read") from None
    with picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise _too_many(picture.size)
        try:
            frames = 1 if picture.format == "MPO" else int(getattr(picture, "n_frames", 1))
            if frames * picture.width * picture.height > MAX_FRAME_PIXELS:
                why = f"the animation has {frames:,} frames of {picture.width} × {picture.height} pixels"
                raise BadPicture("animation-too-large", f"{why}, which is too much")
            picture.load()
            metadata = _exif(picture) | ({"Frames": str(frames)} if frames > 1 else {})
            width, height = _turned(picture)
        except BadPicture:
            raise
        except BROKEN:
            raise BadPicture("file-broken", "the picture is cut off or broken") from None
        mime = str(Image.MIME[str(picture.format).replace("MPO", "JPEG")])
    check_alone(content, mime)
    return Found(mime, width, height, metadata)


def _too_many(size: tuple[int, int] | None = None) -> BadPicture:
    has = f"the picture has {size[0]:,} × {size[1]:,} pixels" if size else "the picture has too many pixels"
    return BadPicture("too-many-pixels", f"{has}; {MAX_PIXELS // 1_000_000} million are the most")


def _turned(picture: Image.Image) -> tuple[int, int]:
    """Width and height once it is turned as its EXIF says."""
    try:
        orientation = picture.getexif().get(ExifTags.Base.Orientation, 1)
    except BROKEN:
        orientation = 1
    return picture.size[::-1] if orientation in (5, 6, 7, 8) else picture.size


def _exif(picture: Image.Image) -> dict[str, str]:
    """The few things that are shown: camera, exposure, author. Never where it was taken."""
    try:
        exif = picture.getexif()
        tags = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
        told = {ExifTags.TAGS.get(tag, ""): value for tag, value in tags.items()}
        return {label: text for tag, label in _TOLD.items() if (text := _text(told.get(tag)))}
    except BROKEN:
        return {}


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if isinstance(value, tuple):
        value = value[0] if value else ""
    if isinstance(value, float) or hasattr(value, "numerator"):
        number = float(value)  # type: ignore[arg-type]
        value = f"{number:.6g}" if number == number else ""
    text = "".join(char if char.isprintable() else " " for char in str(value or ""))
    return " ".join(text.split())[:_LONGEST]


def upright(picture: Image.Image) -> Image.Image:
    """The picture turned as its EXIF says."""
    try:
        return ImageOps.exif_transpose(picture)
    except BROKEN:  # what the camera noted is broken, not the picture
        picture.load()
        return picture
