"""Special:BrokenAnchors: only links to what never was."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import edit_page, edit_section, make_page
from wiki.models import Section
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor
from wiki.reading.linking import broken_anchors

pytestmark = pytest.mark.django_db
PATH = "/wiki/Special:BrokenAnchors"


def broken(client: Client, query: str = "") -> list[tuple[str, str, str]]:
    response = client.get(PATH + query)
    assert response.status_code == 200
    return [(row.page.full, row.target.full, row.fragment) for row in response.context["rows"]]


def test_renaming_breaks_nothing(client: Client, carol: Editor) -> None:
    rome = make_page("Rome", "Lead.\n\n## Old town\n\nText.")
    section = Section.objects.get(page=rome, anchor="Old_town")
    link = make_page("Links", "[[Rome#Old town]] [[Rome#New]] [[None#X]] [[Rome#field-1]] [[Roma#Old town]]")
    make_page("Roma", "#REDIRECT [[Rome]]")
    assert broken(client) == [("Links", "Rome", "New")]
    edit_section(rome, section.pk, "\n\n## New\n\nText.")
    edit_section(rome, section.pk, "\n\n## Newer\n\nText.")
    assert broken(client) == []
    assert "Every link to a section leads to it." in client.get(PATH).content.decode()
    edit_page(rome, "Lead.")
    assert {row[2].replace(" ", "_") for row in broken(client)} == {"Old_town", "New"}
    delete_page(link, editor=carol)
    assert broken(client) == []


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_two_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for n in range(number):
        make_page(f"Town {n}", "Text.")
        make_page(f"Link {n}", f"[[Town {n}#Nothing]]")
    with django_assert_num_queries(2):
        assert len(broken(client)) == number


def test_it_goes_on_by_key(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broken_anchors, "SCANNED", 2)
    make_page("Town", "Text.")
    make_page("Links", "[[Town#A]] [[Town#B]] [[Town#C]]")
    first = client.get(PATH).context["following"]
    assert [row[2] for row in broken(client)] == ["A", "B"]
    assert [row[2] for row in broken(client, f"?from={first}")] == ["C"]


@pytest.mark.parametrize("start", ["x", "-1", "9" * 30, "%00", "1.5", "x" * 10_000])
def test_bad_starts(client: Client, start: str) -> None:
    assert client.get(f"{PATH}?from={start}").status_code == 400
