"""What stands around every page: the ids, classes, links and access keys that readers of wikis know."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.factories import IP, PASSWORD, edit_page, make_page
from wiki.dumps.seed import seed
from wiki.models import Section
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

Attributes = dict[str, str]
VOID = {"meta", "link", "input", "img", "br", "hr", "source", "wbr"}


class Reader(HTMLParser):
    """Every element with its attributes, and the ids of the elements around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, Attributes, tuple[str, ...]]] = []
        self.open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.all.append((tag, given, tuple(id_ for _tag, id_ in self.open if id_)))
        if tag not in VOID:
            self.open.append((tag, given.get("id", "")))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def by_id(self, id_: str) -> Attributes:
        """The attributes of the one element with this id."""
        (found,) = [given for _tag, given, _around in self.all if given.get("id") == id_]
        return found

    def link_in(self, id_: str) -> Attributes:
        """The first link inside the element with this id, or the element itself."""
        if "href" in self.by_id(id_):
            return self.by_id(id_)
        return next(given for tag, given, around in self.all if id_ in around and tag == "a")

    def rel(self, rel: str, type_: str = "") -> list[str]:
        """The addresses of the head's links of this kind."""
        return [
            given["href"]
            for tag, given, _around in self.all
            if tag == "link" and given["rel"] == rel and type_ in (given.get("type", ""), "")
        ]

    def access_keys(self) -> dict[str, str]:
        """The id (of the element or the one around it) for each access key; a key that stands twice fails."""
        keyed = [
            (given["accesskey"], given.get("id") or around[-1])
            for _t, given, around in self.all
            if "accesskey" in given
        ]
        assert len(dict(keyed)) == len(keyed), keyed
        return dict(keyed)

    def body(self) -> list[str]:
        return next(given["class"] for tag, given, _around in self.all if tag == "body").split()


def read(client: Client, address: str, status: int = 200) -> Reader:
    answer = client.get(address)
    assert answer.status_code == status
    return Reader(answer.content.decode())


@pytest.fixture
def rome() -> str:
    make_page("Rome", "A city.\n\n## Past\n\nLong.")
    return "/wiki/Rome"


def test_the_skip_link_comes_first(client: Client, rome: str) -> None:
    page = read(client, rome)
    first = next(given for tag, given, _around in page.all if tag in ("a", "button", "input"))
    assert first == {"class": "skip", "href": "#bodyContent"}
    assert page.by_id("bodyContent")["tabindex"] == "-1"


def test_the_logo_leads_to_the_main_page(client: Client, rome: str) -> None:
    logo = next(given for _t, given, _a in read(client, rome).all if "mw-logo" in given.get("class", ""))
    assert logo["href"] == "/wiki/Main_Page"


def test_the_search_box_has_the_ids_of_the_habit(client: Client, rome: str) -> None:
    page = read(client, rome)
    box = page.by_id("searchInput")
    assert (box["name"], box["accesskey"], box["type"]) == ("search", "f", "search")
    assert page.by_id("searchform")["action"] == "/search"
    inside = [(tag, given) for tag, given, around in page.all if {"p-search", "searchform"} <= {*around}]
    assert [tag for tag, _given in inside] == ["input", "button"]
    assert inside[1][1]["name"] == "go"


def test_a_reader_without_account_has_personal_tools_that_suit_everybody(client: Client, rome: str) -> None:
    page = read(client, rome)
    places = {
        "pt-createaccount": "/wiki/Special:CreateAccount?next=/wiki/Rome",
        "pt-login": "/wiki/Special:UserLogin?next=/wiki/Rome",
        "pt-anontalk": "/wiki/Special:MyTalk",
        "pt-anoncontribs": "/wiki/Special:MyContributions",
    }
    assert {id_: page.link_in(id_)["href"] for id_ in places} == places
    assert all("p-personal" in around for _t, given, around in page.all if given.get("id") in places)


def test_an_account_has_its_own(client: Client, rome: str, alice: Editor) -> None:
    client.login(username="Alice", password=PASSWORD)
    page = read(client, rome)
    places = {
        "pt-userpage": "/wiki/User:Alice",
        "pt-mytalk": "/wiki/User_talk:Alice",
        "pt-mycontris": "/wiki/Special:Contributions/Alice",
        "pt-watchlist": "/wiki/Special:Watchlist",
    }
    assert {id_: page.link_in(id_)["href"] for id_ in places} == places
    assert page.by_id("pt-logout")
    assert page.by_id("pt-preferences")


