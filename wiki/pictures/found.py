"""What a picture file turned out to be, or why it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
MAX_FRAME_PIXELS = 200_000_000  # of all frames of an animation together
EXTENSIONS = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/svg+xml": ("svg",),
}

KINDS = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}


class BadPicture(ValueError):
    """A file that is not taken in; `code` names the rule, `message` the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class Limits:
    """Which kinds (of KINDS) are taken in, each with the most bytes it may have; `largest` for all."""

    largest: int = MAX_BYTES
    kinds: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, MAX_BYTES))


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is: MIME type, size in pixels as it is shown (turned as EXIF says), and what it tells."""

    mime: str
    width: int
    height: int
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def extension(self) -> str:
        """How the file is named on disk."""
        return EXTENSIONS[self.mime][0]

    @property
    def kind(self) -> str:
        """What the kind is called in KINDS."""
        return self.mime.partition("/")[2].removesuffix("+xml")
