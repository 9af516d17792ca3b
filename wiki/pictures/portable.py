"""Pictures in the forms that every reader of books knows."""

from __future__ import annotations

import io

from PIL import Image

from wiki.pictures.found import BadPicture
from wiki.pictures.look import BROKEN, FORMATS

QUALITY = 85


def portable(data: bytes) -> tuple[bytes, str]:
    """The picture as JPEG, or as PNG where it can be seen through, and the ending of its name.

    Raises BadPicture where it cannot be read.
    """
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.has_transparency_data:
                picture.convert("RGBA").save(out, "PNG", optimize=True)
                return out.getvalue(), "png"
            picture.convert("RGB").save(out, "JPEG", quality=QUALITY)
            return out.getvalue(), "jpg"
    except BROKEN:
        raise BadPicture("file-broken", "the picture is cut off or broken") from None
