"""A picture is one picture and no page, script or archive too, and nothing follows its end."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.made_pictures import drawn, gif, jpeg, mpo, png, saved, zipped
from wiki.pictures.ends import end_of
from wiki.pictures.found import BadPicture, Limits
from wiki.pictures.look import look_at

WEBP = saved(drawn(40, 30), "WEBP")
KINDS = [
    ("a.jpg", "image/jpeg", jpeg(40, 30)),
    ("a.jpg", "image/jpeg", saved(drawn(40, 30), "JPEG", progressive=True, restart_marker_blocks=1)),
    ("a.png", "image/png", png(40, 30)),
    ("a.gif", "image/gif", gif(40, 30)),
    ("a.gif", "image/gif", saved(drawn(40, 30), "GIF", comment=b"c" * 600)),
    ("a.webp", "image/webp", WEBP),
]


@pytest.mark.parametrize(("name", "mime", "content"), KINDS)
def test_the_end_of_each_kind_is_found(name: str, mime: str, content: bytes) -> None:
    assert end_of(content, mime) == len(content)
    assert end_of(content + b"and more", mime) == len(content)
    assert look_at(content + bytes(64), name).mime == mime  # zeros are no file


@pytest.mark.parametrize(("name", "mime", "content"), KINDS)
@pytest.mark.parametrize(
    ("more", "code"),
    [
        (b"<script>alert(1)</script>", "uploadscripted"),
        (b"<!DOCTYPE html><body>", "uploadscripted"),
        (b"<?php system($_GET[0]); ?>", "uploadscripted"),
        (b"*/=alert(1)//", "bytes-after-end"),
        (b"MZ\x90\x00", "bytes-after-end"),
        (zipped(), "uploadarchive"),
    ],
)
def test_a_second_file_behind_the_picture(
    name: str, mime: str, content: bytes, more: bytes, code: str
) -> None:
    with pytest.raises(BadPicture) as refused:
        look_at(content + more, name)
    assert refused.value.code == code


def test_a_second_file_inside_the_picture() -> None:
    for content, name, code in (
        (saved(drawn(40, 30), "JPEG", comment=b"<script>alert(1)</script>"), "a.jpg", "uploadscripted"),
        (saved(drawn(40, 30), "GIF", comment=b"c" * 2000 + b"<html >"), "a.gif", "uploadscripted"),
        (saved(drawn(40, 30), "JPEG", comment=zipped()), "a.jpg", "uploadarchive"),
        (gif(0x2A2F, 3, frames=1), "a.gif", "uploadscripted"),  # begins with GIF89a/*
    ):
        with pytest.raises(BadPicture) as refused:
            look_at(content, name)
        assert refused.value.code == code


def test_the_smaller_pictures_that_a_camera_puts_behind_the_first_are_taken() -> None:
    found = look_at(mpo(), "a.jpg")
    assert (found.mime, found.width, found.metadata.get("Frames")) == ("image/jpeg", 40, None)
    with pytest.raises(BadPicture, match="bytes of something else follow"):
        look_at(mpo() + b"x", "a.jpg")


def test_what_a_picture_unpacks_to_has_a_limit() -> None:
    """100 MB of one letter in a text chunk of a PNG, and an archive that calls itself a picture."""
    bomb = png(40, 30, text="x" * 100_000_000)
    assert len(bomb) < 200_000
    with pytest.raises(BadPicture) as refused:
        look_at(bomb, "a.png")
    assert refused.value.code == "filetype-banned"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", bytes(50_000_000))
    with pytest.raises(BadPicture) as refused:
        look_at(out.getvalue(), "a.png")
    assert refused.value.code == "filetype-banned"


def test_what_the_operator_allows() -> None:
    limits = Limits(5000, {"png": 5000, "gif": 100})
    assert look_at(png(40, 30), "a.png", limits).mime == "image/png"
    for content, name, code, message in (
        (jpeg(40, 30), "a.jpg", "filetype-banned", "the file is a JPEG; this wiki takes PNG, GIF"),
        (gif(40, 30), "a.gif", "file-too-large", "the GIF has .* bytes; 100 are the most"),
        (b"x" * 5001, "a.png", "file-too-large", "the file has 5,001 bytes; 5,000 are the most"),
    ):
        with pytest.raises(BadPicture, match=message) as refused:
            look_at(content, name, limits)
        assert refused.value.code == code
