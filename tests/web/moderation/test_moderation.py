"""Deleting and undeleting on the site, and who may: works, forbidden, bad input, not found."""

import pytest
from django.test import Client

from tests.factories import PASSWORD, edit_page, make_page, reload
from tests.web.pages import text_of, words
from wiki.models import LogEntry, Page
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor


@pytest.fixture
def at_work(client: Client, carol: Editor) -> Client:
    """Carol's browser."""
    client.login(username="Carol", password=PASSWORD)
    return client


def logged() -> list[tuple[str, str, str]]:
    return [(e.action, e.title, e.comment) for e in LogEntry.objects.order_by("pk")]


# ---- Delete -----------------------------------------------------------------------------------------------


def test_the_delete_form_warns_of_the_history_and_the_links(at_work: Client, alice: Editor) -> None:
    page = make_page("Rome", editor=alice)
    for number in range(5):
        edit_page(page, f"Text {number}.", editor=alice)
    make_page("Italy", "[[Rome]]", editor=alice)
    shown = text_of(at_work, "/delete/Rome")
    assert "delete a page with a history with 6 revisions" in shown
    assert "One page links to it" in shown
    assert "Italy" in shown
    assert "Vandalism" in shown


def test_a_page_is_deleted_with_a_reason_from_the_list_and_more(at_work: Client, alice: Editor) -> None:
    make_page("Rome", editor=alice)
    response = at_work.post("/delete/Rome", {"choice": "spam", "more": "of a hotel"})
    assert (response.status_code, response["Location"]) == (303, "/wiki/Rome")
    assert logged() == [("delete", "Rome", "Advertising: of a hotel")]
    answer = at_work.get("/wiki/Rome")
    assert answer.status_code == 404
    assert "The page was deleted." in words(answer.content.decode())
    assert "Advertising: of a hotel" in words(answer.content.decode())


def test_an_odd_title_leads_to_its_own_address(at_work: Client, alice: Editor) -> None:
    make_page("New York", editor=alice)
    assert at_work.get("/delete/new York")["Location"] == "/delete/New_York"


# ---- Undelete ---------------------------------------------------------------------------------------------


def test_a_deleted_page_is_shown_and_brought_back(at_work: Client, alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice, summary="begun")
    edit_page(page, "Two.", editor=alice)
    delete_page(page, editor=carol, reason="a test")
    assert "Undelete" in text_of(at_work, "/wiki/Rome", 404)
    shown = text_of(at_work, "/undelete/Rome")
    assert "The deleted page has 2 revisions." in shown
    assert "begun" in shown
    assert "(a test)" in shown
    response = at_work.post("/undelete/Rome", {"page": page.pk, "choice": "mistake", "more": ""})
    assert (response.status_code, response["Location"]) == (303, "/wiki/Rome")
    assert logged()[-1] == ("restore", "Rome", "Deleted by mistake")
    assert "The page was brought back." in text_of(at_work, "/wiki/Rome")


def test_of_several_deleted_pages_one_is_chosen(at_work: Client, alice: Editor, carol: Editor) -> None:
    first = make_page("Rome", "First.", editor=alice)
    delete_page(first, editor=carol)
    second = make_page("Rome", "Second.", editor=alice)
    delete_page(second, editor=carol)
    assert f"?page={first.pk}" in at_work.get("/undelete/Rome").content.decode()
    assert f"?page={second.pk}" in at_work.get(f"/undelete/Rome?page={first.pk}").content.decode()
    at_work.post("/undelete/Rome", {"page": first.pk})
    assert "First." in text_of(at_work, "/wiki/Rome")


def test_it_cannot_come_back_beside_another(at_work: Client, alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    delete_page(page, editor=carol)
    make_page("Rome", "Another.", editor=alice)
    response = at_work.post("/undelete/Rome", {"page": page.pk, "more": "my reason"})
    assert response.status_code == 400
    assert "Another page has the title “Rome” now" in words(response.content.decode())
    assert 'value="my reason"' in response.content.decode()
    assert Page.objects.get(pk=page.pk).deleted


# ---- Who may, and what there is ---------------------------------------------------------------------------


@pytest.mark.parametrize("deed", ["delete", "undelete", "protect"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_are_told_so(deed: str, method: str, client: Client, alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    if deed == "undelete":
        delete_page(page, editor=carol)
    address, said = f"/{deed}/Rome", {"more": "because I say so", "edit": "sysop", "span": "infinite"}
    for name in ("", "Alice"):
        if name:
            client.login(username=name, password=PASSWORD)
        response = getattr(client, method)(address, said)
        assert response.status_code == 403
        shown = words(response.content.decode())
        assert "is for administrators" in shown
        assert ("Log in" in shown) is not bool(name)
        assert ("because I say so" in shown) is (method == "post")
    assert (Page.objects.get(pk=page.pk).deleted, reload(page).protection) == (deed == "undelete", {})


@pytest.mark.parametrize("deed", ["delete", "undelete"])
def test_what_is_not_there(deed: str, at_work: Client) -> None:
    assert "Nowhere" in text_of(at_work, f"/{deed}/Nowhere", 404)
    assert at_work.post(f"/{deed}/Nowhere").status_code == 404
    assert at_work.get(f"/{deed}/A[b").status_code == 400
    assert at_work.get("/undelete/Nowhere?page=x").status_code in (400, 404)


def test_the_tabs_are_for_those_who_may(client: Client, alice: Editor, carol: Editor) -> None:
    make_page("Rome", editor=alice)
    for name, offered in (("", False), ("Alice", False), ("Carol", True)):
        if name:
            client.login(username=name, password=PASSWORD)
        shown = client.get("/wiki/Rome").content.decode()
        assert [name, "ca-delete" in shown, "ca-protect" in shown] == [name, offered, offered]


@pytest.mark.parametrize("count", [1, 3])
def test_a_deed_costs_the_same_however_much_it_tells(
    count: int, at_work: Client, alice: Editor, carol: Editor, django_assert_num_queries: object
) -> None:
    page = make_page("Rome", editor=alice)
    for number in range(count):
        make_page(f"Italy {number}", "[[Rome]]", editor=alice)
        protect_page(reload(page), {"edit": "sysop" if number % 2 else "autoconfirmed"}, editor=carol)
    with django_assert_num_queries(6):  # type: ignore[operator]  # user, page, log, what links here 3
        assert at_work.get("/delete/Rome").status_code == 200
    with django_assert_num_queries(4):  # type: ignore[operator]  # user, page, its parts, log
        assert at_work.get("/protect/Rome").status_code == 200
    for _ in range(count):
        delete_page(page, editor=carol)
        page = make_page("Rome", editor=alice)
    delete_page(page, editor=carol)
    # User, deleted pages, one back in part, page, revisions, log, and whether the title is watched.
    with django_assert_num_queries(7):  # type: ignore[operator]
        assert at_work.get("/undelete/Rome").status_code == 200


def test_an_account_comes_with_its_groups_in_one_query(
    at_work: Client, alice: Editor, django_assert_num_queries: object
) -> None:
    make_page("Rome", editor=alice)
    # user with groups, page, links; for moderators, how many reports of the page are open
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert "ca-delete" in at_work.get("/wiki/Rome").content.decode()
