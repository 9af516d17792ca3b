"""The address that the editor asks for completions."""

import pytest

from tests.factories import make_page

pytestmark = pytest.mark.django_db


def test_links_as_json(client):
    make_page("Rome", "A <city>.")
    response = client.get("/suggest/links", {"q": "Rom"})
    assert response.json() == [{"link": "Rome", "text": "A <city>.", "picture": ""}]
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "typed", ["", "\x00", "[[", "#", "File:/", "Category:<", "x" * 10_000, "Special:", "a#" + "b" * 999]
)
def test_whatever_is_typed_is_answered(client, typed):
    response = client.get("/suggest/links", {"q": typed})
    assert (response.status_code, response.json()) == (200, [])


def test_it_only_reads(client, no_writes):
    with no_writes():
        assert client.get("/suggest/links", {"q": "File:"}).status_code == 200
    assert client.post("/suggest/links", {"q": "x"}).status_code == 405
