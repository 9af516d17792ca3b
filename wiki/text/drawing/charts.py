"""Small drawings of change as SVG: bars over days, a line of steps, and the bar in a row of a table.

A drawing holds no words but its title and description, and no colours: figures stand beside it in HTML, and
colours come from style sheets by class. So it stretches to any width and stays crisp in both colour schemes.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 1000, 100  # of the line's own grid, stretched to the room there is


def bars(values: Sequence[int], *, title: str, about: str, labels: Sequence[str]) -> str:
    """One bar for each value, the greatest as high as the drawing; `labels` name each under the pointer.

    No value may be negative. Bars of nothing are left out.
    """
    top = max(values, default=0)
    drawn = "".join(
        f'<rect x="{place}.1" y="{_short(HEIGHT - value * HEIGHT / top)}" width=".8" '
        f'height="{_short(value * HEIGHT / top)}"><title>{escape(label)}</title></rect>'
        for place, (value, label) in enumerate(zip(values, labels, strict=True))
        if value > 0
    )
    return _svg("bars", max(len(values), 1), title, about, drawn)


def sparks(
    values: Sequence[int], parts: Sequence[int], *, title: str, about: str, labels: Sequence[str]
) -> str:
    """Bars as above, each with a filled one inside it for the part of it that `parts` say; the whole ones are
    told from these without colour, by style sheets that draw their outline alone.
    """
    top = max(values, default=0)
    drawn = ""
    for place, (value, part, label) in enumerate(zip(values, parts, labels, strict=True)):
        sides = [("came", value), ("waits", min(part, value))]
        inside = "".join(
            f'<rect class="{kind}" x="{place}.15" y="{_short(HEIGHT - size * HEIGHT / top)}" width=".7" '
            f'height="{_short(size * HEIGHT / top)}"/>'
            for kind, size in sides
            if size > 0
        )
        drawn += f"<g><title>{escape(label)}</title>{inside}</g>" if inside else ""
    return _svg("sparks", max(len(values), 1), title, about, drawn)


def steps(points: Sequence[tuple[float, float]], *, title: str, about: str) -> str:
    """A value that holds until the next point: a line of steps over the room below it, from 0 upwards.

    `points` are (place, value) with rising places; the last one's place ends the drawing.
    """
    if not points:
        return _svg("steps", WIDTH, title, about, "")
    first, last = points[0][0], points[-1][0]
    top = max(value for _, value in points) or 1
    across, up = WIDTH / ((last - first) or 1), HEIGHT / top
    line = f"M0 {_short(HEIGHT - points[0][1] * up)}"
    for place, value in points[1:]:
        line += f"H{_short((place - first) * across)}V{_short(HEIGHT - value * up)}"
    line += f"H{WIDTH}"
    area = f"{line}V{HEIGHT}H0Z"
    return _svg(
        "steps",
        WIDTH,
        title,
        about,
        f'<path class="chart-area" d="{area}"/><path class="chart-line" d="{line}"/>',
    )


def share(part: float) -> str:
    """A bar that fills `part` (0 to 1) of its room. It repeats a figure beside it, so it is no picture."""
    width = _short(min(max(part, 0), 1) * 100)
    return (
        '<svg class="chart-share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false"><rect width="{width}" height="10"/></svg>'
    )


def thinned(points: Sequence[tuple[float, float]], most: int) -> list[tuple[float, float]]:
    """At most `most` (4 or more) of the points that look the same when drawn: of each run the lowest and the
    highest, and the two ends.
    """
    if len(points) <= most:
        return list(points)
    inner = points[1:-1]
    runs = (most - 2) // 2
    kept = [points[0]]
    for run in range(runs):
        piece = inner[run * len(inner) // runs : (run + 1) * len(inner) // runs]
        ends = {piece.index(min(piece, key=_value)), piece.index(max(piece, key=_value))}
        kept += [piece[place] for place in sorted(ends)]
    return [*kept, points[-1]]


def _value(point: tuple[float, float]) -> float:
    return point[1]


def _short(number: float) -> str:
    """A number with at most one decimal, without what says nothing."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _svg(kind: str, width: int, title: str, about: str, inside: str) -> str:
    return (
        f'<svg class="chart-{kind}" role="img" viewBox="0 0 {width} {HEIGHT}" preserveAspectRatio="none">'
        f"<title>{escape(title)}</title><desc>{escape(about)}</desc>{inside}</svg>"
    )
