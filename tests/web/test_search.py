"""Searching titles, and the header's box."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests.factories import edit_page, make_page, reload
from tests.made_pictures import png, store
from wiki.moderation.delete import delete_page, undelete_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


def body(client: Client, query: str) -> str:
    response = client.get("/search", {"q": query})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture(autouse=True)
def _pages(db: None) -> None:
    for title in ("Iran–Iraq War", "Iraq", "Help:Iraq tables", "Old Iraq"):
        make_page(title, "#REDIRECT [[Iraq]]" if title == "Old Iraq" else "Text.")


@pytest.mark.parametrize("query", ["iraq war", "IRAN-IRAQ", "war  iran", "Iran–Iraq War"])
def test_words_of_a_title_find_it_whatever_their_case_and_dashes(client: Client, query: str) -> None:
    assert '<a href="/wiki/Iran%E2%80%93Iraq_War">Iran–Iraq War</a>' in body(client, query)


def titles(html: str) -> list[str]:
    return re.findall(r'<p class="search-head"><a href="[^"]*">([^<]*)</a>', html)


def test_articles_alone_are_searched_unless_asked(client: Client) -> None:
    assert titles(body(client, "iraq")) == ["Iraq", "Iran–Iraq War"]
    assert titles(body(client, "all:iraq")) == ["Iraq", "Iran–Iraq War", "Help:Iraq tables"]
    assert titles(body(client, "help:iraq")) == ["Help:Iraq tables"]


def test_a_redirect_leads_to_its_page(client: Client) -> None:
    html = body(client, "old iraq")
    assert titles(html) == ["Iraq"]
    assert '(redirect from <a href="/wiki/Old_Iraq?redirect=no">Old Iraq</a>)' in html


def test_the_hit_is_shown_with_its_section(client: Client) -> None:
    make_page("Basra", "Lead.\n\n## Great market\nThere are <b>pearls</b> & dates. [[Category:Ports]]")
    html = body(client, "pearl")
    assert '(section <a href="/wiki/Basra#Great_market">Great market</a>)' in html
    assert 'There are &lt;b&gt;<b class="searchmatch">pearls' not in html
    assert '<b class="searchmatch">' in html
    assert "<b>pearls</b>" not in html
    assert "Results 1 – 1 of 1" in html
    assert '(category <a href="/wiki/Category:Ports">Ports</a>)' in body(client, "ports")


def test_another_spelling_is_offered(client: Client) -> None:
    make_page("Caravan", "A caravanserai gives shelter.")
    html = body(client, "caravansarai")
    assert 'Did you mean: <a href="/search?q=caravanserai"><b>caravanserai</b></a>' in html


def test_the_tabs_say_where_to_look(client: Client) -> None:
    html = body(client, "iraq")
    tabs = html.split('class="search-tabs"')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)"(?: aria-current="(page)")?>([^<]+)<', tabs) == [
        ("/search?q=iraq&amp;ns=content", "page", "Content pages"),
        ("/search?q=iraq&amp;ns=media", "", "Multimedia"),
        ("/search?q=iraq&amp;ns=all", "", "Everything"),
        ("/search?q=iraq&amp;ns=0", "", "Advanced"),
    ]
    assert titles(client.get("/search?q=iraq&ns=12").content.decode()) == ["Help:Iraq tables"]
    advanced = " ".join(client.get("/search?q=iraq&ns=12").content.decode().split())
    assert '<input type="checkbox" name="ns" value="12" checked> Help' in advanced
    assert '<input type="checkbox" name="ns" value="0"> (Main)' in advanced


def test_each_result_tells_size_words_and_time(client: Client) -> None:
    html = body(client, "iraq")
    assert "Results 1 – 2 of 2" in html
    data = re.findall(r'<p class="search-data">(.*?)</p>', html)
    assert len(data) == 2
    for line in data:
        assert re.fullmatch(r"\d bytes \(1 word\) – \d\d:\d\d, \d+ \w+ \d{4}", line.replace("\xa0", " "))


def test_nothing_found_is_said_with_what_to_try(client: Client) -> None:
    html = body(client, "unheardofword")
    assert "There were no results matching the query." in html
    assert '<a href="/search?q=unheardofword&amp;ns=all">Look in every namespace</a>' in html
    assert "search-data" not in html


def test_results_are_paged(client: Client) -> None:
    for number in range(5):
        make_page(f"Paged {number}", "Some zinc.")
    answer = client.get("/search", {"q": "zinc", "limit": "2", "offset": "2"})
    html = " ".join(answer.content.decode().split())
    assert "Results 3 – 4 of 5" in html
    assert 'href="/search?q=zinc&amp;limit=2" rel="prev"' in html
    assert 'href="/search?q=zinc&amp;limit=2&amp;offset=4" rel="next"' in html
    beyond = client.get("/search", {"q": "zinc", "offset": "9000"})
    assert (beyond.status_code, "There are only 5 results." in beyond.content.decode()) == (200, True)


@pytest.mark.parametrize(
    "more",
    [
        {"limit": "0"},
        {"limit": "x"},
        {"limit": "501"},
        {"offset": "-1"},
        {"offset": "9" * 30},
        {"ns": "99"},
        {"ns": "x"},
        {"ns": "²"},
    ],
)
def test_numbers_out_of_range_are_refused(client: Client, more: dict[str, str]) -> None:
    answer = client.get("/search", {"q": "iraq", **more})
    assert answer.status_code == 400
    assert next(iter(more)) in answer.content.decode()


def test_deleted_and_former_text_is_not_found(client: Client, carol: Editor) -> None:
    page = make_page("Secret", "The uranium is here.")
    assert titles(body(client, "uranium")) == ["Secret"]
    edit_page(page, "Nothing is here.")
    assert titles(body(client, "uranium")) == []
    delete_page(page, editor=carol)
    assert titles(body(client, "nothing")) == []
    undelete_page(reload(page), editor=carol)
    assert titles(body(client, "nothing")) == ["Secret"]


def test_a_page_of_that_name_is_pointed_out(client: Client) -> None:
    assert 'There is a page named <a href="/wiki/Iraq"><b>Iraq</b></a>' in body(client, "iraq")
    assert "<b>Iran–Iraq War</b>" in body(client, "iran-iraq war")


def test_a_missing_page_is_offered_to_be_written(client: Client) -> None:
    html = body(client, "Zebra crossing")
    assert (
        'Create the page <a class="new" href="/edit/Zebra_crossing?redlink=1"><b>Zebra crossing</b></a>'
        in html
    )
    assert "There were no results matching the query." in html


def test_what_cannot_be_a_title_is_not_offered(client: Client) -> None:
    html = body(client, "a[b")
    assert "Create the page" not in html
    assert 'value="a[b"' in html


@pytest.mark.parametrize("query", ["", "   "])
def test_nothing_is_asked_back(client: Client, query: str) -> None:
    assert "Type a title" in body(client, query)


def test_markup_in_a_query_is_text(client: Client) -> None:
    assert "<script>x" not in body(client, "<script>x</script>")


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("iraq", "/wiki/Iraq"),
        ("iran-iraq war", "/wiki/Iran%E2%80%93Iraq_War"),
        ("special:log", "/wiki/Special:Log"),
    ],
)
def test_go_jumps_to_the_page(client: Client, query: str, target: str) -> None:
    answer = client.get("/search", {"q": query, "go": "1"})
    assert (answer.status_code, answer["Location"]) == (302, target)


def test_go_lists_where_there_is_no_such_page(client: Client) -> None:
    assert client.get("/search", {"q": "war", "go": "1"}).status_code == 200


def test_without_go_it_always_lists(client: Client) -> None:
    assert client.get("/search", {"q": "Iraq"}).status_code == 200


@pytest.mark.parametrize(("more", "queries"), [(1, 7), (3, 7), (0, 8)])
def test_a_search_costs_a_fixed_number_of_queries(
    client: Client, more: int, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        make_page(f"Iraq {number}")
    with django_assert_num_queries(queries):
        body(client, "Iraq")


def test_a_long_query_is_cut_and_answered(client: Client) -> None:
    answer = client.get("/search", {"q": "x " * 5000})
    assert (answer.status_code, "only its first 300 characters" in answer.content.decode()) == (200, True)


def test_browsers_are_told_how_to_search(client: Client) -> None:
    answer = client.get("/opensearch.xml")
    assert answer["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert "/search?q={searchTerms}" in answer.content.decode()
    assert "/suggest?q={searchTerms}" in answer.content.decode()


def suggested(client: Client, query: str) -> list[str]:
    answer = client.get("/suggest", {"q": query})
    assert answer["Content-Type"] == "application/x-suggestions+json; charset=utf-8"
    _, found, texts, urls = answer.json()
    assert len(found) == len(texts) == len(urls)
    return found


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("ira", ["Iraq", "Iran–Iraq War"]),
        ("iran-ir", ["Iran–Iraq War"]),
        ("war", ["Iran–Iraq War"]),
        ("old", ["Iraq"]),
        ("help:ir", ["Help:Iraq tables"]),
        ("iraqq", ["Iraq", "Iran–Iraq War"]),
        ("", []),
        ("\x00", []),
        ("?!", []),
    ],
)
def test_titles_are_suggested_as_one_types(client: Client, typed: str, wanted: list[str]) -> None:
    assert suggested(client, typed) == wanted


def test_suggestions_for_our_box_say_more(client: Client) -> None:
    make_page("Ur", "Ur was a city. It lay in the south.")
    answer = client.get("/suggest", {"q": "ur", "rich": "1"})
    wanted = {
        "title": "Ur",
        "url": "/wiki/Ur",
        "text": "Ur was a city.",
        "picture": "",
        "srcset": "",
        "from": "",
    }
    assert answer.json() == [wanted]
    assert answer["Cache-Control"] == "public, max-age=30"


def test_pictures_stand_beside_results_and_suggestions_at_one_query_for_all(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    store("Quay.png", png(300, 200))
    for number in range(3):
        make_page(f"Quay {number}", "[[File:Quay.png|thumb]]\nA quay.")
    with django_assert_num_queries(8):
        html = body(client, "quay")
    assert html.count('width="120" height="80" alt=""') == 3
    found = client.get("/suggest", {"q": "quay", "rich": "1"}).json()
    assert all("Quay.png" in one["picture"] and one["srcset"].endswith(" 2x") for one in found)
    assert len(found) == 3


NAUGHTY = json.loads((Path(__file__).resolve().parents[1] / "data" / "blns.json").read_text(encoding="utf-8"))
SYNTAX = [
    *(
        '"',
        '"a',
        'a"b"c"',
        "OR",
        "AND OR -",
        "-",
        "--",
        "-a",
        "*",
        "a*",
        "(",
        "NEAR(a b)",
        "title:a",
        "{a b}: c",
    ),
    *(
        "a & b | !c <-> d",
        "'; DROP TABLE wiki_page; --",
        "\\",
        "a\x00b",
        "intitle:",
        'infobox:="',
        "infobox:=x",
    ),
    *(
        "infobox:a=*",
        "prefix:",
        "prefix:[",
        "incategory:Category:",
        "insection:*",
        "^a",
        "a:*",
        "%s %(x)s",
        "§a ¶b",
    ),
    *(
        "\ud800",
        "a " * 400,
        '"' * 5000,
        "-" * 5000,
        "OR " * 5000,
        "intitle:" * 2000,
        "東" * 5000,
        "x" * 10_000,
    ),
]


def test_no_query_breaks_anything(client: Client) -> None:
    """Whatever is typed is answered, by a bounded number of bounded statements."""
    for query in [*NAUGHTY, *SYNTAX]:
        text = query.encode("utf-8", "replace").decode()
        for address in ("/search", "/suggest"):
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(address, {"q": text})
            assert answer.status_code == 200, query
            assert len(asked) <= 16, query
            longest = max((one["sql"] for one in asked), key=len, default="")
            assert longest.count("SELECT") <= 40, query
            assert len(longest) <= 12_000, query
