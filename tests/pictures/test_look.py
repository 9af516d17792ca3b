"""What a file is, found out from its bytes; and what is refused, with the reason."""

from __future__ import annotations

import time

import pytest

from tests.made_pictures import drawn, gif, html_gif, jpeg, png, png_header, saved, zipped
from wiki.pictures.found import BadPicture
from wiki.pictures.look import look_at


@pytest.mark.parametrize(
    ("name", "content", "mime", "size"),
    [
        ("a.png", png(40, 30), "image/png", (40, 30)),
        ("a.PNG", png(40, 30, "RGBA"), "image/png", (40, 30)),
        ("a.jpg", jpeg(40, 30), "image/jpeg", (40, 30)),
        ("a.jpeg", jpeg(40, 30), "image/jpeg", (40, 30)),
        ("a.gif", gif(40, 30), "image/gif", (40, 30)),
        ("a.webp", saved(drawn(40, 30), "WEBP"), "image/webp", (40, 30)),
    ],
)
def test_the_kinds_that_are_taken(name: str, content: bytes, mime: str, size: tuple[int, int]) -> None:
    found = look_at(content, name)
    assert (found.mime, (found.width, found.height)) == (mime, size)


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (40, 30)), (3, (40, 30)), (6, (30, 40)), (8, (30, 40))]
)
def test_width_and_height_are_those_of_the_picture_turned_upright(
    orientation: int, size: tuple[int, int]
) -> None:
    found = look_at(jpeg(40, 30, orientation=orientation), "a.jpg")
    assert (found.width, found.height) == size


def test_camera_and_author_are_told_but_not_the_place() -> None:
    content = jpeg(40, 30, comment="Ada\x00  Lovelace")
    assert look_at(content, "a.jpg").metadata == {
        "Artist": "Ada Lovelace",
        "Camera": "Box 1",
        "Aperture (f)": "2.8",
    }


def test_an_animation_tells_how_many_frames_it_has() -> None:
    assert look_at(gif(frames=3), "a.gif").metadata == {"Frames": "3"}


UNKNOWN = "the file is no JPEG, PNG, GIF, WebP or SVG picture that can be read"
BROKEN = "the picture is cut off or broken"
HTML = "the file holds HTML that a browser could take for a page"
PIXELS = "the picture has too many pixels; 50 million are the most"
IS_PNG = "the file is a PNG, but its name ends in .jpg; it has to be .png"
IS_JPEG = "the file is a JPEG, but its name has no ending; it has to be .jpg or .jpeg"
LONG = "the animation has 90 frames of 1500 × 1500 pixels, which is too much"


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        ("a.png", b"", "empty-file", "the file is empty"),
        (
            "a.png",
            b"x" * 20_000_001,
            "file-too-large",
            "the file has 20,000,001 bytes; 20,000,000 are the most",
        ),
        ("a.jpg", zipped(), "filetype-banned", UNKNOWN),
        ("a.png", b"hello", "filetype-banned", UNKNOWN),
        ("a.jpg", png(), "filetype-mismatch", IS_PNG),
        ("a", jpeg(), "filetype-mismatch", IS_JPEG),
        ("a.png", png()[:-200], "file-broken", BROKEN),
        ("a.jpg", jpeg()[:-500], "file-broken", BROKEN),
        ("a.gif", html_gif(), "uploadscripted", HTML),
        ("a.gif", b"GIF89a/*<script>alert(1)</script>*/", "uploadscripted", HTML),
        ("a.png", png_header(50_000, 50_000), "too-many-pixels", PIXELS),
        ("a.png", png_header(9_000, 9_000), "too-many-pixels", PIXELS),
        ("a.png", png_header(0, 5), "filetype-banned", UNKNOWN),
        ("a.gif", gif(1500, 1500, frames=90), "animation-too-large", LONG),
    ],
    ids=range(14),
)
def test_what_is_refused(name: str, content: bytes, code: str, message: str) -> None:
    started = time.monotonic()
    with pytest.raises(BadPicture) as refused:
        look_at(content, name)
    assert (refused.value.code, refused.value.message) == (code, message)
    assert time.monotonic() - started < 5


REASONS = {"file-broken", "filetype-banned", "too-many-pixels", "animation-too-large"}


def refusal(content: bytes, name: str) -> str | None:
    try:
        look_at(content, name)
    except BadPicture as error:
        return error.code
    return None


def test_bytes_changed_at_random_are_read_or_refused() -> None:
    """Nothing but BadPicture comes out of the readers."""
    for content, name in ((png(), "a.png"), (jpeg(), "a.jpg"), (gif(), "a.gif")):
        for place in range(8, len(content), max(1, len(content) // 150)):
            broken = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
            assert refusal(broken, name) in REASONS | {None}
