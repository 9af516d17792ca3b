"""Special pages: the dispatcher, lists of pages and the logs."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_page
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor
from wiki.web.special.entry import GROUP_ORDER, Special
from wiki.web.special.pages import ALL, NAMES

pytestmark = pytest.mark.django_db


def body(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("/wiki/Special:allpages", "/wiki/Special:AllPages"),
        ("/wiki/special:All_pages?from=B", "/wiki/Special:AllPages?from=B"),
        ("/wiki/Special:Whatlinkshere/A_b", "/wiki/Special:WhatLinksHere/A_b"),
        ("/wiki/Special:RandomPage", "/wiki/Special:Random"),
    ],
)
def test_another_spelling_leads_to_the_canonical_one(client: Client, written: str, canonical: str) -> None:
    answer = client.get(written)
    assert (answer.status_code, answer["Location"]) == (301, canonical)


def test_an_unknown_special_page_is_not_found_in_the_frame(client: Client) -> None:
    html = body(client, "/wiki/Special:Nonsense", 404)
    assert "There is no special page “Nonsense”." in html
    assert 'href="/wiki/Special:SpecialPages"' in html
    assert 'id="p-personal"' in html


def test_the_list_names_every_special_page_that_it_links(client: Client) -> None:
    html = body(client, "/wiki/Special:SpecialPages")
    for name in (
        "AllPages",
        "RecentChanges",
        "Log",
        "Version",
        "WhatLinksHere",
        "CreateAccount",
        "UserLogin",
    ):
        assert f'href="/wiki/Special:{name}"' in html


@pytest.mark.parametrize("count", [1, 3])
def test_all_pages_lists_a_namespace_in_order(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    names = ["Zebra", "Ant", "Mole"][:count]
    for name in names:
        make_page(name)
    make_page("Help:Bee")
    with django_assert_num_queries(1):
        html = body(client, "/wiki/Special:AllPages")
    found = [html.find(f'<a href="/wiki/{name}">{name}</a>') for name in sorted(names)]
    assert -1 not in found
    assert found == sorted(found)
    assert "Help:Bee" not in html
    assert "Help:Bee" in body(client, "/wiki/Special:AllPages?namespace=12")


def test_all_pages_begins_where_it_is_told_and_leaves_redirects_out(client: Client) -> None:
    make_page("Ant", "#REDIRECT [[Bee]]")
    make_page("Bee")
    html = body(client, "/wiki/Special:AllPages?from=b")
    assert ">Ant</a>" not in html
    assert ">Bee</a>" in html
    assert 'class="mw-redirect"' in body(client, "/wiki/Special:AllPages")
    assert ">Ant</a>" not in body(client, "/wiki/Special:AllPages?hideredirects=1")


@pytest.mark.parametrize("query", ["namespace=99", "namespace=x", "namespace=-1"])
def test_all_pages_refuses_a_namespace_that_is_none(client: Client, query: str) -> None:
    assert "namespace" in body(client, f"/wiki/Special:AllPages?{query}", 400)


def test_a_random_page_is_an_article_and_no_redirect(client: Client) -> None:
    assert client.get("/wiki/Special:Random")["Location"] == "/wiki/Main_Page"
    make_page("Help:Bee")
    make_page("Ant", "#REDIRECT [[Bee]]")
    make_page("Bee")
    answers = [client.get("/wiki/Special:Random") for _ in range(9)]
    assert {answer["Location"] for answer in answers} == {"/wiki/Bee"}
    assert answers[0]["Cache-Control"] == "no-store"
    assert client.get("/wiki/Special:Random/Help")["Location"] == "/wiki/Help:Bee"


@pytest.mark.parametrize(
    "path",
    [
        "/wiki/Special:Log?type=nonsense",
        "/wiki/Special:Log?older=x",
        "/wiki/Special:Log?page=A%5B",
        "/wiki/Special:PermanentLink/x",
        "/wiki/Special:Diff/1/x",
    ],
)
def test_bad_input_is_refused_with_a_sentence(client: Client, path: str) -> None:
    html = body(client, path, 400)
    assert "Bad request</h1>" in html
    assert "“" in html


def test_the_log_tells_what_was_done(
    client: Client, carol: Editor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert "No matching entries" in body(client, "/wiki/Special:Log")
    for name in ("Ant", "Bee"):
        delete_page(make_page(name), editor=carol, reason="spam")
    with django_assert_num_queries(1):
        html = body(client, "/wiki/Special:Log")
    assert '>Carol</a> deleted page <a href="/wiki/Bee">Bee</a> <i class="summary">(spam)</i>' in html
    assert ">Bee</a>" not in body(client, "/wiki/Special:Log?page=Ant")
    assert ">Bee</a>" in body(client, "/wiki/Special:Log/delete?user=Carol")
    assert "No matching entries" in body(client, "/wiki/Special:Log?user=Alice")
    assert "No matching entries" in body(client, "/wiki/Special:Log?type=move")


def test_the_log_goes_on_by_key(client: Client, carol: Editor) -> None:
    for name in ("Ant", "Bee", "Cow"):
        delete_page(make_page(name), editor=carol)
    html = body(client, "/wiki/Special:Log?limit=2")
    older = html.split("&amp;older=")[1].split('"')[0]
    rest = body(client, f"/wiki/Special:Log?older={older}")
    assert ">Ant</a>" in rest
    assert ">Bee</a>" not in rest


def test_version_names_the_software(client: Client) -> None:
    html = body(client, "/wiki/Special:Version")
    assert "Stemma" in html
    assert "Django" in html


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/wiki/Special:PermanentLink/7", "/revision/7"),
        ("/wiki/Special:Diff/7", "/diff/prev/7"),
        ("/wiki/Special:Diff/6/7", "/diff/6/7"),
        ("/wiki/Special:Diff/6/cur", "/diff/6/cur"),
        ("/wiki/Special:Undelete/ant b", "/undelete/Ant_b"),
        ("/wiki/Special:Undelete?target=Ant", "/undelete/Ant"),
        ("/wiki/Special:Undelete", "/wiki/Special:Log?type=delete"),
        ("/wiki/Special:Search/iran", "/search?q=iran"),
        ("/wiki/Special:Search?search=iran", "/search?q=iran"),
    ],
)
def test_addresses_of_the_habit_lead_to_ours(client: Client, path: str, target: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, target)


@pytest.mark.parametrize("name", ["RecentChanges", "Contributions/Alice"])
def test_lists_of_changes_are_special_pages_too(client: Client, alice: Editor, name: str) -> None:
    make_page("Ant", editor=alice)
    assert 'href="/wiki/Ant"' in body(client, f"/wiki/Special:{name}")


@pytest.mark.parametrize(("written", "name"), [("Allpage", "AllPages"), ("Recent_changs", "RecentChanges")])
def test_a_name_misspelt_is_answered_with_the_one_meant(client: Client, written: str, name: str) -> None:
    html = body(client, f"/wiki/Special:{written}", 404)
    assert f'Did you mean <a href="/wiki/Special:{name}">Special:{name}</a>' in html


def test_the_names_of_the_habit_are_known() -> None:
    """MediaWiki's own names. Those of blocking and of machines come with their parts."""
    names = [
        "AllPages",
        "PrefixIndex",
        "Categories",
        "ListRedirects",
        "RandomPage",
        "Search",
        "RecentChanges",
        "NewPages",
        "Log",
        "RecentChangesLinked",
        "Watchlist",
        "Contributions",
        "ListUsers",
        "ListGroupRights",
        "ActiveUsers",
        "BlockList",
        "Statistics",
        "WhatLinksHere",
        "Version",
        "Upload",
        "ListFiles",
        "LonelyPages",
        "WantedPages",
        "DoubleRedirects",
        "BrokenRedirects",
        "Tags",
        "DeadendPages",
        "UncategorizedPages",
        "LongPages",
        "ShortPages",
        "AncientPages",
        "MostLinked",
        "MostRevisions",
        "Diff",
        "ProtectedPages",
        "PermanentLink",
        "Redirect",
        "ComparePages",
        "MovePage",
        "Undelete",
        "UserRights",
        "CreateAccount",
        "UserLogin",
        "PasswordReset",
        "SpecialPages",
    ]
    assert [name for name in names if name.casefold() not in NAMES] == []


