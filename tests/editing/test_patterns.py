"""Titles and links on the wiki's lists: refused wherever they come in; what stood there may stay."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from tests.admin.desk import at_desk
from tests.factories import PASSWORD, edit_page, make_page
from tests.made_pictures import png, store
from tests.web.posting import press
from wiki.editing.errors import BadEdit
from wiki.models import Page, Pattern, User
from wiki.moderation.accounts import create_account
from wiki.moderation.move import move_page
from wiki.permissions import Editor
from wiki.text.patterns import BadPattern, added_addresses, check_pattern, matches
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists() -> None:
    Pattern.objects.create(kind="title", pattern=r"(User:|File:)?Buy .*", reason="It sells something.")
    Pattern.objects.create(kind="title", pattern="Rome", active=False)
    Pattern.objects.create(kind="link", pattern=r"(^|\.)spam\.example(/|$)", reason="Advertising.")


@pytest.mark.usefixtures("lists")
def test_titles_are_refused_wherever_they_come_in(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    for deed in (
        lambda: make_page("BUY shoes", editor=alice),
        lambda: move_page(page, Title(0, "Buy shoes"), editor=alice),
        lambda: create_account("Buy shoes", PASSWORD, editor=Editor(None, "192.0.2.9")),
        lambda: store("Buy shoes.png", png(), editor=alice),
    ):
        with pytest.raises(BadEdit, match=r"is on the list of those .* It sells something.") as caught:
            deed()
        assert caught.value.code == "titleblacklist-forbidden"
    assert (Page.objects.count(), User.objects.filter(username="Buy shoes").exists()) == (1, False)
    assert make_page("Do not Buy shoes", editor=alice)
    assert make_page("Buy shoes", editor=carol)


@pytest.mark.usefixtures("lists")
def test_only_links_that_are_added_are_refused(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", "See https://www.spam.example/old and https://good.example/.", editor=carol)
    edit_page(page, "See https://www.spam.example/old and https://good.example/ again.", editor=alice)
    for link in ("https://spam.example/new", "[x](HTTP://SPAM.example)", "//a.spam.example/", "https://sp\\am.example",
                 "https&#58;//spam&#46;example", "https://%73pam.example/"):  # fmt: skip
        with pytest.raises(BadEdit, match=r"spam.example.* Advertising.") as caught:
            edit_page(page, f"See https://www.spam.example/old, {link}", editor=alice)
        assert (caught.value.code, caught.value.field) == ("spamblacklist", "text")
    assert edit_page(page, "See https://notspam.example/ and spam.example.", editor=alice).revision
    assert edit_page(page, "https://spam.example/new", editor=carol).revision


@pytest.mark.usefixtures("lists")
def test_the_forms_say_it_and_keep_the_text(client: Client, alice: Editor) -> None:
    make_page("Rome", "Old.")
    client.force_login(alice.user)
    html = press(client, client.get("/edit/Rome"), text="Mine: https://spam.example/").content.decode()
    assert "spam.example/” is on the list" in html
    assert "Mine: https://spam.example/</textarea>" in html
    client.logout()


def test_an_edit_without_a_new_link_asks_nothing(alice: Editor, django_assert_max_num_queries) -> None:
    assert added_addresses("https://a.example/x", "https://a.example/x and more") == []
    assert added_addresses("", "no link / at // all") == []


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(", "cannot be read"), ("", "1 to 500"), ("x" * 501, "1 to 500"), ("(?=a)", "cannot be read"),
        (".*", "matches everything"), ("a*", "matches everything"), (".+", "matches everything"),
    ],
)  # fmt: skip
def test_patterns_that_cannot_be(pattern: str, why: str) -> None:
    with pytest.raises(BadPattern, match=why):
        check_pattern(pattern, whole=True)


def test_no_pattern_backtracks() -> None:
    begun = time.perf_counter()
    assert not matches(r"(a+)+$b", "a" * 50_000, whole=False)
    assert not matches(r"(.*)*(.*)*x", "a" * 20_000, whole=False)
    assert time.perf_counter() - begun < 5


def test_the_desk_keeps_versions_refuses_bad_patterns_and_tries() -> None:
    client = at_desk("Emil", "sysop")
    said = {"kind": "link", "pattern": "(", "reason": "", "active": "on"}
    assert "The pattern cannot be read" in client.post("/admin/wiki/pattern/add/", said).content.decode()
    assert not Pattern.objects.exists()
    client.post("/admin/wiki/pattern/add/", said | {"pattern": r"spam\.example"})
    assert Pattern.objects.get().history.count() == 1
    assert "Try a pattern" in client.get("/admin/wiki/pattern/").content.decode()
    tried = {"kind": "link", "texts": "https://spam.example/x\nhttps://good.example/"}
    html = client.get("/admin/wiki/pattern/try/", tried).content.decode()
    assert "<li>https://spam.example/x: <b>refused</b>" in html
    assert "<li>https://good.example/: taken</li>" in html
    assert (
        "matches everything"
        in client.get("/admin/wiki/pattern/try/", tried | {"pattern": ".*"}).content.decode()
    )
    assert at_desk("Fritz", "bureaucrat").post("/admin/wiki/pattern/add/", said).status_code == 403
