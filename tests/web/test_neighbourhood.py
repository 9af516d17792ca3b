"""Special:Neighbourhood: what is drawn and told, what it costs, and what cannot be asked."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_page, reload
from wiki.models import Page
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor
from wiki.text.drawing.graph import BOX, HIGH, NARROW, draw, draw_narrow

pytestmark = pytest.mark.django_db
PATH = "/wiki/Special:Neighbourhood"


def listing(*titles: str) -> str:
    return "**It** is a town.\n\n## See also\n\n" + "\n".join(f"- [[{title}]]" for title in titles)


def rows(client: Client, title: str) -> list[tuple[str, bool, bool, bool]]:
    response = client.get(f"{PATH}/{title}")
    assert response.status_code == 200
    found = response.context["found"].neighbours
    return [(one.title.full, one.exists, one.listed, one.lists) for one in found]


@pytest.fixture
def rome() -> Page:
    make_page("Paris", listing("Rome", "London"))
    make_page("Athens", listing("Rome", "Paris"))
    make_page("London", listing("Athens"))
    return make_page("Rome", listing("Paris", "London", "Carthage", "Rome"))


def test_both_directions_and_what_is_missing(client: Client, rome: Page) -> None:
    assert rows(client, "Rome") == [
        ("Athens", True, False, True),
        ("Carthage", False, True, False),
        ("London", True, True, False),
        ("Paris", True, True, True),
    ]
    html = client.get(f"{PATH}/Rome").content.decode()
    for name in ("wide", "narrow"):
        drawn = html.split(f'<div class="graph graph-{name}">')[1].split("</svg>")[0]
        assert drawn.count("graph-missing") == 1
        assert drawn.count(f'marker-start="url(#arrow-{name})"') == 1
        assert drawn.count('class="graph-line') == 7
    assert "style=" not in html
    assert "/edit/London?part=see-also&amp;add=Rome" in html


def test_deleted_pages_are_not_told_of(client: Client, rome: Page, carol: Editor) -> None:
    delete_page(Page.objects.get(title="Athens"), editor=carol)
    assert "Athens" not in client.get(f"{PATH}/Rome").content.decode()
    delete_page(reload(rome), editor=carol)
    assert client.get(f"{PATH}/Rome").status_code == 404


def test_a_page_alone(client: Client) -> None:
    make_page("Alone", "Text.")
    assert rows(client, "Alone") == []
    assert "/edit/Alone?part=see-also" in client.get(f"{PATH}/Alone").content.decode()


@pytest.mark.parametrize(("number", "drawn"), [(1, 1), (3, 3), (40, 12)])
def test_it_is_bounded_and_costs_five_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int, drawn: int
) -> None:
    make_page("Hub", listing(*(f"Town {n}" for n in range(number))))
    with django_assert_num_queries(5):
        found = rows(client, "Hub")
    assert len(found) == drawn
    assert ("Only the first ones" in client.get(f"{PATH}/Hub").content.decode()) == (number == 40)


@pytest.mark.parametrize(
    ("title", "status"),
    [("", 200), ("Missing", 404), ("a[b", 400), ("x" * 10_000, 400), ("a\0b", 400), ("Special:Log", 400)],
)
def test_what_cannot_be_shown(client: Client, title: str, status: int) -> None:
    assert client.get(f"{PATH}/{quote(title)}" if title else PATH).status_code == status
    if status == 400:
        assert client.get(f"{PATH}?target={quote(title)}").status_code in (302, 400)


def test_equal_input_gives_an_equal_drawing() -> None:
    arrows = [("M", "a"), ("a", "M"), ("b", "a"), ("a", "a"), ("x", "M"), ("c", "b")]
    one = draw("M", ["b", "c"], ["a"], arrows, {"a": "A very long label that does not fit"})
    assert one == draw("M", ["b", "c"], ["a"], arrows[::-1], {"a": "A very long label that does not fit"})
    assert [(box.key, box.side) for box in one.boxes] == [
        ("M", "middle"),
        ("b", "left"),
        ("c", "left"),
        ("a", "right"),
    ]
    assert one.boxes[3].label.endswith("…")
    assert [(line.both, line.outer) for line in one.lines] == [(True, False), (False, True), (False, True)]


@pytest.mark.parametrize(("above", "below"), [(0, 1), (1, 0), (12, 12), (3, 1)])
def test_on_a_narrow_screen_the_boxes_stand_below_each_other(above: int, below: int) -> None:
    before, after = [f"a{n}" for n in range(above)], [f"b{n}" for n in range(below)]
    arrows = [(key, "M") for key in before] + [("M", key) for key in after]
    drawing = draw_narrow("M", before, after, arrows, {})
    assert [box.key for box in drawing.boxes] == [*before, "M", *after]
    assert all(box.x > 0 and box.x + BOX < NARROW for box in drawing.boxes)
    edges = [edge for box in drawing.boxes for edge in (box.y, box.y + HIGH)]
    assert edges == sorted(set(edges))
    assert edges[-1] < drawing.height
    assert len(drawing.lines) == above + below
