"""Taking back: undo, rollback, restore of a page and of a part."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import edit_page, make_page, reload
from tests.web.pages import TEXT, change_field, change_section, field, mayor, rome, section, text_of, words
from wiki.editing.transfer.transfer import move_section
from wiki.models import Page, Revision
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.source import open_page

pytestmark = pytest.mark.django_db


def source(page: Page) -> str:
    return open_page(reload(page)).text


def latest(page: Page) -> Revision:
    return Revision.objects.filter(page=page).latest("number")


# ---- Undo -------------------------------------------------------------------------------------------------


def test_undo_asks_first(client: Client, alice: Editor) -> None:
    page = rome(alice)
    revision = change_field(page, "Mayor", "Galba", alice)
    html = client.get(f"/undo/{revision.pk}").content.decode()
    shown = words(html)
    assert "As it is now As it would be" in shown
    assert "Infobox › Mayor Galba Nero" in shown
    assert f'value="Undo revision {revision.pk} by [[Special:Contributions/Alice|Alice]]' in html
    assert "Your IP address, 127.0.0.1, will be publicly visible" in shown
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert reload(page).number == 2


def test_undo_keeps_later_edits(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    revision = change_field(page, "Mayor", "Galba", alice)
    change_section(page, "History", "Another story.")
    client.force_login(bob.user)
    response = client.post(f"/undo/{revision.pk}", {"summary": "not yet"})
    assert (response.status_code, response["Location"]) == (303, "/wiki/Rome")
    assert (mayor(), "Another story." in source(page)) == ("Nero", True)
    assert (latest(page).author_text, latest(page).summary, latest(page).tags) == (
        "Bob",
        "not yet",
        ["mw-undo"],
    )
    assert "The edit was undone." in client.get("/wiki/Rome").content.decode()


def test_undo_of_a_run(client: Client) -> None:
    page = rome()
    first = page.latest_id
    change_field(page, "Mayor", "Galba")
    last = change_field(page, "Area", "1,287")
    assert client.post(f"/undo/{last.pk}?after={first}").status_code == 303
    assert source(page) == TEXT


def test_undo_that_overlaps_later_edits(client: Client) -> None:
    page = rome()
    revision = change_field(page, "Mayor", "Galba")
    change_field(page, "Mayor", "Otho")
    for response in (
        client.get(f"/undo/{revision.pk}"),
        client.post(f"/undo/{revision.pk}", {"summary": "my words"}),
    ):
        assert response.status_code == 409
        shown = words(response.content.decode())
        assert "the same words were changed again since" in shown
        assert "Infobox › Mayor" in shown
        assert "As it is now" in shown
        assert "Theirs" not in shown
    assert 'value="my words"' in response.content.decode()
    assert mayor() == "Otho"


def test_the_words_are_chosen_and_the_rest_is_undone(client: Client, alice: Editor) -> None:
    page = rome()
    text = TEXT.replace("Nero", "Galba").replace("Trade and offices.", "Trade and mines.")
    revision = edit_page(page, text, editor=alice).revision
    change_field(page, "Mayor", "Otho")
    key, id_ = f"f{field(page, 'Mayor').pk}.row", field(page, "Mayor").pk
    html = client.get(f"/undo/{revision.pk}").content.decode()
    assert f'name="pick-{key}-0" value="mine"' in html
    assert f'name="dispute" value="{key}@3"' in html
    assert f"/history/Rome?field={id_}" in html
    said = {"summary": "my words", "dispute": f"{key}@3", f"count-{key}": "1"}
    response = client.post(f"/undo/{revision.pk}", said)
    assert response.status_code == 409
    assert "please settle the rest" in words(response.content.decode())
    response = client.post(f"/undo/{revision.pk}", said | {f"pick-{key}-0": "mine"})
    assert response.status_code == 303
    assert source(page) == TEXT
    assert (latest(page).summary, latest(page).tags) == ("my words", ["mw-undo"])


def test_one_part_of_an_edit_is_undone(client: Client, alice: Editor) -> None:
    page = rome()
    text = TEXT.replace("Nero", "Galba").replace("Trade and offices.", "Trade and mines.")
    revision = edit_page(page, text, editor=alice).revision
    economy, mayors = section(page, "Economy").pk, field(page, "Mayor").pk
    assert (
        f"/undo/{revision.pk}?section={economy}"
        in client.get(f"/history/Rome?section={economy}").content.decode()
    )
    form = client.get(f"/undo/{revision.pk}?section={economy}").content.decode()
    assert "This edit can be undone." in words(form)
    assert f'value="/* Economy */ Undo revision {revision.pk} by' in form
    assert "Galba" not in form
    assert client.post(f"/undo/{revision.pk}?section={economy}").status_code == 303
    assert source(page) == TEXT.replace("Nero", "Galba")
    assert client.post(f"/undo/{revision.pk}?field={mayors}").status_code == 303
    assert source(page) == TEXT
    assert client.get(f"/undo/{revision.pk}?section=99999").status_code == 400


def test_a_move_of_text_is_taken_back_on_both_pages(client: Client, alice: Editor, carol: Editor) -> None:
    page, italy = rome(), make_page("Italy", "A country.", editor=alice)
    done = move_section(reload(page), section(page, "Economy").pk, italy.name, editor=alice)
    for half, other in ((done.left, "Italy"), (done.came, "Rome")):
        shown = text_of(client, f"/undo/{half.pk}")
        assert f"This edit moved text between this page and “{other}”." in shown
        both = text_of(client, f"/undo/{half.pk}?whole=1")
        assert f"On “{other}”" in both
        assert "Take it back on both pages" in both
    protect_page(reload(italy), {"edit": "sysop"}, editor=carol)
    for method in (client.get, client.post):
        assert method(f"/undo/{done.left.pk}?whole=1").status_code == 403
    assert source(page) != TEXT
    protect_page(reload(italy), {}, editor=carol)
    assert client.post(f"/undo/{done.left.pk}?whole=1").status_code == 303
    assert (source(page), source(italy)) == (TEXT, "A country.")
    assert client.post(f"/undo/{done.left.pk}?whole=1").status_code == 409
    first = Revision.objects.get(page=page, number=1).pk
    assert client.get(f"/undo/{first}?whole=1").status_code == 400


def test_undo_twice(client: Client) -> None:
    page = rome()
    revision = change_field(page, "Mayor", "Galba")
    assert client.post(f"/undo/{revision.pk}").status_code == 303
    response = client.post(f"/undo/{revision.pk}")
    assert response.status_code == 409
    assert "There is nothing to undo" in words(response.content.decode())
    assert "Nothing would change" in text_of(client, f"/undo/{revision.pk}")


def test_undo_is_refused_on_a_protected_page(client: Client, carol: Editor) -> None:
    page = rome()
    revision = change_field(page, "Mayor", "Galba")
    protect_page(reload(page), {"edit": "sysop"}, editor=carol)
    for response in (
        client.get(f"/undo/{revision.pk}"),
        client.post(f"/undo/{revision.pk}", {"summary": "my words"}),
    ):
        assert response.status_code == 403
        assert "This page is protected" in response.content.decode()
    assert "my words" in response.content.decode()
    assert mayor() == "Galba"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/undo/99999", 404, "There is no revision 99999."),
        ("/undo/{first}", 400, "This revision created the page"),
        ("/undo/{second}?after={second}", 400, "is not an earlier revision of the same page"),
        ("/undo/{second}?after={other}", 400, "is not an earlier revision of the same page"),
        ("/undo/{second}?after=x", 400, "“after” in the address"),
        ("/restore/99999", 404, "There is no revision 99999."),
        ("/restore/{first}?section=99999", 400, "This page has no such part."),
        ("/restore/{first}?field=x", 400, "“field” in the address"),
        ("/rollback/Rome", 400, "does not say whose edits"),
        ("/rollback/Nowhere?from=Bob", 404, "There is no page “Nowhere”"),
    ],
)
def test_bad_input(client: Client, carol: Editor, address: str, status: int, said: str) -> None:
    page = rome()
    ids = {"first": page.latest_id, "second": change_field(page, "Mayor", "Galba").pk}
    ids["other"] = make_page("Other").latest_id
    client.force_login(carol.user)
    assert said in text_of(client, address.format(**ids), status)


def test_hidden_text_is_not_brought_back(client: Client) -> None:
    page = rome()
    first = page.latest_id
    second = change_field(page, "Mayor", "Galba").pk
    Revision.objects.filter(pk=first).update(text_hidden=True)
    for address in (f"/undo/{second}", f"/restore/{first}"):
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 403
            assert "Nero" not in response.content.decode()
    assert mayor() == "Galba"


# ---- Rollback ---------------------------------------------------------------------------------------------


def test_rollback(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    page = rome(alice)
    change_field(page, "Mayor", "Galba", bob)
    change_section(page, "History", "Nonsense.", bob)
    client.force_login(carol.user)
    shown = text_of(client, "/rollback/Rome?from=Bob")
    assert "This takes back all of the newest edits by Bob at once." in shown
    assert "Infobox › Mayor Galba Nero" in shown
    response = client.post("/rollback/Rome?from=Bob")
    assert (response.status_code, response["Location"]) == (303, "/wiki/Rome")
    assert source(page) == TEXT
    assert (latest(page).minor, latest(page).tags) == (True, ["mw-rollback"])


def test_rollback_needs_the_right(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    change_field(page, "Mayor", "Galba", bob)
    client.force_login(alice.user)
    for response in (client.get("/rollback/Rome?from=Bob"), client.post("/rollback/Rome?from=Bob")):
        assert response.status_code == 403
        assert "Rolling back is for administrators." in response.content.decode()
    assert mayor() == "Galba"


def test_rollback_that_comes_too_late(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    page = rome(alice)
    change_field(page, "Mayor", "Galba", bob)
    change_field(page, "Mayor", "Otho", alice)
    client.force_login(carol.user)
    response = client.post("/rollback/Rome?from=Bob")
    assert response.status_code == 409
    assert "Somebody has edited the page since" in words(response.content.decode())


def test_rollback_of_the_only_author(client: Client, bob: Editor, carol: Editor) -> None:
    page = make_page("Rome", "1", editor=bob)
    edit_page(page, "2", editor=bob)
    client.force_login(carol.user)
    response = client.post("/rollback/Rome?from=Bob")
    assert response.status_code == 409
    assert "Nobody else has edited this page" in words(response.content.decode())


# ---- Restore ----------------------------------------------------------------------------------------------


def test_restore_a_revision(client: Client) -> None:
    page = rome()
    first = page.latest_id
    change_field(page, "Mayor", "Galba")
    change_section(page, "History", "Another story.")
    assert "Restore this revision" in text_of(client, f"/restore/{first}")
    response = client.post(f"/restore/{first}", {"summary": "as it was"})
    assert (response.status_code, response["Location"]) == (303, "/wiki/Rome")
    assert source(page) == TEXT
    assert latest(page).summary == "as it was"


def test_restore_what_stands_there_already(client: Client) -> None:
    page = rome()
    assert "Nothing would change" in text_of(client, f"/restore/{page.latest_id}")
    client.post(f"/restore/{page.latest_id}")
    assert reload(page).number == 1
    assert "No change was made." in client.get("/wiki/Rome").content.decode()


def test_restore_one_section(client: Client) -> None:
    page = rome()
    first, part = page.latest_id, section(page, "History")
    change_field(page, "Mayor", "Galba")
    change_section(page, "History", "Another story.")
    shown = text_of(client, f"/restore/{first}?section={part.pk}")
    assert "§ History" in shown
    assert "Mayor" not in shown
    assert client.post(f"/restore/{first}?section={part.pk}").status_code == 303
    assert ("753 before our era" in source(page), mayor()) == (True, "Galba")


def test_restore_one_field(client: Client) -> None:
    page = rome()
    first, part = page.latest_id, field(page, "Mayor")
    change_field(page, "Mayor", "Galba")
    change_section(page, "History", "Another story.")
    assert "Restore this field" in text_of(client, f"/restore/{first}?field={part.pk}")
    assert client.post(f"/restore/{first}?field={part.pk}").status_code == 303
    assert ("Another story." in source(page), mayor()) == (True, "Nero")


def test_without_a_token_nothing_happens() -> None:
    page = rome()
    revision = change_field(page, "Mayor", "Galba")
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/undo/{revision.pk}").status_code == 403
    assert mayor() == "Galba"