@pytest.mark.parametrize(
    ("name", "anonymous", "account"),
    [
        ("MyPage", f"/wiki/User:{IP}", "/wiki/User:Alice"),
        ("MyTalk", f"/wiki/User_talk:{IP}", "/wiki/User_talk:Alice"),
        ("MyContributions", f"/wiki/Special:Contributions/{IP}", "/wiki/Special:Contributions/Alice"),
    ],
)
def test_special_pages_lead_to_ones_own(
    client: Client, alice: Editor, name: str, anonymous: str, account: str
) -> None:
    answer = client.get(f"/wiki/Special:{name}", REMOTE_ADDR=IP)
    assert (answer.status_code, answer["Location"]) == (302, anonymous)
    assert answer["Cache-Control"] == "private, no-store"
    client.login(username="Alice", password=PASSWORD)
    assert client.get(f"/wiki/Special:{name}")["Location"] == account


def test_a_subpage_of_ones_own(client: Client, alice: Editor) -> None:
    client.login(username="Alice", password=PASSWORD)
    assert client.get("/wiki/Special:MyPage/Notes_2")["Location"] == "/wiki/User:Alice/Notes_2"
    assert client.get("/wiki/Special:MyPage/a%3Cb").status_code == 400


def test_the_main_menu_leads_to_pages_that_a_new_wiki_has(client: Client, settings) -> None:
    assert [*seed(settings.BASE_DIR / "fixtures")]
    page = read(client, "/wiki/Main_Page")
    ids = ["n-mainpage", "n-allpages", "n-recentchanges", "n-help", "n-portal", "n-about", "n-specialpages"]
    for id_ in [
        *ids,
        "footer-places-privacy",
        "footer-places-about",
        "footer-places-disclaimers",
        "footer-places-statistics",
    ]:
        assert client.get(page.link_in(id_)["href"]).status_code == 200
    assert client.get(page.link_in("n-randompage")["href"]).status_code == 302


def test_the_footer_tells_time_and_licence(client: Client, rome: str) -> None:
    html = client.get(rome).content.decode()
    assert re.search(
        r'id="footer-info-lastmod">This page was last edited on \d+ \w+ \d{4}, at \d\d:\d\d \(UTC\)\.</span>',
        html,
    )
    licence = read(client, rome).link_in("footer-info-copyright")
    assert licence == {"href": "https://creativecommons.org/licenses/by-sa/4.0/", "rel": "license"}


@pytest.mark.parametrize(
    ("address", "status", "classes"),
    [
        ("/wiki/Rome", 200, "ns-0 ns-subject page-Rome action-view"),
        ("/wiki/Talk:Rome", 404, "ns-1 ns-talk page-Talk:Rome action-view"),
        ("/history/Rome", 200, "ns-0 ns-subject page-Rome action-history"),
        ("/edit/Rome", 200, "ns-0 ns-subject page-Rome action-edit"),
        ("/search?q=x", 200, "ns--1 ns-special mw-special-Search page-Special_Search action-view"),
        ("/wiki/Special:Log/delete", 200, "ns--1 ns-special mw-special-Log page-Special_Log action-view"),
        ("/wiki/Special:%22x%22", 404, "ns--1 ns-special action-view"),
    ],
)
def test_the_body_says_which_page_it_is(
    client: Client, rome: str, address: str, status: int, classes: str
) -> None:
    assert read(client, address, status).body() == classes.split()


def test_the_head_links_what_machines_look_for(client: Client, rome: str) -> None:
    page = read(client, rome)
    assert page.rel("alternate", "application/x-wiki") == ["/edit/Rome"]
    assert page.rel("search") == ["/opensearch.xml"]
    assert page.rel("license") == ["https://creativecommons.org/licenses/by-sa/4.0/"]
    assert page.rel("canonical") == ["http://127.0.0.1:8000/wiki/Rome"]


EVERYWHERE = {
    "f": "searchInput",
    "z": "n-mainpage",
    "r": "n-recentchanges",
    "x": "n-randompage",
    "q": "n-specialpages",
    "c": "ca-nstab-main",
    "t": "ca-talk",
    "e": "ca-edit",
    "h": "ca-history",
    "j": "t-whatlinkshere",
    "u": "t-upload",
}


def test_access_keys_of_a_reader(client: Client, rome: str) -> None:
    keys = read(client, rome).access_keys()
    expected = {**EVERYWHERE, "o": "pt-login", "n": "pt-anontalk", "y": "pt-anoncontribs"}
    assert {key: keys.get(key) for key in expected} == expected


