"""Special:Redirect and Special:ComparePages."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_page
from wiki.models import LogEntry
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


def test_numbers_and_names_lead_to_what_they_mean(client: Client, alice: Editor, carol: Editor) -> None:
    page = make_page("Ant b", editor=alice)
    for path, target in {
        f"page/{page.pk}": "/wiki/Ant_b",
        "revision/7": "/revision/7",
        f"user/{alice.user.pk}": "/wiki/User:Alice",
        "file/a map.png": "/wiki/File:A_map.png",
        "logid/3": "/wiki/Special:Log?logid=3",
    }.items():
        answer = client.get(f"/wiki/Special:Redirect/{path}")
        assert (answer.status_code, answer["Location"]) == (302, target)
    answer = client.get(f"/wiki/Special:Redirect?wptype=page&wpvalue={page.pk}")
    assert answer["Location"] == "/wiki/Ant_b"
    delete_page(page, editor=carol)
    assert client.get(f"/wiki/Special:Redirect/page/{page.pk}").status_code == 404


def test_one_entry_of_the_log_can_be_asked_for(client: Client, carol: Editor) -> None:
    for name in ("Ant", "Bee"):
        delete_page(make_page(name), editor=carol)
    first = LogEntry.objects.order_by("pk")[0]
    html = client.get(f"/wiki/Special:Log?logid={first.pk}").content.decode()
    assert ">Ant</a>" in html
    assert ">Bee</a>" not in html


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nonsense/1", 400),
        ("page/x", 400),
        ("page/99", 404),
        ("user/99", 404),
        ("page/" + "9" * 30, 400),
        ("file/A%5B", 400),
        ("logid/-1", 400),
        ("page", 200),
        ("", 200),
    ],
)
def test_what_cannot_be_looked_up_is_said(client: Client, path: str, status: int) -> None:
    assert client.get(f"/wiki/Special:Redirect/{path}".rstrip("/")).status_code == status


def test_two_pages_are_compared_as_they_are_now(client: Client) -> None:
    ant, bee = make_page("Ant"), make_page("Bee", "Other.")
    answer = client.get("/wiki/Special:ComparePages?page1=ant&page2=Bee")
    assert answer["Location"] == f"/diff/{ant.latest_id}/{bee.latest_id}"
    assert client.get(answer["Location"]).status_code == 200
    answer = client.get(f"/wiki/Special:ComparePages?rev1={bee.latest_id}&page2=Ant")
    assert answer["Location"] == f"/diff/{bee.latest_id}/{ant.latest_id}"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("page1=Ant", "Name a page or a revision on both sides."),
        ("page1=Ant&page2=Nowhere", "There is no page “Nowhere”."),
        ("page1=Ant&rev2=x", "“x” is no revision&#x27;s number."),
        ("page1=A%5B&page2=Ant", "which no title can have"),
        ("page1=A%00&page2=Ant", "invisible or broken character"),
    ],
)
def test_a_form_that_cannot_be_compared_says_why(client: Client, query: str, words: str) -> None:
    make_page("Ant")
    answer = client.get(f"/wiki/Special:ComparePages?{query}")
    assert answer.status_code == 400
    html = answer.content.decode()
    assert words in html
    assert 'value="A' in html
