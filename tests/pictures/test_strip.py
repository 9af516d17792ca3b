"""Metadata are taken out, and the picture is the same."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from tests.made_pictures import PLAIN_SVG, drawn, gif, jpeg, mpo, png, saved, zipped
from wiki.pictures.found import BadPicture
from wiki.pictures.look import look_at, upright
from wiki.pictures.strip import without_metadata

PROFILE = b"a colour profile " * 20
SECRETS = (b"Ada", b"Box 1", b"GPS", b"Exif", b"xmpmeta", b"secret", b"eXIf", b"EXIF")


def tagged(kind: str, orientation: int = 1, **options: object) -> bytes:
    exif = Image.open(io.BytesIO(jpeg(40, 30, orientation=orientation))).getexif()
    xmp = b"<x:xmpmeta>secret</x:xmpmeta>"
    return saved(drawn(40, 30), kind, exif=exif, xmp=xmp, icc_profile=PROFILE, **options)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def differs(one: Image.Image, other: Image.Image) -> int:
    """By how much, at most, of 255."""
    found = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema()
    return max(high for _low, high in found)


CASES = [
    ("JPEG", {"quality": 90, "comment": b"secret"}, 40),
    ("PNG", {}, 0),
    ("WEBP", {"lossless": True}, 0),
    ("WEBP", {"quality": 80}, 40),
]


@pytest.mark.parametrize(("kind", "options", "loss"), CASES)
def test_nothing_is_told_any_more_and_the_pixels_stay(kind: str, options: dict, loss: int) -> None:
    before = tagged(kind, **options)
    assert any(secret in before for secret in SECRETS)
    after = without_metadata(before)
    assert [secret for secret in SECRETS if secret in after] == []
    assert differs(opened(before), opened(after)) == 0
    assert opened(after).info["icc_profile"] == PROFILE
    assert look_at(after, f"a.{kind.lower()}").metadata == {}
    assert without_metadata(after) == after


@pytest.mark.parametrize(("kind", "options", "loss"), CASES)
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_it_is_turned_upright_first(kind: str, options: dict, loss: int, orientation: int) -> None:
    before = tagged(kind, orientation, **options)
    after = without_metadata(before)
    assert [secret for secret in SECRETS if secret in after] == []
    assert opened(after).getexif() == {}
    assert differs(upright(opened(before)), opened(after)) <= loss
    assert opened(after).info["icc_profile"] == PROFILE


def test_text_in_a_png() -> None:
    content = png(40, 30, text="secret")
    assert b"tEXt" in content or b"zTXt" in content
    assert without_metadata(content) == png(40, 30)


def test_an_animation_keeps_its_frames() -> None:
    frames = [drawn(40, 30), drawn(40, 30, "L").convert("RGB")]
    for kind in ("PNG", "WEBP"):
        exif = opened(jpeg(orientation=6)).getexif()
        content = saved(frames[0], kind, save_all=True, append_images=frames[1:], exif=exif, duration=90)
        after = without_metadata(content)
        assert (opened(after).n_frames, dict(opened(after).getexif())) == (2, {})


def test_what_hides_behind_the_picture_goes_too() -> None:
    for content, name in ((jpeg(40, 30), "a.jpg"), (png(40, 30), "a.png"), (mpo(), "a.jpg")):
        cut = without_metadata(content + zipped())
        assert look_at(cut, name).width == 40
        assert b"PK" not in cut
    assert opened(without_metadata(mpo())).format == "JPEG"


@pytest.mark.parametrize("content", [gif(), PLAIN_SVG.encode(), b"", b"hello"])
def test_other_kinds_come_back_as_they_are(content: bytes) -> None:
    assert without_metadata(content) == content


@pytest.mark.parametrize("cut", [12, 40, 200])
def test_what_is_broken_is_refused(cut: int) -> None:
    for content in (jpeg(), png()):
        with pytest.raises(BadPicture):
            look_at(without_metadata(content[:cut]), "a.png")