def test_access_keys_of_an_administrator(client: Client, rome: str, carol: Editor) -> None:
    client.login(username="Carol", password=PASSWORD)
    keys = read(client, rome).access_keys()
    own = {
        "n": "pt-mytalk",
        "y": "pt-mycontris",
        "d": "ca-delete",
        "=": "ca-protect",
        "m": "ca-move",
        "l": "pt-watchlist",
        "w": "ca-watch",
    }
    expected = {**EVERYWHERE, **own}
    assert {key: keys.get(key) for key in expected} == expected


def test_access_keys_of_the_editor_and_of_history(client: Client, rome: str, alice: Editor) -> None:
    client.login(username="Alice", password=PASSWORD)
    keys = read(client, "/edit/Rome").access_keys()
    expected = {"s": "wpSave", "p": "wpPreview", "v": "wpDiff", "i": "wpMinoredit", "b": "wpSummary"}
    assert {key: keys.get(key) for key in expected} == expected


def test_the_first_compare_button_of_a_history_has_a_key(client: Client, rome: str) -> None:
    edit_page(find_page(Title(0, "Rome")), "A capital.")
    assert "v" in read(client, "/history/Rome").access_keys()


def test_tabs_of_an_article(client: Client, rome: str) -> None:
    page = read(client, rome)
    places = {
        "ca-nstab-main": "/wiki/Rome",
        "ca-talk": "/edit/Talk:Rome?redlink=1",
        "ca-view": "/wiki/Rome",
        "ca-edit": "/edit/Rome",
        "ca-history": "/history/Rome",
    }
    assert {id_: page.by_id(id_)["href"] for id_ in places} == places
    assert page.by_id("ca-talk")["class"] == "new"
    assert page.by_id("ca-view")["aria-current"] == "page"
    assert not [
        given for _t, given, _a in page.all if given.get("id") in ("ca-delete", "p-cactions", "ca-addsection")
    ]


@pytest.mark.parametrize(
    ("title", "tab", "name"),
    [
        ("Rome", "ca-nstab-main", "Article"),
        ("User:Alice", "ca-nstab-user", "User page"),
        ("Project:X", "ca-nstab-project", "Project page"),
        ("Help:X", "ca-nstab-help", "Help page"),
        ("Category:X", "ca-nstab-category", "Category"),
        ("Template:X", "ca-nstab-template", "Template"),
    ],
)
def test_the_first_tab_names_the_kind_of_page(client: Client, title: str, tab: str, name: str) -> None:
    make_page(title)
    html = client.get(f"/wiki/{title}").content.decode()
    assert re.search(rf'<a id="{tab}"[^>]*>{name}</a>', html)


def test_a_protected_page_shows_its_source_and_a_lock(client: Client, rome: str, carol: Editor) -> None:
    page = find_page(Title(0, "Rome"))
    protect_page(page, {"edit": "sysop"}, editor=carol, reason="x")
    shown = read(client, rome)
    assert shown.by_id("ca-viewsource")["accesskey"] == "e"
    html = client.get(rome).content.decode()
    assert re.search(
        r'<div class="mw-indicators">\s*<span class="indicator" title="This page is protected">', html
    )


def test_a_talk_page_offers_a_new_topic(client: Client, rome: str) -> None:
    make_page("Talk:Rome", "## One\n\nHello.")
    page = read(client, "/wiki/Talk:Rome")
    assert page.by_id("ca-addsection")["href"] == "/edit/Talk:Rome?section=new"
    topic = Section.objects.get(title="One")
    assert f"/edit/Talk:Rome?section={topic.pk}" in [given.get("href") for _tag, given, _around in page.all]


def test_what_a_form_shows_is_told_by_its_fields(client: Client) -> None:
    html = client.get("/wiki/Special:UserLogin").content.decode()
    for words in (
        "Username",
        "Password",
        "Keep me logged in",
        "Forgot your password?",
        ">Help<",
        "Join Stemma",
    ):
        assert words in html


def test_who_signs_up_sees_what_others_have_made(client: Client, rome: str) -> None:
    make_page("Milan")
    html = " ".join(client.get("/wiki/Special:CreateAccount").content.decode().split())
    assert "Stemma is made by people like you." in html
    assert "<dt>edits</dt><dd>2</dd>" in html
    assert "<dt>pages</dt><dd>2</dd>" in html
    assert "<dt>recent contributors</dt><dd>1</dd>" in html
    for name in ("username", "password1", "password2", "email"):
        assert f'name="{name}"' in html
