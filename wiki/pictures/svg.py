"""SVG: only drawings that run nothing, load nothing and are no bomb.

Readers get an SVG in an `img`, where scripts do not run, and by itself under a Content-Security-Policy that
forbids everything. What is refused here is the third lock.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from wiki.pictures.found import BadPicture, Found

MAX_SVG_BYTES = 5_000_000
MAX_ELEMENTS, MAX_DEPTH = 100_000, 200
SVG = "http://www.w3.org/2000/svg"
XHTML = "http://www.w3.org/1999/xhtml"
XLINK, XML = "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
DEFAULT_SIZE = 512
LARGEST_SIDE = 20_000

_ROOT = re.compile(
    r"\s*+(?:<\?xml[^>]*\?>)?(?:\s|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*+)?>|<\?.*?\?>)*+<(?:\w++:)?svg\b",
    re.DOTALL,
)
_FORBIDDEN = frozenset(
    {
        "script",
        "foreignobject",
        "iframe",
        "embed",
        "object",
        "audio",
        "video",
        "canvas",
        "handler",
        "listener",
    }
)
_URL = re.compile(r"url\s*\(\s*[\"']?\s*([^)]*)", re.IGNORECASE)
_LOADING = re.compile(r"@import|expression\s*\(|javascript:|-moz-binding|\\", re.IGNORECASE)
_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_LENGTH = re.compile(
    r"\s*+\+?([0-9]{0,9}\.?[0-9]{0,9})(?:e([+-]?[0-9]{1,2}))?\s*+(px|pt|pc|mm|cm|in|em|ex)?\s*+",
    re.IGNORECASE,
)
_PIXELS = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "em": 16.0,
    "ex": 8.0,
}


def is_svg(content: bytes) -> bool:
    """Whether the bytes begin as an SVG does (in UTF-8 or UTF-16)."""
    head = content[:4096]
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return _ROOT.match(head.decode(encoding, "replace")) is not None


def look_at_svg(content: bytes) -> Found:
    """Size and title of a drawing. Raises BadPicture for one that could run, load or blow up anything."""
    if len(content) > MAX_SVG_BYTES:
        raise BadPicture(
            "file-too-large", f"the SVG has {len(content):,} bytes; {MAX_SVG_BYTES:,} are the most"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadPicture("svg-encoding", "the SVG is not written in UTF-8") from None
    checker = _Checker()
    try:
        checker.parser.Parse(text.encode(), True)  # the end of the input
    except expat.ExpatError as error:
        raise BadPicture("file-broken", f"the SVG is broken in line {error.lineno}") from None
    width, height = _size(checker.root)
    return Found("image/svg+xml", width, height, {"Title": checker.title} if checker.title else {})


class _Checker:
    """Follows the parser through the drawing; the first thing that may not be there ends it."""

    def __init__(self) -> None:
        self.root: dict[str, str] = {}
        self.title, self.text = "", ""
        self.elements: list[str] = []
        self.count = 0
        self.parser = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.doctype
        parser.ProcessingInstructionHandler = self.instruction
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters

    def doctype(self, *_: object) -> None:
        raise BadPicture("svg-doctype", "the SVG has a DOCTYPE or entities, which can be a bomb")

    def instruction(self, target: str, _data: str) -> None:
        raise BadPicture("svg-instruction", f"the SVG has the processing instruction “{target[:40]}”")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if not self.count and name != f"{SVG} svg":
            raise BadPicture("filetype-banned", "the file is XML, but no SVG")
        self.count += 1
        self.elements.append(name)
        if self.count > MAX_ELEMENTS or len(self.elements) > MAX_DEPTH:
            raise BadPicture("svg-too-deep", "the SVG has too many elements, or too many inside one another")
        if namespace == XHTML or (namespace in (SVG, "") and local.lower() in _FORBIDDEN):
            raise BadPicture(
                "svg-script", f"the SVG has the element “{local[:40]}”, which can run or hold a page"
            )
        if self.count == 1:
            self.root = attributes
        for attribute, value in attributes.items():
            _check_attribute(local, attribute, value)
        self.text = ""

    def characters(self, text: str) -> None:
        local = self.elements[-1].rpartition(" ")[2]
        if local in ("style", "title"):
            self.text += text

    def end(self, name: str) -> None:
        if name.rpartition(" ")[2] == "style":
            _check_style(self.text)
        if name == f"{SVG} title" and len(self.elements) == 2:
            self.title = " ".join(self.text.split())[:200]
        self.elements.pop()
        self.text = ""


def _check_attribute(element: str, name: str, value: str) -> None:
    namespace, _, local = name.rpartition(" ")
    low = local.lower()
    if low.startswith("on"):
        raise BadPicture("svg-script", f"the SVG has the event handler “{local[:40]}”")
    if namespace == XML and low == "base":
        raise BadPicture("svg-external", "the SVG sets another base address")
    if low == "attributename" and value.strip().rpartition(":")[2].lower().startswith(("href", "on")):
        raise BadPicture("svg-script", "the SVG animates an address or an event handler")
    if (low == "href" and namespace in ("", XLINK)) or low == "src":
        _check_address(value, f"{element}/{local}")
    elif namespace == "" and (low == "style" or "(" in value):
        _check_style(value)


def _check_address(value: str, place: str) -> None:
    address = value.strip()
    if address and not address.startswith("#") and not _DATA.fullmatch(address):
        raise BadPicture(
            "svg-external", f"the SVG refers to “{address[:60]}” ({place[:60]}); only its own parts can be"
        )


def _check_style(text: str) -> None:
    if found := _LOADING.search(text):
        raise BadPicture(
            "svg-external", f"a style of the SVG has “{found[0][:20]}”, which could load or run something"
        )
    for address in _URL.findall(text):
        _check_address(address.strip().strip("\"'"), "style")


def _size(root: dict[str, str]) -> tuple[int, int]:
    """Width and height in pixels, from the attributes or the view box, 512 where neither says."""
    width, height = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    box = [_number(part) for part in root.get("viewBox", "").replace(",", " ").split()[:4]]
    wide, high = (box[2], box[3]) if len(box) == 4 else (0.0, 0.0)
    ratio = high / wide if wide > 0 and high > 0 else 1.0
    if not width:
        width = height / ratio if height else (wide or DEFAULT_SIZE)
    if not height:
        height = width * ratio
    return min(max(round(width), 1), LARGEST_SIDE), min(max(round(height), 1), LARGEST_SIDE)


def _pixels(text: str) -> float:
    found = _LENGTH.fullmatch(text) if len(text) < 40 else None
    return (
        _number(found[1] + (f"e{found[2]}" if found[2] else "")) * _PIXELS[(found[3] or "px").lower()]
        if found
        else 0.0
    )


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0 < number < 1e9 else 0.0
