"""Where the boxes and lines of a small graph stand: one page in the middle, its neighbours on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wiki.text.shorten import shorten

WIDTH, BOX, HIGH, ROW, MARGIN = 840, 220, 32, 48, 24
LABEL = 26  # characters that a box has room for
Side = Literal["left", "middle", "right"]
_LEFT_EDGE: dict[Side, int] = {"left": MARGIN, "middle": (WIDTH - BOX) // 2, "right": WIDTH - BOX - MARGIN}


@dataclass(frozen=True, slots=True)
class Box:
    """A node: the upper left corner of its box, in the drawing's units, and the label that fits in."""

    key: str
    label: str
    side: Side
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow as an SVG path; `both` says that it points both ways."""

    path: str
    both: bool
    outer: bool  # between two neighbours


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn, and how large it is."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(
    middle: str,
    left: Sequence[str],
    right: Sequence[str],
    arrows: Iterable[tuple[str, str]],
    labels: Mapping[str, str],
) -> Drawing:
    """Lay out the nodes in two columns beside the middle one; equal input gives an equal drawing.

    `arrows` are pairs of keys; pairs in both directions become one line. Those of unknown keys, and of a node
    with itself, are left out. Linear but for sorting.
    """
    rows = max(len(left), len(right), 1)
    height = rows * ROW + 2 * MARGIN
    boxes: dict[str, Box] = {}
    columns: tuple[tuple[Side, Sequence[str]], ...] = (("middle", [middle]), ("left", left), ("right", right))
    for side, keys in columns:
        top = (height - len(keys) * ROW) // 2 + (ROW - HIGH) // 2
        for number, key in enumerate(keys):
            label = shorten(labels.get(key, key), LABEL)
            boxes.setdefault(key, Box(key, label, side, _LEFT_EDGE[side], top + number * ROW))
    pairs = {(one, two) for one, two in arrows if one != two and one in boxes and two in boxes}
    lines = [
        _line(boxes[one], boxes[two], both=(two, one) in pairs)
        for one, two in sorted(pairs)
        if (two, one) not in pairs or one < two
    ]
    return Drawing(WIDTH, height, tuple(boxes.values()), tuple(lines))


def _line(one: Box, two: Box, *, both: bool) -> Line:
    """A curve between the sides of two boxes; within a column it bows towards the middle."""
    y1, y2 = one.y + HIGH // 2, two.y + HIGH // 2
    if one.side == two.side:
        x1 = one.x + BOX if one.side == "left" else one.x
        bend = x1 + (36 if one.side == "left" else -36)
        return Line(f"M{x1} {y1}C{bend} {y1} {bend} {y2} {x1} {y2}", both, outer=True)
    forward = one.x < two.x
    x1, x2 = (one.x + BOX, two.x) if forward else (one.x, two.x + BOX)
    bend = (x1 + x2) // 2
    outer = "middle" not in (one.side, two.side)
    return Line(f"M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}", both, outer=outer)
