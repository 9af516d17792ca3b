"""Editing without an account under a temporary one: the cookie, the name, and nowhere the address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail, signing
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD, make_page, make_user, reload
from tests.web.accounts.test_accounts import sign_up
from tests.web.posting import press, values_in
from tests.web.test_hidden_everywhere import said
from wiki.editing.watching.preferences import change_preference
from wiki.editing.watching.watch import watch
from wiki.models import Notice, Page, Revision, User
from wiki.moderation.block import Terms, block, block_target
from wiki.permissions import Editor
from wiki.reading.watching.watching import page_target
from wiki.text.titles import Title
from wiki.web.frame.visitor import TEMPORARY

pytestmark = pytest.mark.django_db
SECRET_IP = "203.0.113.177"


@pytest.fixture(autouse=True)
def _temporary(settings: Any) -> None:
    settings.ANONYMOUS_EDITING = "temporary"


@pytest.fixture
def visitor() -> Client:
    return Client(REMOTE_ADDR=SECRET_IP)


def write(client: Client, title: str = "Ant", text: str = "An ant.", **more: str) -> Any:
    return press(client, client.get(f"/edit/{title}"), text=text, **more)


def authors() -> list[tuple[str, str | None]]:
    return list(Revision.objects.order_by("pk").values_list("author_text", "author_ip"))


def year() -> int:
    return timezone.now().year


def test_the_first_edit_makes_an_account_that_the_next_ones_stand_under(visitor: Client) -> None:
    assert TEMPORARY not in visitor.get("/edit/Ant").cookies
    answer = write(visitor)
    assert answer.status_code == 303
    cookie = answer.cookies[TEMPORARY]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 90 * 24 * 3600)
    write(visitor, text="Two ants.")
    assert authors() == [(f"~{year()}-1", None)] * 2
    account = User.objects.get()
    assert not account.has_usable_password()
    assert Revision.objects.filter(author=account).count() == 2
    write(Client(), text="Three.")
    assert authors()[-1] == (f"~{year()}-2", None)


def test_an_edit_that_is_refused_or_changes_nothing_makes_none(visitor: Client) -> None:
    page = make_page("Ant", "An ant.", editor=Editor(make_user("Alice")))
    assert write(visitor, text="An ant.").status_code == 303
    assert write(visitor, summary="x" * 501).status_code == 400
    opened = visitor.get("/edit/Ant")
    assert press(visitor, opened, "wpPreview", text="Other ~~~~").status_code == 200
    assert list(User.objects.values_list("username", flat=True)) == ["Alice"]
    assert reload(page).number == 1
    assert TEMPORARY not in visitor.cookies
    write(visitor, text="Other.")
    assert authors()[-1][0] == f"~{year()}-1"


def test_a_signature_has_the_name_that_the_save_gives(visitor: Client) -> None:
    preview = press(
        visitor, visitor.get("/edit/Talk:Ant?section=new"), "wpPreview", heading="Legs", text="Six."
    )
    assert SECRET_IP not in preview.content.decode()
    press(visitor, visitor.get("/edit/Talk:Ant?section=new"), heading="Legs", text="Six. Not ~… but six.")
    name, source = f"~{year()}-1", said(visitor, "/raw/Talk:Ant")
    assert f"[[Special:Contributions/{name}|{name}]] ([[User talk:{name}|talk]])" in source
    assert "Not ~… but six." in source
    html = visitor.get("/wiki/Talk:Ant").content.decode()
    assert f'href="/wiki/Special:Contributions/{name}"' in html
    assert SECRET_IP not in html


@pytest.mark.parametrize(
    "cookie", ["", "nonsense", "forged", "1:2:3", "other salt", "expired", "gone", "a name"]
)
def test_a_cookie_that_names_no_living_account_gets_a_new_one(visitor: Client, cookie: str) -> None:
    write(visitor)
    account = User.objects.get()
    genuine = visitor.cookies[TEMPORARY].value
    visitor.cookies[TEMPORARY] = {
        "forged": genuine[:-1] + ("A" if genuine[-1] != "A" else "B"),
        "other salt": signing.dumps(account.pk, salt="other"),
        "a name": signing.dumps(account.username, salt=TEMPORARY),
        "expired": genuine,
        "gone": signing.dumps(account.pk + 100, salt=TEMPORARY),
    }.get(cookie, cookie)
    if cookie == "expired":
        User.objects.update(temporary_until=timezone.now() - timedelta(seconds=1))
    write(visitor, text="Two ants.")
    assert [name for name, _ in authors()] == [f"~{year()}-1", f"~{year()}-2"]


def test_nobody_elses_account_is_had_by_a_cookie(visitor: Client) -> None:
    alice = make_user("Alice")
    visitor.cookies[TEMPORARY] = signing.dumps(alice.pk, salt=TEMPORARY)
    write(visitor)
    assert authors() == [(f"~{year()}-1", None)]
    assert visitor.get("/wiki/Special:Preferences").status_code != 200


def test_a_blocked_one_gets_no_new_one(visitor: Client) -> None:
    write(visitor)
    opened = visitor.get("/edit/Bee")
    User.objects.update(is_active=False)
    assert press(visitor, opened, text="A bee.").status_code == 403
    assert User.objects.count() == 1


def test_blocks_of_the_name_and_of_the_address_hold(visitor: Client) -> None:
    write(visitor)
    carol, opened = Editor(make_user("Carol", "sysop")), visitor.get("/edit/Bee")
    block(block_target(f"~{year()}-1"), Terms(autoblock=False), editor=carol)
    assert press(visitor, opened, text="A bee.").status_code == 403
    other = Client(REMOTE_ADDR=SECRET_IP)
    write(other, "Cow")  # nothing ties it to the other but the address
    assert sign_up(visitor, "Dora", adopt="on").status_code >= 400
    opened = other.get("/edit/Bee")
    block(block_target("203.0.113.0/24"), Terms(), editor=carol)
    assert press(other, opened, text="A bee.").status_code == 403
    assert SECRET_IP not in Client().get("/wiki/Special:BlockList").content.decode()
    assert User.objects.filter(temporary_until__isnull=False).count() == 2


def test_where_no_account_may_be_created_none_is_made(visitor: Client) -> None:
    page = make_page("Ant", editor=Editor(make_user("Alice")))
    carol = Editor(make_user("Carol", "sysop"))
    block(block_target(SECRET_IP), Terms(sitewide=False, pages=(page.pk,)), editor=carol)
    assert write(visitor, "Bee", "A bee.").status_code == 403
    assert not User.objects.filter(temporary_until__isnull=False).exists()


def test_the_rights_are_those_of_everybody(visitor: Client) -> None:
    write(visitor)
    account = User.objects.get()
    User.objects.update(date_joined=timezone.now() - timedelta(days=80))
    editor = Editor(None, SECRET_IP, temporary=account)
    assert editor.groups == frozenset({"*"})
    assert editor.is_anonymous
    assert not editor.confirmed
    for address in ("/move/Ant", "/wiki/Special:Upload", "/delete/Ant"):
        assert visitor.get(address).status_code == 403
    assert 'name="minor"' not in visitor.get("/edit/Ant").content.decode()
    assert not Client().login(username=account.username, password="")


def test_from_one_address_only_so_many_are_made_in_a_day(visitor: Client, settings: Any) -> None:
    settings.TEMPORARY_ACCOUNTS_A_DAY = 2
    for title in ("Ant", "Bee"):
        write(Client(REMOTE_ADDR="2001:db8::1"), title)
    answer = write(Client(REMOTE_ADDR="2001:db8::ffff"), "Cow", "A cow.")
    assert answer.status_code == 403
    assert "A cow." in answer.content.decode()
    assert not Page.objects.filter(title="Cow").exists()
    assert write(Client(REMOTE_ADDR="2001:db8:0:1::1"), "Cow", "A cow.").status_code == 303


def test_the_form_says_under_which_name(visitor: Client, settings: Any) -> None:
    def warning() -> str:
        return visitor.get("/edit/Ant").content.decode().partition('id="mw-anon-edit-warning"')[2][:900]

    assert "temporary name" in warning()
    assert 'href="/wiki/Special:CreateAccount?next=%2Fedit%2FAnt"' in warning()
    write(visitor)
    assert f"your temporary account, ~{year()}-1." in warning()
    visitor.cookies.clear()
    settings.ANONYMOUS_EDITING = "ip"
    assert f"Your IP address, {SECRET_IP}, will be" in warning()
    settings.ANONYMOUS_EDITING = "off"
    assert warning() == ""
    assert "needs an account" in visitor.get("/edit/Ant").content.decode()


def test_readers_get_no_cookie_and_the_pages_of_all(visitor: Client) -> None:
    make_page("Ant", editor=Editor(make_user("Alice")))
    for address in ("/wiki/Ant", "/history/Ant", "/wiki/Special:RecentChanges"):
        answer = visitor.get(address)
        assert not answer.cookies
        assert SECRET_IP not in answer.content.decode()
    assert "ETag" in visitor.get("/wiki/Ant")
    write(visitor, "Bee")
    visitor.get("/wiki/Bee")
    answer = visitor.get("/wiki/Ant")
    assert "ETag" not in answer
    assert f"~{year()}-1</a>" in answer.content.decode()
    for page in ("MyTalk", "MyPage", "MyContributions"):
        assert visitor.get(f"/wiki/Special:{page}")["Location"].endswith(f"~{year()}-1")
        assert Client().get(f"/wiki/Special:{page}")["Location"].startswith("/wiki/Special:UserLogin?next=")


def test_the_name_stands_in_lists_and_not_among_accounts(visitor: Client) -> None:
    write(visitor)
    name = f"~{year()}-1"
    mark = 'class="mw-userlink mw-tempuserlink"'
    for address in ("/history/Ant", "/wiki/Special:RecentChanges", "/wiki/Special:Watchlist"):
        html = visitor.get(address).content.decode()
        assert (mark in html) == ("Watchlist" not in address)
    assert "Ant" in visitor.get(f"/wiki/Special:Contributions/{name}").content.decode()
    assert "temporary account" in visitor.get(f"/wiki/Special:Contributions/{name}").content.decode()
    for hide, there in (("hideliu=1", True), ("hideanons=1", False), ("hidemyself=1", False)):
        assert (mark in visitor.get(f"/wiki/Special:RecentChanges?{hide}").content.decode()) == there
    for address in ("/wiki/Special:ListUsers", "/wiki/Special:ActiveUsers"):
        assert f">{name}<" not in Client().get(address).content.decode()
    assert Client().get(f"/wiki/Special:Contributions/~{year()}-9").status_code == 404


def test_who_writes_on_the_talk_page_is_told_and_nothing_else_is(visitor: Client) -> None:
    write(visitor)
    name, alice = f"~{year()}-1", Editor(make_user("Alice"))
    make_page("Bee", editor=alice, summary=f"thanks to [[User:{name}]]")
    assert not Notice.objects.exists()
    make_page(Title(3, name), "Hello.", editor=alice)
    assert 'id="pt-talk-alert"' in visitor.get("/wiki/Bee").content.decode()
    visitor.get(f"/wiki/User_talk:{name}")
    assert 'id="pt-talk-alert"' not in visitor.get("/wiki/Bee").content.decode()
    client = Client()
    client.login(username="Alice", password=PASSWORD)
    revision = Revision.objects.get(author_text=name)
    assert client.post(f"/thank/{revision.pk}").status_code == 403


def test_logging_in_ends_it(visitor: Client) -> None:
    write(visitor)
    make_user("Alice")
    visitor.login(username="Alice", password=PASSWORD)
    write(visitor, text="More.")
    assert authors()[-1][0] == "Alice"
    assert visitor.cookies[TEMPORARY].value == ""


def test_signing_up_takes_over_the_edits_only_if_wished(visitor: Client) -> None:
    write(visitor)
    other = Client(REMOTE_ADDR=SECRET_IP)
    write(other, "Bee")
    address = "/wiki/Special:CreateAccount"
    assert 'name="adopt"' not in Client().get(address).content.decode()
    assert 'name="adopt"' in visitor.get(address).content.decode()
    assert sign_up(other, "Eve").status_code in (302, 303)
    assert sign_up(visitor, "Dora", adopt="on").status_code in (302, 303)
    assert [name for name, _ in authors()] == ["Dora", f"~{year()}-2"]
    assert "took over the edits of" in visitor.get("/wiki/Special:Log?type=newusers").content.decode()
    sign_up(Client(), "Fay", adopt="on")  # has nothing to take over
    assert User.objects.filter(username="Fay").exists()


def test_a_page_opened_before_the_first_edit_can_be_saved_after_it(visitor: Client) -> None:
    opened = visitor.get("/edit/Bee")
    write(visitor)
    assert press(visitor, opened, text="A bee.").status_code == 303
    assert {name for name, _ in authors()} == {f"~{year()}-1"}
    assert values_in(visitor.get("/edit/Bee"))["editor"] == ""


def test_the_address_stands_nowhere(visitor: Client, client: Client) -> None:
    alice = make_user("Alice")
    change_preference(Editor(alice), notify_pages=True, mail="each")
    User.objects.filter(pk=alice.pk).update(
        email="a@example.org", confirmed_email="a@example.org", feed_key="key", is_staff=True
    )
    for title in ("Ant", "Talk:Ant", "User talk:Alice"):
        watch(
            page_target(Title(*{"Ant": (0, "Ant"), "Talk:Ant": (1, "Ant")}.get(title, (3, "Alice")))),
            editor=Editor(alice),
        )
    make_page("Ant", "An ant.", editor=Editor(alice))
    write(visitor, text="Two ants. ~~~~", summary="signed")
    press(visitor, visitor.get("/edit/Talk:Ant?section=new"), heading="Legs", text="Six.")
    press(visitor, visitor.get("/edit/User_talk:Alice?section=new"), heading="Hi", text="Hello.")
    name, newest = f"~{year()}-1", Revision.objects.latest("pk").pk
    call_command("send_notices", verbosity=0)
    assert name in str(mail.outbox[0].message()) or name in mail.outbox[0].body
    mails = "".join(str(message.message()) + message.body for message in mail.outbox)
    client.login(username="Alice", password=PASSWORD)
    looked = [
        "/wiki/Ant", "/history/Ant", f"/diff/prev/{newest}", f"/revision/{newest}", "/authorship/Ant",
        "/wiki/Talk:Ant", "/wiki/User_talk:Alice", "/raw/Ant", "/raw/Talk:Ant", f"/undo/{newest}",
        "/wiki/Special:RecentChanges", f"/wiki/Special:Contributions/{name}", "/wiki/Special:Log",
        "/wiki/Special:Notifications", "/wiki/Special:Watchlist", "/wiki/Special:PageInfo/Ant",
        "/wiki/Special:CiteThisPage/Ant", "/wiki/Special:ListUsers", f"/wiki/User:{name}",
        f"/wiki/User_talk:{name}", "/feed/atom/page/Ant", "/feed/rss/recent", f"/feed/atom/user/{name}",
        f"/feed/atom/watchlist/{alice.pk}?key=key", "/download/json/Ant", "/download/md/Ant", "/nowhere",
        "/admin/", "/admin/wiki/revision/", f"/admin/wiki/revision/{newest}/change/", "/admin/wiki/user/",
        "/admin/wiki/logentry/", f"/search?q={SECRET_IP[:-3]}", "/edit/Ant",
    ]  # fmt: skip
    digits = "ffffcb0071b1"
    for who in (client, visitor, Client()):
        for address in looked:
            text = said(who, address)
            assert (address, SECRET_IP in text, digits in text) == (address, False, False)
    assert SECRET_IP not in mails
    refused = visitor.post("/edit/Ant", {"text": "x", "summary": "x" * 501})
    assert SECRET_IP not in refused.content.decode()
