"""Drawings of change."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from wiki.text.drawing.charts import bars, share, sparks, steps, thinned


def test_bars_are_as_high_as_their_values() -> None:
    svg = bars([0, 2, 4], title="Edits", about="6 in all", labels=["a", "b", "c"])
    tree = ET.fromstring(svg)
    assert (tree.get("role"), tree.get("viewBox")) == ("img", "0 0 3 100")
    assert [child.tag for child in tree] == ["title", "desc", "rect", "rect"]
    assert [(bar.get("x"), bar.get("y"), bar.get("height")) for bar in tree.iter("rect")] == [
        ("1.1", "50", "50"),
        ("2.1", "0", "100"),
    ]
    assert [bar[0].text for bar in tree.iter("rect")] == ["b", "c"]


def test_a_part_of_a_bar_is_drawn_inside_it() -> None:
    svg = sparks([4, 0, 2], [1, 0, 3], title="Changes", about="6 in 3 days", labels=["a", "b", "<c>"])
    tree = ET.fromstring(svg)
    assert [child.tag for child in tree] == ["title", "desc", "g", "g"]
    assert [group[0].text for group in tree.iter("g")] == ["a", "<c>"]
    assert [
        (bar.get("class"), bar.get("x"), bar.get("y"), bar.get("height")) for bar in tree.iter("rect")
    ] == [
        ("came", "0.15", "0", "100"),
        ("waits", "0.15", "75", "25"),
        ("came", "2.15", "50", "50"),
        ("waits", "2.15", "50", "50"),  # no part is more than the whole
    ]
    assert "<rect" not in sparks([], [], title="t", about="", labels=[])


def test_words_are_escaped_and_nothing_is_styled_inside() -> None:
    svg = bars([1], title='<script>"', about="a & b", labels=["</svg><b>"])
    assert "<script" not in svg
    assert "</svg><b>" not in svg
    assert "style" not in svg
    assert ET.fromstring(svg)[0].text == '<script>"'


def test_nothing_to_draw() -> None:
    assert "<rect" not in bars([], title="t", about="", labels=[])
    assert "<rect" not in bars([0, 0], title="t", about="", labels=["", ""])
    assert "<path" not in steps([], title="t", about="")


def test_steps_hold_until_the_next_point() -> None:
    svg = steps([(10, 50), (20, 100), (30, 100)], title="Size", about="")
    line = [path.get("d") for path in ET.fromstring(svg).iter("path") if path.get("class") == "chart-line"]
    assert line == ["M0 50H500V0H1000V0H1000"]


def test_one_point_and_zero_are_drawn_too() -> None:
    assert 'd="M0 100H1000"' in steps([(5, 0)], title="Size", about="")


def test_share_stays_in_its_room() -> None:
    assert 'width="25"' in share(0.25)
    assert 'width="100"' in share(7)
    assert 'aria-hidden="true"' in share(0)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=400), st.integers(4, 60))
def test_thinning_keeps_ends_and_extremes(points: list[tuple[int, int]], most: int) -> None:
    points = sorted(points)
    kept = thinned(points, most)
    assert len(kept) <= most or kept == points
    assert kept == sorted(kept) or len(points) <= most
    if points:
        assert (kept[0], kept[-1]) == (points[0], points[-1])
        assert max(value for _, value in kept) == max(value for _, value in points)
        assert min(value for _, value in kept) == min(value for _, value in points)
    assert set(kept) <= set(points)