def test_a_name_of_any_length_is_no_special_page(client: Client) -> None:
    assert "Did you mean" not in body(client, f"/wiki/Special:{'a' * 250}", 404)


def test_names_and_aliases_of_special_pages_are_told_apart() -> None:
    names = [name.casefold() for page in ALL for name in (page.name, *page.aliases)]
    assert sorted(names) == sorted(set(names))
    assert {page.group for page in ALL} - {""} <= set(GROUP_ORDER)


def test_special_pages_stand_in_groups_by_label(client: Client) -> None:
    html = body(client, "/wiki/Special:SpecialPages")
    heads = [part.partition("</h2>")[0] for part in html.split("<h2>")[1:]]
    assert heads == [str(group) for group in GROUP_ORDER if group in heads]
    assert heads[:2] == ["Maintenance reports", "Lists of pages"]
    assert html.index(">Broken redirects<") < html.index(">Dead-end pages<") < html.index(">Oldest pages<")
    listed = {page.name for page in ALL if page.group}
    assert [name for name in listed if f'href="/wiki/Special:{name}"' not in html] == []


@pytest.mark.parametrize("page", [page for page in ALL if page.group and page.name != "UserLogout"])
def test_every_listed_special_page_answers(client: Client, page: Special) -> None:
    for_some = ("Upload", "CheckUser", "CheckUserLog", "IPContributions", "Block", "Unblock", "UserNotes",
                "MassMessage", "Import")  # fmt: skip
    expected = (403,) if page.name in for_some else (200, 302, 303)
    assert client.get(f"/wiki/Special:{page.name}").status_code in expected
