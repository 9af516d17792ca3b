"""Where the boxes and lines of a small graph stand: one page in the middle, its neighbours on both sides of
it, or for a narrow screen above and below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wiki.text.language.shorten import shorten

WIDTH, BOX, HIGH, ROW, MARGIN = 840, 220, 32, 48, 24
LABEL = 26  # characters that a box has room for
NARROW, GUTTER, GAP = (
    324,
    52,
    16,
)  # in one column: its width, what is left of it for lines, and around the middle
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
    return Drawing(WIDTH, height, tuple(boxes.values()), _lines(boxes, arrows, _line))


def draw_narrow(
    middle: str,
    above: Sequence[str],
    below: Sequence[str],
    arrows: Iterable[tuple[str, str]],
    labels: Mapping[str, str],
) -> Drawing:
    """The same graph in one column: lines to the middle one run at the left side, all others at the right."""
    boxes: dict[str, Box] = {}
    y = MARGIN
    parts: tuple[tuple[Side, Sequence[str]], ...] = (("left", above), ("middle", [middle]), ("right", below))
    for side, keys in parts:
        for key in keys:
            if key not in boxes:
                boxes[key] = Box(key, shorten(labels.get(key, key), LABEL), side, GUTTER, y)
                y += ROW
        y += GAP if keys else 0
    return Drawing(
        NARROW, y - GAP - (ROW - HIGH) + MARGIN, tuple(boxes.values()), _lines(boxes, arrows, _arc)
    )


def _lines(
    boxes: Mapping[str, Box], arrows: Iterable[tuple[str, str]], line: Callable[[Box, Box, bool], Line]
) -> tuple[Line, ...]:
    pairs = {(one, two) for one, two in arrows if one != two and one in boxes and two in boxes}
    return tuple(
        line(boxes[one], boxes[two], (two, one) in pairs)
        for one, two in sorted(pairs)
        if (two, one) not in pairs or one < two
    )


def _arc(one: Box, two: Box, both: bool) -> Line:
    """A bow beside the column, the wider the further it leads."""
    outer = "middle" not in (one.side, two.side)
    y1, y2 = one.y + HIGH // 2, two.y + HIGH // 2
    out = min(
        14 + abs(y1 - y2) // 8, GUTTER * 5 // 4
    )  # a curve comes three quarters of the way to its handles
    x, bend = (GUTTER + BOX, GUTTER + BOX + out) if outer else (GUTTER, GUTTER - out)
    return Line(f"M{x} {y1}C{bend} {y1} {bend} {y2} {x} {y2}", both, outer)


def _line(one: Box, two: Box, both: bool) -> Line:
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
