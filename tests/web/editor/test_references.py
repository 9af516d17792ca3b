"""What the dialog that cites a source asks the wiki, and what a preview says of notes."""

import pytest
from django.test import Client

from tests.factories import make_page
from tests.web.posting import press

pytestmark = pytest.mark.django_db


def test_a_reference_and_a_name(client: Client):
    answer = client.get(
        "/reference", {"kind": "web", "title": "A <b>", "url": "https://x.org/a", "author": "Ö, A."}
    )
    assert answer.json() == {"text": "Ö, A. [“A \\<b\\>”](https://x.org/a).", "name": "ö"}


@pytest.mark.parametrize(
    ("query", "field"),
    [({}, "kind"), ({"kind": "web"}, "title"), ({"kind": "web", "title": "T", "url": "x"}, "url"),
     ({"kind": "web", "title": "T", "url": "https://a\u2100b/"}, "url"),
     ({"kind": "book", "title": "T" * 9999}, "title")],
)  # fmt: skip
def test_what_makes_no_reference(client: Client, query, field):
    answer = client.get("/reference", query)
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert answer.json()["message"]


def test_the_notes_of_a_page(client: Client, no_writes, django_assert_max_num_queries):
    make_page("Rome", "A[^1].\n\n[^1]: Said.\n\n## B\n\nC[^b].\n\n[^b]: So.")
    with no_writes(), django_assert_max_num_queries(5):
        answer = client.get("/notes/Rome")
    assert answer.json() == [{"name": "1", "text": "Said."}, {"name": "b", "text": "So."}]
    assert client.get("/notes/Nowhere").json() == []
    assert client.post("/notes/Rome").status_code == 405


def test_the_notes_of_a_page_of_wikitext(client: Client):
    text = "A<ref>Nameless</ref> B<ref name=\"b\">So\n''it'' is.</ref> C<ref name=b /> D<ref name=d>No.</ref>"
    make_page("Rome", text, model="wikitext")
    assert client.get("/notes/Rome").json() == [
        {"name": "b", "text": "So ''it'' is."},
        {"name": "d", "text": "No."},
    ]


def test_a_preview_tells_what_is_wrong_with_notes(client: Client):
    make_page("Rome", "A[^1].\n\n[^1]: Said.")
    text = "A[^1] B[^gone].\n\n[^1]: <https://x.org>\n[^2]: See <https://x.org>."
    shown = press(client, client.get("/edit/Rome"), "wpPreview", text=text).content.decode()
    assert "Notes to look at" in shown
    assert "<code>[^gone]</code> is referred to, but says nothing" in shown
    assert "<code>[^2]</code> names the same source as <code>[^1]</code>" in shown
    fine = press(
        client, client.get("/edit/Rome"), "wpPreview", text="A[^1].\n\n[^1]: Said so."
    ).content.decode()
    assert "Notes to look at" not in fine
