"""The star, [watch] beside sections and fields, and Special:Watchlist."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import PASSWORD, edit_page, make_page, reload
from tests.web.pages import change_section, field, rome, section, text_of
from wiki.editing.watching import watch as watching_room
from wiki.editing.watching.watch import watch
from wiki.models import Watch
from wiki.permissions import Editor
from wiki.reading.watching.watching import page_target, watching
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db
LIST = "/wiki/Special:Watchlist"


@pytest.fixture
def signed_in(client: Client, alice: Editor) -> Client:
    client.login(username="Alice", password=PASSWORD)
    return client


def html(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_readers_without_an_account_see_nothing_of_it(client: Client) -> None:
    page = rome()
    assert "watch" not in html(client, "/wiki/Rome")
    assert "Log in" in html(client, "/watch?title=Rome", 403)
    asked = html(client, "/watch?title=Rome&next=/history/Rome%3Fa%3D1%26b%3D2", 403)
    assert "?next=%2Fhistory%2FRome%3Fa%3D1%26b%3D2" in asked
    assert (
        client.get(f"{LIST}?days=3")["Location"]
        == "/wiki/Special:UserLogin?next=/wiki/Special%3AWatchlist%3Fdays%3D3"
    )
    assert client.post("/watch", {"title": "Rome"}).status_code == 403
    assert not Watch.objects.exists()
    assert not reload(page).watched


def test_the_star_is_a_form_and_turns(signed_in: Client, alice: Editor) -> None:
    rome()
    assert 'id="ca-watch" name="deed" value="watch" accesskey="w"' in html(signed_in, "/wiki/Rome")
    answer = signed_in.post("/watch", {"title": "Rome", "deed": "watch", "next": "/wiki/Rome?x=1"})
    assert (answer.status_code, answer["Location"]) == (303, "/wiki/Rome?x=1")
    page = html(signed_in, "/wiki/Talk:Rome", 404)
    assert 'id="ca-unwatch" name="deed" value="unwatch"' in page
    assert "On your watchlist." in page
    assert 'id="ca-unwatch"' in html(signed_in, "/history/Rome")
    # In the editor the key belongs to the box of the form.
    assert 'value="unwatch" accesskey' not in html(signed_in, "/edit/Rome")
    answer = signed_in.post("/watch", {"title": "Rome", "deed": "unwatch", "next": "//evil.example/"})
    assert answer["Location"] == "/wiki/Rome"
    assert not watching(alice.user, Title(0, "Rome")).page


def test_a_script_is_answered_in_json(signed_in: Client) -> None:
    page = rome()
    asked = {"HTTP_ACCEPT": "application/json"}
    part = section(page, "Economy").pk
    answer = signed_in.post("/watch", {"section": part, "deed": "watch"}, **asked)
    assert answer.json() == {"watched": True, "said": "On your watchlist."}
    answer = signed_in.post("/watch", {"section": part, "period": "for ever"}, **asked)
    assert answer.status_code == 400
    assert "no period" in answer.json()["problem"]
    answer = signed_in.post("/watch", {"section": part, "deed": "unwatch"}, **asked)
    assert answer.json() == {"watched": False, "said": "No longer on your watchlist."}


def test_parts_offer_it_beside_edit_and_history(signed_in: Client) -> None:
    page = rome()
    part, row = section(page, "Economy").pk, field(page, "Mayor").pk
    before = html(signed_in, "/wiki/Rome")
    assert f'href="/watch?section={part}" rel="nofollow" data-deed="watch"' in before
    assert f'href="/watch?field={row}" rel="nofollow" data-deed="watch"' in before
    assert "§ Economy" in text_of(signed_in, f"/watch?section={part}")
    assert "Infobox › Mayor" in text_of(signed_in, f"/watch?field={row}")
    signed_in.post("/watch", {"section": part, "period": "1 week"})
    signed_in.post("/watch", {"field": row, "period": ""})
    after = html(signed_in, "/wiki/Rome")
    assert f'href="/watch?section={part}" rel="nofollow" data-deed="unwatch"' in after
    assert f'href="/watch?field={row}" rel="nofollow" data-deed="unwatch"' in after
    assert "On your watchlist until" in text_of(signed_in, f"/watch?section={part}")


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("section=999999", 404, "no section 999999"),
        ("field=1", 404, "no infobox field 1"),
        ("section=x", 400, "must be a whole number"),
        ("title=Special:Random", 404, "cannot be watched"),
        ("title=A%3CB", 400, "“&lt;”"),
        ("category=Nothing", 404, "no category “Nothing”"),
        ("", 400, "does not say what"),
    ],
)
def test_what_is_not_there(signed_in: Client, query: str, status: int, words: str) -> None:
    assert words in html(signed_in, f"/watch?{query}", status)
    values = dict([query.split("=")]) if query else {}
    assert signed_in.post("/watch", values).status_code == status
    assert not Watch.objects.exists()


def test_a_bad_period_is_told_beside_the_field(signed_in: Client) -> None:
    answer = signed_in.post("/watch", {"title": "Rome", "period": "-1 week"})
    assert answer.status_code == 400
    assert "“-1 week” is no period" in answer.content.decode()
    assert not Watch.objects.exists()


def test_a_full_list_is_told_beside_the_field(signed_in: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching_room, "MOST", 0)
    answer = signed_in.post("/watch", {"title": "Rome"})
    assert answer.status_code == 400
    assert "Your watchlist has 0 entries; 0 are the most." in answer.content.decode()


def test_a_page_costs_an_account_three_queries_however_much_of_it_is_watched(
    signed_in: Client, alice: Editor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = rome()
    signed_in.get("/wiki/Rome")
    for _ in range(2):
        with django_assert_num_queries(3):
            signed_in.get("/wiki/Rome")
        watch(page_target(page.name), editor=alice)
        signed_in.post("/watch", {"section": section(page, "Economy").pk})
        signed_in.get("/wiki/Rome")


def test_the_list(signed_in: Client, bob: Editor, alice: Editor) -> None:
    page = rome(bob)
    assert "0 entries are on your watchlist." in text_of(signed_in, LIST)
    watch(page_target(page.name), editor=alice)
    change_section(page, "Economy", "Trade and much more.", bob)
    listed = html(signed_in, LIST)
    assert "1 entry is on your watchlist." in listed
    assert listed.count("<li class=unseen>") == 1
    assert "§ Economy" in listed  # the line tells what changed
    html(signed_in, "/wiki/Rome")  # a visit
    assert "<li class=unseen>" not in html(signed_in, LIST)
    edit_page(page, "Gone.", editor=bob)
    newest = reload(page).latest_id
    assert signed_in.post(LIST, {"seen": str(newest)})["Location"] == LIST
    assert "<li class=unseen>" not in html(signed_in, LIST)
    assert "No changes" not in html(signed_in, f"{LIST}?days=0.0417&unseen=0&hideminor=1&limit=20")
    row = Watch.objects.get()
    assert f'name="unwatch" value="{row.pk}"' in listed
    signed_in.post(LIST, {"unwatch": str(row.pk)})
    assert not Watch.objects.exists()


@pytest.mark.parametrize("query", ["days=400", "older=nowhere", "namespace=99", "limit=0"])
def test_bad_addresses_of_the_list(signed_in: Client, query: str) -> None:
    assert signed_in.get(f"{LIST}?{query}").status_code == 400


def test_what_is_watched_can_be_looked_over(signed_in: Client, alice: Editor) -> None:
    page = rome()
    part = section(page, "Economy").pk
    signed_in.post("/watch", {"section": part, "period": "1 month"})
    signed_in.post("/watch", {"title": "Talk:Milan"})
    listed = text_of(signed_in, f"{LIST}/edit")
    assert "Rome § Economy" in listed
    assert "Milan" in listed
    edit_page(page, "All gone.", editor=alice)
    assert "Rome (a section that is gone)" in text_of(signed_in, f"{LIST}/edit")
    signed_in.post(f"{LIST}/edit", {"id": [row.pk for row in Watch.objects.filter(kind="section")]})
    assert list(Watch.objects.values_list("kind", "title")) == [("page", "Milan")]
    signed_in.post(f"{LIST}/edit", {"id": ["x", "999999"]})
    assert Watch.objects.count() == 1
    assert signed_in.get(f"{LIST}/nothing").status_code == 404


def test_the_list_as_text(signed_in: Client) -> None:
    make_page("Rome")
    answer = signed_in.post(f"{LIST}/raw", {"titles": "Rome\r\n\r\ntalk:milan\r\n"})
    assert answer.status_code == 303
    assert "Milan\nRome</textarea>" in signed_in.get(f"{LIST}/raw").content.decode()
    answer = signed_in.post(f"{LIST}/raw", {"titles": "Rome\nA<B\nSpecial:Random\nNaples"})
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "Line 2:" in text
    assert "Line 3:" in text
    assert "Naples</textarea>" in text  # what was typed
    assert Watch.objects.count() == 2  # nothing half-done


def test_clearing_asks_first(signed_in: Client, alice: Editor) -> None:
    watch(page_target(Title(0, "Rome")), editor=alice)
    assert "It cannot be taken back" in text_of(signed_in, f"{LIST}/clear")
    assert Watch.objects.exists()
    signed_in.post(f"{LIST}/clear")
    assert not Watch.objects.exists()


def test_a_category_offers_to_watch_its_members(signed_in: Client) -> None:
    make_page("Category:Cities", "Places.")
    make_page("Rome", "A city. [[Category:Cities]]")
    assert 'href="/watch?category=Cities"' in html(signed_in, "/wiki/Category:Cities")
    signed_in.post("/watch", {"category": "Cities"})
    assert "You watch what joins and leaves" in text_of(signed_in, "/wiki/Category:Cities")
    assert "Members of Category:Cities" in text_of(signed_in, f"{LIST}/edit")


def test_watched_pages_stand_out_in_recent_changes(signed_in: Client, alice: Editor) -> None:
    page = rome()
    make_page("Milan")
    watch(page_target(page.name), editor=alice)
    assert html(signed_in, "/wiki/Special:RecentChanges").count("<li class=watched>") == 1
    assert "class=watched" not in html(Client(), "/wiki/Special:RecentChanges")


def test_few_watchers_are_told_to_administrators_only(
    signed_in: Client, alice: Editor, carol: Editor
) -> None:
    page = rome()
    watch(page_target(page.name), editor=alice)
    assert "Fewer than 30 watchers" in text_of(signed_in, "/wiki/Special:PageInfo/Rome")
    signed_in.login(username="Carol", password=PASSWORD)
    assert "Number of page watchers 1 " in text_of(signed_in, "/wiki/Special:PageInfo/Rome")
