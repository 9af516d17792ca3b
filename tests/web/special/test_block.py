"""Special:Block, Special:Unblock and Special:BlockList, and what pages say of who is blocked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD, make_page, make_user
from tests.web.posting import press
from wiki.models import Block, LogEntry, Page, Section
from wiki.moderation.block import Terms, block, block_target, unblock
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db
FORM = {"where": "all", "span": "1 week", "no_creation": "on", "autoblock": "on"}


@pytest.fixture
def desk(client: Client, carol: Editor) -> Client:
    client.login(username="Carol", password=PASSWORD)
    return client


def html_of(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def post(client: Client, name: str, **said: str | list[str]):
    return client.post("/wiki/Special:Block", {"target": name, **FORM, **said})


def test_an_account_is_blocked_changed_and_unblocked(desk: Client, alice: Editor) -> None:
    html_of(desk.get("/wiki/Special:Block/Alice"))
    answer = post(desk, "alice", choice="vandalism", more="again")
    assert (answer.status_code, answer["Location"]) == (303, "/wiki/Special:Contributions/Alice")
    found = Block.objects.get()
    assert (found.user, found.reason, found.sitewide) == (alice.user, "Vandalism: again", True)
    assert timedelta(days=6, hours=23) < found.expiry - timezone.now() < timedelta(days=7)
    told = html_of(desk.get("/wiki/Special:Contributions/Alice"))
    assert "This user is currently blocked. The latest entry of the block log:" in told
    assert "blocked User:Alice with an expiration time of 1 week (account creation disabled)" in told
    form = desk.get("/wiki/Special:Block/Alice")
    assert "“Alice” is blocked, by Carol." in html_of(form)
    assert 'value="existing" selected' in form.content.decode()
    post(desk, "Alice", seen="1", span="infinite", more="more", no_talk="on")
    found.refresh_from_db()
    assert (found.rev, found.expiry, found.reason, found.no_talk) == (2, None, "more", True)
    assert "more" in html_of(desk.get("/wiki/Special:Unblock/Alice"))
    desk.post("/wiki/Special:Unblock/Alice", {"choice": "mistake"})
    assert not Block.objects.exists()
    assert [one.action for one in LogEntry.objects.order_by("pk")] == ["block", "reblock", "unblock"]
    assert "“Alice” is not blocked." in html_of(desk.get("/wiki/Special:Unblock/Alice"), 404)


def test_in_part(desk: Client, alice: Editor) -> None:
    page = make_page("Rome", "Lead.\n\n## Kings of old\nSeven.")
    post(desk, "Alice", where="part", pages="Rome\nrome#Kings of old", namespaces=["10", "0"])
    found = Block.objects.get()
    section = Section.objects.get(title="Kings of old").pk
    assert found.parts == {"pages": [page.pk], "sections": [section], "namespaces": [0, 10]}
    html = desk.get("/wiki/Special:Block/Alice").content.decode()
    assert "Rome\nRome#Kings_of_old</textarea>" in html
    told = html_of(desk.get("/wiki/Special:BlockList"))
    assert (
        "Alice on Rome , Rome § Kings of old , namespace “(articles)”, namespace “Template” · until" in told
    )


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        ({"target": "Nobody"}, "target", "There is no account named “Nobody”"),
        ({"target": "192.0.0.0/8"}, "target", "/16 is the widest"),
        ({"span": "other", "until": ""}, "until", "Say until when."),
        ({"span": "other", "until": "soonish"}, "until", "“soonish” is no time"),
        ({"span": "other", "until": "2020-01-01"}, "until", "This time is past."),
        ({"where": "part"}, "pages", "Name a page, a section or a namespace"),
        ({"where": "part", "pages": "Nowhere"}, "pages", "There is no page “Nowhere”."),
        ({"where": "part", "pages": "Rome#Nothing"}, "pages", "“Rome” has no section “Nothing”."),
        ({"where": "part", "pages": "A<B"}, "pages", "<"),
        ({"target": ""}, "target", "Say who is to be blocked."),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(
    desk: Client, alice: Editor, said: dict[str, str], field: str, why: str
) -> None:
    make_page("Rome")
    answer = desk.post("/wiki/Special:Block", {"target": "Alice", **FORM, "more": "my words", **said})
    html = answer.content.decode()
    assert answer.status_code == 400
    assert re.search(rf'id="id_{field}_error">[^<]*{re.escape(why.replace("<", "&lt;"))}', html), html
    assert 'value="my words"' in html
    assert not Block.objects.exists()


def test_oneself_is_asked_about(desk: Client) -> None:
    make_user("Dora", "sysop")
    html = post(desk, "Carol")
    assert "Yes, block myself" in html_of(html, 400)
    assert not Block.objects.exists()
    assert post(desk, "Carol", oneself="on").status_code == 303
    assert Block.objects.get(parent=None).user.username == "Carol"


def test_the_last_administrator_is_not_blocked(desk: Client) -> None:
    assert "the last administrator who can act" in html_of(post(desk, "Carol", oneself="on"), 400)


def test_another_moderator_was_quicker(desk: Client, alice: Editor) -> None:
    dora = Editor(make_user("Dora", "sysop"))
    made = block(alice.user, Terms(reason="first"), editor=dora)
    answer = post(desk, "Alice", more="second")
    assert "“Alice” is blocked already. Below is how; you can change it." in html_of(answer, 409)
    assert 'value="first"' in answer.content.decode()
    assert Block.objects.get().reason == "first"
    assert post(desk, "Alice", more="second", seen="1").status_code == 303
    unblock(made.pk, editor=dora)
    assert "lifted this block meanwhile" in html_of(post(desk, "Alice", seen="2"), 409)


def test_only_administrators_come_in(client: Client, alice: Editor, carol: Editor) -> None:
    block(alice.user, Terms(), editor=carol)
    client.force_login(make_user("Bob"))
    for address in ("Block", "Block/Alice", "Unblock/Alice"):
        assert "Blocking is for administrators" in html_of(client.get(f"/wiki/Special:{address}"), 403)
    assert post(client, "Carol").status_code == 403
    assert client.post("/wiki/Special:Unblock/Alice", {}).status_code == 403
    assert Block.objects.count() == 1


# ---- What the blocked are told ----------------------------------------------------------------------------


def test_edit_forms_say_why_by_whom_and_until_when_and_keep_the_text(
    client: Client, alice: Editor, carol: Editor
) -> None:
    page = make_page("Rome", "Old text.")
    client.login(username="Alice", password=PASSWORD)
    form = client.get("/edit/Rome")
    end = timezone.now() + timedelta(days=1)
    made = block(alice.user, Terms(reason="vandalism", expiry=end), editor=carol)
    answer = press(client, form, text="My long new text.")
    told = html_of(answer, 403)
    for words in ("You are blocked. Blocked by Carol. Reason: vandalism. It ends on", f"block: {made.pk}."):
        assert words in told
    assert "My long new text." in answer.content.decode()
    told = html_of(client.get("/edit/Rome"))
    assert "You are blocked. Blocked by Carol." in told
    assert "Old text." in told
    page.refresh_from_db()
    assert page.number == 1
    assert html_of(client.get("/edit/User_talk:Alice"))


def test_user_page_and_talk_say_that_somebody_is_blocked(
    client: Client, alice: Editor, carol: Editor
) -> None:
    make_page("User:Alice", editor=alice)
    before = client.get("/wiki/User:Alice")
    assert "blocked" not in html_of(before)
    block(alice.user, Terms(reason="spam"), editor=carol)
    for address, status in (("/wiki/User:Alice", 200), ("/wiki/User_talk:Alice", 404)):
        told = html_of(client.get(address), status)
        assert "This user is currently blocked. The latest entry of the block log:" in told
        assert "(spam)" in told
    again = client.get("/wiki/User:Alice", headers={"If-None-Match": before["ETag"]})
    assert again.status_code == 200
    LogEntry.objects.update(comment_hidden=True)
    assert "spam" not in html_of(client.get("/wiki/User:Alice"))
    assert "spam" not in html_of(client.get("/wiki/Special:BlockList"))
    assert "currently blocked" not in html_of(client.get("/wiki/User:Alice/Notes"), 404)


def test_an_address_inside_a_blocked_range(client: Client, carol: Editor) -> None:
    block(block_target("198.51.100.0/24"), Terms(), editor=carol)
    told = html_of(client.get("/wiki/Special:Contributions/198.51.100.7"))
    assert "The address or range 198.51.100.0/24 is currently blocked." in told


# ---- The list ---------------------------------------------------------------------------------------------


@pytest.fixture
def three(alice: Editor, carol: Editor) -> None:
    make_page("Rome", editor=alice)
    block(alice.user, Terms(reason="spam"), editor=carol)
    end = timezone.now() + timedelta(days=1)
    block(block_target("198.51.100.0/24"), Terms(expiry=end), editor=carol)
    block(block_target("203.0.113.9"), Terms(hard=True), editor=carol)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["203.0.113.9", "198.51.100.0/24", "#2", "Alice"]),
        ("?wpTarget=alice", ["Alice"]),
        ("?wpTarget=198.51.100.77", ["198.51.100.0/24"]),
        ("?wpTarget=198.51.100.0/25", ["198.51.100.0/24"]),
        ("?wpTarget=Nobody", []),
        ("?hideaccounts=1&hideautomatic=1", ["203.0.113.9", "198.51.100.0/24"]),
        ("?hidetemporary=1", ["203.0.113.9", "Alice"]),
        ("?hideranges=1&hideaddresses=1", ["#2", "Alice"]),
        ("?limit=1", ["203.0.113.9"]),
    ],
)
def test_the_list_and_its_filters(client: Client, query: str, names: list[str]) -> None:
    first = Block.objects.get(user__isnull=False).pk
    answer = client.get(f"/wiki/Special:BlockList{query}")
    wanted = [f"#{first + 1}" if name == "#2" else name for name in names]
    assert [line.name for line in answer.context["screen"].rows] == wanted
    assert "192.0.2.1" not in html_of(answer)  # which address the automatic one stops


@pytest.mark.usefixtures("three")
def test_automatic_blocks_have_a_list_and_are_lifted_by_number(desk: Client) -> None:
    answer = desk.get("/wiki/Special:AutoblockList")
    (line,) = answer.context["screen"].rows
    assert (line.automatic, line.reason) == (True, "spam")
    assert desk.post(f"/wiki/Special:Unblock/{line.name.replace('#', '%23')}", {}).status_code == 303
    assert not Block.objects.filter(pk=line.id).exists()
    assert Block.objects.count() == 3


def test_a_bad_target_is_a_bad_request(client: Client) -> None:
    assert client.get("/wiki/Special:BlockList?wpTarget=A/B").status_code == 400
    assert client.get("/wiki/Special:BlockList?after=x").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(
    client: Client, carol: Editor, django_assert_num_queries, count: int
) -> None:
    page = make_page("Rome", "Lead.\n\n## Kings\nSeven.")
    section = Section.objects.get(title="Kings").pk
    for number in range(count):
        user = make_user(f"Vandal {number}")
        block(user, Terms(sitewide=False, pages=(page.pk,), sections=(section,)), editor=carol)
    with django_assert_num_queries(4):  # the blocks, pages, sections, hidden reasons
        client.get("/wiki/Special:BlockList")


def test_links_for_administrators(desk: Client, alice: Editor) -> None:
    make_page("User:Alice", editor=alice)
    assert 'id="t-blockip"' in desk.get("/wiki/User:Alice").content.decode()
    assert "/wiki/Special:Block/Alice" in desk.get("/wiki/Special:Contributions/Alice").content.decode()
    assert Page.objects.count() == 1
