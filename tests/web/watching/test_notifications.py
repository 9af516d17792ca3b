"""The bell, the list of notices, and thanking."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import PASSWORD, edit_page, make_page, reload
from tests.web.pages import change_section, rome, section, text_of
from wiki.editing.watching.watch import watch
from wiki.models import LogEntry, Notice
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor
from wiki.reading.watching.notices import notices
from wiki.reading.watching.watching import section_target

pytestmark = pytest.mark.django_db
LIST = "/wiki/Special:Notifications"


@pytest.fixture
def signed_in(client: Client, alice: Editor) -> Client:
    client.login(username="Alice", password=PASSWORD)
    return client


def html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def bell(client: Client, address: str = "/wiki/Special:Version") -> str:
    """The number on the bell; empty without one."""
    page = html(client, address)
    return page.partition('class="bell-count">')[2].partition("<")[0]


def test_the_bell_counts_and_a_visit_reads(signed_in: Client, bob: Editor) -> None:
    page = rome(bob)
    watch(section_target(section(page, "Economy").pk), editor=Editor(bob.user))
    make_page("User talk:Alice", "Hello.", editor=bob)
    make_page("Talk:Rome", "[[User:Alice]]! [[User:Bob]]", editor=bob)
    assert bell(signed_in) == "2"
    text = text_of(signed_in, LIST)
    assert "A message for you: User talk:Alice" in text
    assert "You were mentioned: Talk:Rome" in text
    html(signed_in, "/wiki/Talk:Rome")
    assert bell(signed_in) == "1"
    newest = Notice.objects.order_by("-id").first()
    signed_in.post(LIST, {"upto": str(newest.pk)})
    assert bell(signed_in) == ""


def test_one_notice_can_be_marked_and_only_ones_own(signed_in: Client, alice: Editor, bob: Editor) -> None:
    make_page("User talk:Alice", "Hello.", editor=bob)
    make_page("User talk:Bob", "Hello.", editor=alice)
    mine, other = Notice.objects.get(user=alice.user), Notice.objects.get(user=bob.user)
    signed_in.post(LIST, {"read": str(other.pk)})
    signed_in.post(LIST, {"read": "x", "upto": "y"})
    assert Notice.objects.filter(seen=True).count() == 0
    signed_in.post(LIST, {"read": str(mine.pk)})
    assert Notice.objects.get(seen=True) == mine


def test_without_an_account_there_is_no_bell(client: Client) -> None:
    make_page("Rome")
    assert "bell" not in html(client, "/wiki/Rome")
    assert client.get(LIST).status_code == 302
    assert client.post(LIST, {"upto": "9"}).status_code == 302


def test_notices_of_watched_parts_tell_their_own_change(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", "A city.\n\n## Economy\n\nTrade.\n\n## History\n\nOld.", editor=bob)
    watch(section_target(section(page, "Economy").pk), editor=alice)
    edit_page(page, "A city.\n\n## Economy\n\nTrade, much.\n\n## History\n\nVery old.", editor=bob)
    row = notices(alice.user, viewer=alice).rows[0]
    assert [change.name for change in row.line.changes] == ["Economy"]


def test_hidden_withheld_and_deleted_say_nothing(
    signed_in: Client, alice: Editor, bob: Editor, carol: Editor
) -> None:
    page = make_page("User talk:Alice", "Secret.", editor=bob, summary="secret summary")
    edit_page(page, "Open.", editor=carol)
    hide_revisions(page, [page.latest_id], text=True, author=True, summary=True, editor=carol)
    text = text_of(signed_in, LIST)
    assert "secret" not in text.casefold()
    assert "Bob" not in text
    assert "(username removed)" in text
    delete_page(reload(page), editor=carol, reason="")
    assert notices(alice.user, viewer=alice).rows == ()
    assert bell(signed_in) == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(
    signed_in: Client,
    bob: Editor,
    alice: Editor,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    page = rome(bob)
    watch(section_target(section(page, "Economy").pk), editor=alice)
    for number in range(count):
        change_section(page, "Economy", f"Trade {number}.", bob)
    with django_assert_num_queries(5):  # session, notices, hidden old values, watches, categories
        signed_in.get(LIST)
    assert len(notices(alice.user, viewer=alice).rows) == count


def test_a_bad_place_in_the_list(signed_in: Client) -> None:
    assert signed_in.get(f"{LIST}?older=x").status_code == 400


def test_thanking(signed_in: Client, alice: Editor, bob: Editor) -> None:
    page = rome(bob)
    revision = change_section(page, "Economy", "Trade.", bob)
    own = change_section(page, "Economy", "More trade.", alice)
    nobody = change_section(page, "Economy", "Trade again.")
    history = html(signed_in, "/history/Rome")
    assert f'href="/thank/{revision.pk}"' in history
    assert f"/thank/{own.pk}" not in history
    assert f"/thank/{nobody.pk}" not in history
    assert f'href="/thank/{revision.pk}"' in html(signed_in, f"/diff/{page.latest_id}/{revision.pk}")
    assert "Bob is told" in text_of(signed_in, f"/thank/{revision.pk}")
    assert signed_in.post(f"/thank/{revision.pk}").status_code == 303
    notice = Notice.objects.get()
    assert (notice.user, notice.actor, notice.kind) == (bob.user, alice.user, "thanked")
    entry = LogEntry.objects.get(type="thanks")
    assert (entry.action, entry.title, entry.user_text, entry.page, entry.params) == (
        "thank",
        "Bob",
        "Alice",
        None,
        {},
    )
    assert "Alice thanked User:Bob" in text_of(signed_in, "/wiki/Special:Log?type=thanks").replace(
        " (talk | contribs)", ""
    )
    for number, why in (
        (revision.pk, "already"),
        (own.pk, "your own"),
        (nobody.pk, "Only edits of accounts"),
    ):
        answer = signed_in.post(f"/thank/{number}")
        assert answer.status_code == 403
        assert why in answer.content.decode()
    assert LogEntry.objects.filter(type="thanks").count() == 1
    assert f"/thank/{revision.pk}" not in html(signed_in, "/history/Rome")
    assert signed_in.get("/thank/999999").status_code == 404


def test_hidden_authors_are_not_thanked(signed_in: Client, bob: Editor, carol: Editor) -> None:
    page = rome(bob)
    revision = change_section(page, "Economy", "Trade.", bob)
    hide_revisions(page, [revision.pk], author=True, editor=carol)
    assert f"/thank/{revision.pk}" not in html(signed_in, "/history/Rome")
    assert signed_in.post(f"/thank/{revision.pk}").status_code == 403
    assert not Notice.objects.exists()


def test_the_question_does_not_tell_the_hidden_words_before(
    signed_in: Client, bob: Editor, carol: Editor
) -> None:
    page = make_page("Box", "```infobox Box\nMayor: quetzal\n```\nText.", editor=bob)
    saved = edit_page(page, "```infobox Box\nMayor: Nero\n```\nText.", editor=bob).revision
    assert saved is not None
    assert "quetzal" in html(signed_in, f"/thank/{saved.pk}")
    hide_revisions(page, [page.latest_id or 0], editor=carol, text=True)
    assert "quetzal" not in html(signed_in, f"/thank/{saved.pk}")


def test_without_an_account_nobody_is_thanked(client: Client, bob: Editor) -> None:
    page = rome(bob)
    assert "/thank/" not in html(client, "/history/Rome")
    assert client.post(f"/thank/{page.latest_id}").status_code == 302
    assert not Notice.objects.exists()
