"""Makes a picture smaller."""

from __future__ import annotations

import io
from typing import IO

from PIL import Image, ImageCms

from wiki.pictures.found import MAX_PIXELS, BadPicture
from wiki.pictures.look import BROKEN, FORMATS, upright

THUMBNAIL_TYPE = "image/webp"
PHOTO, DRAWING = 80, 88  # quality
_SRGB = ImageCms.createProfile("sRGB")


def scaled(file: IO[bytes], width: int) -> bytes:
    """The picture as WebP, `width` pixels wide: upright, in sRGB, with nothing of its metadata left.

    Of an animation the first frame. Never made larger. Raises BadPicture where it cannot be read.
    """
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise BadPicture("too-many-pixels", "the picture has too many pixels")
            photo = picture.format in ("JPEG", "MPO")
            if photo:
                picture.draft("RGB", (2 * width, 2 * width))  # decoded at a half, a quarter or an eighth
            return _webp(_resized(picture, width), photo=photo)
    except BROKEN as error:
        if isinstance(error, BadPicture):
            raise
        raise BadPicture("file-broken", "the picture is cut off or broken") from None


def _resized(picture: Image.Image, width: int) -> Image.Image:
    profile = picture.info.get("icc_profile")
    turned = upright(picture)
    see_through = turned.has_transparency_data
    plain = turned.convert("RGBA" if see_through else "RGB")
    if width < plain.width:
        size = (width, max(1, round(plain.height * width / plain.width)))
        plain = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _in_srgb(plain, profile) if profile and picture.mode == "RGB" else plain


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, *BROKEN):
        return picture


def _webp(picture: Image.Image, *, photo: bool) -> bytes:
    """A photograph with some loss; anything else without, where that is smaller."""
    picture.info.clear()
    lossy = _saved(picture, quality=PHOTO if photo else DRAWING, method=4)
    if photo:
        return lossy
    exact = _saved(picture, lossless=True, quality=60, method=3)
    return min(exact, lossy, key=len)


def _saved(picture: Image.Image, **options: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", **options)
    return out.getvalue()
