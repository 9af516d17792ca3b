"""Smaller pictures: upright, of the right size, with nothing left of what the file told."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.made_pictures import drawn, gif, jpeg, png, png_header, saved
from wiki.pictures.found import BadPicture
from wiki.pictures.scale import scaled


def smaller(content: bytes, width: int) -> Image.Image:
    return Image.open(io.BytesIO(scaled(io.BytesIO(content), width)), formats=["WEBP"])


@pytest.mark.parametrize(
    "content",
    [
        png(400, 300),
        png(400, 300, "RGBA"),
        png(400, 300, "P"),
        png(400, 300, "L"),
        png(400, 300, "1"),
        saved(drawn(400, 300, "LA"), "PNG"),
        saved(Image.new("I;16", (400, 300)), "PNG"),
        saved(Image.new("CMYK", (400, 300)), "JPEG"),
        jpeg(400, 300),
        gif(400, 300),
        saved(drawn(400, 300), "WEBP"),
    ],
)
def test_every_kind_becomes_smaller(content: bytes) -> None:
    assert smaller(content, 120).size == (120, 90)


def test_a_photograph_stands_upright_and_tells_nothing() -> None:
    small = smaller(jpeg(400, 300, orientation=6), 120)
    assert small.size == (120, 160)
    assert (dict(small.getexif()), small.info.get("exif"), small.info.get("xmp")) == ({}, None, None)
    left, right = (small.convert("RGB").getpixel((x, 20)) for x in (20, 100))
    assert (left[1] > 200, right[1] < 60) == (
        True,
        True,
    )  # the red corner was above on the left and is now on the right


def test_what_is_see_through_stays_so() -> None:
    clear = saved(Image.new("RGBA", (400, 300), (0, 0, 0, 0)), "PNG")
    assert smaller(clear, 120).convert("RGBA").getpixel((5, 5))[3] == 0


def test_of_an_animation_the_first_frame() -> None:
    assert getattr(smaller(gif(400, 300), 120), "n_frames", 1) == 1


def test_nothing_is_made_larger() -> None:
    assert smaller(png(40, 30), 120).size == (40, 30)


def test_a_drawing_of_few_colours_is_kept_exactly() -> None:
    small = smaller(png(400, 300), 120).convert("RGB")
    assert (small.getpixel((5, 5)), small.getpixel((115, 85))) == ((255, 0, 0), (255, 255, 255))


@pytest.mark.parametrize("content", [b"", b"x", png()[:500], png_header(50_000, 50_000), jpeg()[:900]])
def test_what_cannot_be_read_is_said(content: bytes) -> None:
    with pytest.raises(BadPicture):
        scaled(io.BytesIO(content), 120)
