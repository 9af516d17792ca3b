"""In which sizes a picture is shown, and at which addresses: one file, a ladder of widths.

Widths are pixels of the image. What is shown is never larger than the file, but for drawings (SVG), which
have no size of their own.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from urllib.parse import quote

from wiki.text.addresses import wiki_path

LADDER = (60, 120, 180, 250, 320, 500, 640, 800, 1024, 1280, 1600, 1920, 2560)
THUMB_WIDTH = 250
BOX_WIDTH = 296  # of the infobox, inside
WIDEST = 1024  # what stands in a text
SVG = "image/svg+xml"


@dataclass(frozen=True, slots=True)
class Picture:
    """The current version of a file: what is needed to show it."""

    name: str
    sha1: str
    mime: str
    width: int
    height: int

    @property
    def original(self) -> str:
        """Address of the file as it was stored."""
        return f"/media/{self.sha1}/{_quoted(self.name)}"

    @property
    def page(self) -> str:
        """Address of the file's page."""
        return wiki_path("File:" + self.name.replace(" ", "_"))

    def thumb(self, width: int) -> str:
        """Address of the smallest size on the ladder that is at least `width` wide, or of the file itself."""
        step = self.step(width)
        return f"/thumb/{step}/{self.sha1}/{_quoted(self.name)}.webp" if step else self.original

    def step(self, width: int) -> int:
        """The width on the ladder that serves for `width`; 0 where the file itself does."""
        if self.mime == SVG:
            return 0
        step = ladder_step(width)
        return step if step < self.width else 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture at one size, for an `img`: `srcset` is "" where one source serves every screen."""

    src: str
    srcset: str
    width: int
    height: int


def ladder_step(width: int) -> int:
    """The smallest width on the ladder that is not less; the largest for anything beyond."""
    return LADDER[min(bisect_left(LADDER, width), len(LADDER) - 1)]


def shown(picture: Picture, width: int, height: int = 0) -> Shown:
    """The picture in a box `width` (and, unless 0, `height`) pixels large, for single and double density."""
    wide, high = fit(picture, width, height)
    single, double = picture.thumb(wide), picture.thumb(2 * wide)
    return Shown(single, f"{single} 1x, {double} 2x" if double != single else "", wide, high)


def fit(picture: Picture, width: int, height: int = 0) -> tuple[int, int]:
    """Width and height at which the picture fills a box without passing its edges or its own size."""
    scale = width / picture.width
    if height:
        scale = min(scale, height / picture.height)
    if picture.mime != SVG:
        scale = min(scale, 1.0)
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def _quoted(name: str) -> str:
    return quote(name.replace(" ", "_"), safe="")
